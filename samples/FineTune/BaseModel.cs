using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>A model that is to be adapted.</summary>
/// <param name="Model">The model: ids <c>(B, T)</c> to scores <c>(B, T, vocabulary)</c>.</param>
/// <param name="Language">The same model, for generating text.</param>
/// <param name="EndIds">The ids that end a text.</param>
/// <param name="Owner">What owns the model.</param>
internal sealed record BaseModel(nn.Module<Tensor, Tensor> Model, ILanguageModel Language, IReadOnlyList<long> EndIds, IDisposable Owner)
    : IDisposable
{
    public void Dispose() => Owner.Dispose();
}

/// <summary>
/// Where the model that is to be adapted comes from. Each adaptation loads it anew, so that none sees what another changed.
/// </summary>
/// <param name="Description">The model in words.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Names">The names of the weights in the files of adapters, if they are not those of the model.</param>
/// <param name="Vocabulary">The number of ids.</param>
/// <param name="Context">The number of ids of a training window, and of a window for measuring.</param>
/// <param name="Rates">The learning rates.</param>
/// <param name="Load">Loads it.</param>
internal sealed record BaseSource(
    string Description, ITokenizer Tokenizer, NameMap? Names, long Vocabulary, int Context, LearningRates Rates, Func<BaseModel> Load)
{
    private const int LongestContext = 128;

    /// <summary>A model that this program has pre-trained.</summary>
    public static BaseSource Bytes(string folder) => new(
        "a GPT over bytes", new ByteTokenizer(), Names: null, Vocabulary: 256, LongestContext, new(Lora: 5e-3, Full: 1e-3), () =>
        {
            var model = ByteGpt.FromFolder(folder);
            return new(model, model, [], model);
        });

    /// <summary>A language model of the Hugging Face hub.</summary>
    /// <exception cref="SampleException">The folder contains none, or one that cannot be read.</exception>
    public static BaseSource Hub(string folder)
    {
        using var model = HubFolder.OpenLanguageModel(folder);
        var context = (int)long.Min(LongestContext, model.Positions ?? long.MaxValue);
        return new(
            $"{model.Family} in '{folder}'", model.Tokenizer, model.HubNames, model.Vocabulary, context, new(Lora: 3e-4, Full: 3e-5), () =>
            {
                var pretrained = HubFolder.OpenLanguageModel(folder);
                return new(pretrained.Model, pretrained.Language, pretrained.EndIds, pretrained);
            });
    }
}

/// <summary>The highest learning rates. Adapters, which start at zero, take a larger one than weights that are trained already.</summary>
internal sealed record LearningRates(double Lora, double Full);
