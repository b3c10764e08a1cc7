using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using ModelGen.Models.Tokenization;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>Regular expressions split texts as Oniguruma does, which Hugging Face's library uses (TokenizerReference/README.md).</summary>
public sealed class TokenPatternTests
{
    [Fact]
    public void Patterns_split_texts_as_those_of_Hugging_Face()
    {
        using var file = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TokenizerReference", "patterns.json")));
        var texts = Texts(file.RootElement.GetProperty("texts"));
        var wrong = new StringBuilder();
        var results = file.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.True(results.Count > 150, $"There are {results.Count} results.");
        foreach (var result in results)
        {
            var (pattern, behavior) = (result.GetProperty("pattern").GetString()!, result.GetProperty("behavior").GetString()!);
            var splitter = PreTokenizerReader.Read(new JsonPart("pre_tokenizer", JsonSerializer.SerializeToElement(
                new { type = "Split", pattern = new { Regex = pattern }, behavior, invert = false })));
            foreach (var (text, words) in texts.Zip(result.GetProperty("words").EnumerateArray().Select(Texts)))
            {
                List<TextPiece> pieces = [];
                splitter.Split(new TextPiece(text, 0, text.Length, IsFirst: true), pieces);
                var actual = pieces.Where(piece => piece.Length > 0).Select(piece => piece.Span.ToString()).ToList();
                if (!actual.SequenceEqual(words))
                {
                    wrong.AppendLine(
                        $"{pattern} {behavior}: {JsonSerializer.Serialize(text)} -> {JsonSerializer.Serialize(actual)}, "
                            + $"but {JsonSerializer.Serialize(words)} is expected");
                }
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
