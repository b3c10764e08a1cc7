using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Models as the clients of Microsoft.Extensions.AI.</summary>
public static class ClientExtensions
{
    /// <summary>
    /// Returns a pretrained model as a chat client, with the chat template of its directory, the ids that end an answer and the defaults of
    /// its <c>generation_config.json</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">How conversations and answers are written, instead of what the directory says.</param>
    /// <returns>The client, which does not own the model.</returns>
    /// <exception cref="PretrainedException">The template or a file is malformed, or uses what is not supported.</exception>
    public static LanguageModelChatClient AsChatClient(this PretrainedCausalLM model, ChatClientSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model.Language, model.Tokenizer, settings ?? model.ChatSettings());
    }

    /// <summary>
    /// Reads how a pretrained model is used for chatting: its chat template, the ids that end an answer, and the defaults of
    /// <c>generation_config.json</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The settings of a chat client.</returns>
    /// <exception cref="PretrainedException">A file is malformed, or the template uses what is not supported.</exception>
    public static ChatClientSettings ChatSettings(this PretrainedCausalLM model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var settings = new ChatClientSettings();
        var template = ChatTemplate.FromPretrained(model.Folder.Root);
        var generation = GenerationConfig.Read(model.Folder, model.Vocabulary, settings.Generation);
        var ends = model.EndIds.Union(generation.StopIds);
        if (template?.SpecialTokens.GetValueOrDefault("eos_token") is { } end && model.Tokenizer.SpecialTokens.TryGetValue(end, out var id))
        {
            ends = ends.Append(id);
        }

        return settings with
        {
            Template = template,
            Generation = generation with { StopIds = [.. ends.Where(one => one < model.Vocabulary).Distinct()] },
            ModelId = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model.Folder.Root))),
        };
    }

    /// <summary>
    /// Returns a BERT, RoBERTa or DistilBERT as an embedding generator. A directory of Sentence-Transformers says how its vectors are
    /// pooled and how long a text may be; otherwise the mean is taken, and the positions of the model are the limit.
    /// </summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <typeparam name="TConfig">The type of the configuration.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="settings">How texts are encoded, instead of what the directory says.</param>
    /// <returns>The generator, which does not own the model.</returns>
    /// <exception cref="PretrainedException">A file is malformed, or the pooling is not supported.</exception>
    public static TextEmbeddingGenerator AsEmbeddingGenerator<TModel, TConfig>(
        this Pretrained<TModel, TConfig> model, TextEmbeddingSettings? settings = null)
        where TModel : nn.Module, ITextEncoder
    {
        ArgumentNullException.ThrowIfNull(model);
        var (positions, padding) = model.Config switch
        {
            BertConfig bert => (bert.Positions, 0L),
            DistilBertConfig bert => (bert.Positions, 0L),
            RobertaConfig roberta => (roberta.Positions - RobertaEmbeddings.FirstPosition, RobertaEmbeddings.PaddingId),
            _ => throw new ArgumentException($"{typeof(TConfig).Name} is not the configuration of an encoder.", nameof(model)),
        };
        var chosen = settings ?? SentenceTransformer.Settings(model.Folder, positions) with { PaddingId = padding };
        return new(model.Tokenizer, model.Model.Encode, chosen with { Device = chosen.Device ?? model.Model.parameters().First().device });
    }
}
