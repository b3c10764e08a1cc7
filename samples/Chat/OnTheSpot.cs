using System;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Chat;

/// <summary>Trains a character-level model if no folder is given.</summary>
internal static class OnTheSpot
{
    private const int Context = 128;
    private const int BatchSize = 8;
    private const double LearningRate = 3e-3;

    /// <summary>Trains and saves a model.</summary>
    /// <param name="text">A file or folder, or <c>null</c> for this repository.</param>
    /// <param name="output">The folder in which the model is saved, for <c>--model</c>.</param>
    /// <param name="budget">The budget of the training.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <exception cref="SampleException">The text cannot be read, or the output folder cannot be written.</exception>
    public static ChatModel Train(string? text, string output, Budget budget, int seed)
    {
        var folder = new OutputFolder(output);
        var (content, source) = TextFiles.Read(text);
        var corpus = new Corpus(content);
        Console.WriteLine(
            $"Without --model, a small character-level model is trained on {source}: {corpus.Ids.Length:N0} characters.");

        torch.manual_seed(seed);
        var model = new CharGpt(corpus.Alphabet.Count);
        var windows = new TrainingWindows(corpus, Context, BatchSize, seed);
        using (var interruption = new Interruption(
            () => Console.Error.WriteLine("Training stops after this step; press Ctrl-C again to end the program without saving.")))
        {
            Training.Run(
                model, LearningRate, (CharGpt gpt, (Tensor Input, Tensor Target) batch) => gpt.Loss(batch.Input, batch.Target),
                windows.Next, budget, interruption);
        }

        ModelFolder.Save(folder, model, corpus.Alphabet);
        Console.WriteLine($"The model is saved in {folder[""]}; load it with --model.");

        // The work per character is too small for several threads.
        set_num_threads(1);
        return ChatModel.Of(model, corpus.Alphabet, $"{nameof(CharGpt)}, trained on {source}");
    }
}
