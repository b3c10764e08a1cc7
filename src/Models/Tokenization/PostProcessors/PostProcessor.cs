using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The ids that a tokenizer adds before and after those of a text: <c>TemplateProcessing</c>, <c>BertProcessing</c>,
/// <c>RobertaProcessing</c>, and <c>ByteLevel</c>, which adds none.
/// </summary>
/// <param name="Before">The ids before a text.</param>
/// <param name="After">The ids after a text.</param>
internal sealed record PostProcessor(IReadOnlyList<long> Before, IReadOnlyList<long> After)
{
    /// <summary>Adds no ids.</summary>
    public static PostProcessor None { get; } = new([], []);

    /// <summary>Reads a post-processor.</summary>
    /// <param name="part">The component.</param>
    /// <exception cref="System.FormatException">The type or an option is not supported.</exception>
    public static PostProcessor Read(JsonPart part)
    {
        // These options concern offsets, and pairs of texts.
        part.Without("add_prefix_space", "trim_offsets", "use_regex", "pair");
        var processor = part.Type switch
        {
            "Sequence" => part.Parts("processors").Select(Read).Aggregate(None, (inner, outer) =>
                new([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After])),
            "ByteLevel" => None,
            "BertProcessing" or "RobertaProcessing" => new([Token(part, "cls")], [Token(part, "sep")]),
            "TemplateProcessing" => Template(part),
            _ => throw part.OtherType("BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing"),
        };
        part.Complete();
        return processor;
    }

    // A token and its id.
    private static long Token(JsonPart part, string name) =>
        part.Items(name) is [_, var id] && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var value) && value >= 0
            ? value : throw part.Refuse(name, "a token and its id are expected");

    private static PostProcessor Template(JsonPart part)
    {
        var tokens = part.Part("special_tokens");
        List<long>[] added = [[], []];
        var side = 0;
        foreach (var step in part.Parts("single"))
        {
            if (step.Part("Sequence") is { } sequence)
            {
                sequence.Without("type_id").Choice("id", "A", "A");
                side = side == 0 ? 1 : throw part.Refuse("single", "the text is expected once");
            }
            else if (step.Part("SpecialToken") is { } special)
            {
                var token = tokens?.Part(special.Without("type_id").Text("id"))
                    ?? throw special.Refuse("id", "it is not in special_tokens");
                added[side].AddRange(token.Items("ids").Select(id => id.TryGetInt32(out var value) && value >= 0
                    ? (long)value : throw token.Refuse("ids", "ids are expected")));
            }
            else
            {
                throw part.Refuse("single", "each step is a Sequence or a SpecialToken");
            }
        }

        return side == 1 ? new(added[0], added[1]) : throw part.Refuse("single", "the text is expected once");
    }
}
