using System;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads a <c>tokenizer.json</c>.</summary>
internal static class TokenizerPipelineReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="root">Its content.</param>
    /// <param name="kinds">The expected types of the model; any if there are none.</param>
    /// <exception cref="FormatException">The file is malformed, or a component or option is not supported.</exception>
    public static TokenizerPipeline Read(JsonElement root, params string[] kinds)
    {
        // Callers choose truncation and padding, as with transformers.
        var file = new JsonPart(string.Empty, root).Without("truncation", "padding", "type");
        file.Choice("version", "1.0", "1.0");
        var part = file.Part("model") ?? throw file.Refuse("model", "an object is expected");
        if (kinds.Length > 0 && Array.IndexOf(kinds, TokenModelReader.Kind(part)) < 0)
        {
            throw JsonPart.Problem($"model.type is not {string.Join(" or ", Array.ConvertAll(kinds, kind => $"'{kind}'"))}");
        }

        var model = TokenModelReader.Read(part);
        var normalizer = file.Part("normalizer") is { } changes ? NormalizerReader.Read(changes) : null;
        var tokens = file.Has("added_tokens") ? file.Parts("added_tokens").ConvertAll(AddedToken.Read) : [];
        var pipeline = new TokenizerPipeline(model, new AddedVocabulary(tokens, model, normalizer))
        {
            Normalizer = normalizer,
            PreTokenizer = file.Part("pre_tokenizer") is { } splits ? PreTokenizerReader.Read(splits) : null,
            PostProcessor = file.Part("post_processor") is { } adds ? PostProcessor.Read(adds) : PostProcessor.None,
            Decoder = file.Part("decoder") is { } decodes ? DecoderReader.Read(decodes) : null,
        };
        file.Complete();
        return pipeline;
    }
}
