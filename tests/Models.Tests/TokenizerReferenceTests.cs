using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using ModelGen.Models.Tokenization;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>
/// Tokenizers of every type encode and decode 10,000 random texts as Hugging Face's library does (TokenizerReference/README.md).
/// </summary>
public sealed class TokenizerReferenceTests
{
    private static readonly Lazy<List<string>> _texts = new(ReadTexts);

    public static TheoryData<string> Names =>
    [
        "gpt2", "llama3", "qwen", "o200k", "deepseek", "llama2", "mistral", "t5", "xlmr", "gemma", "bert", "bert_cased", "clip", "words",
        "scripts",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_and_texts_equal_those_of_Hugging_Face(string name)
    {
        var tokenizer = Load(name);
        var expected = File.ReadAllBytes(Reference($"{name}.hashes"));
        Assert.Equal(10_000, _texts.Value.Count);
        ConcurrentBag<int> wrong = [];
        System.Threading.Tasks.Parallel.For(0, _texts.Value.Count, i =>
        {
            if (Hash(tokenizer, _texts.Value[i]) != BinaryPrimitives.ReadUInt32LittleEndian(expected.AsSpan(4 * i)))
            {
                wrong.Add(i);
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} texts differ: " + string.Join("; ", wrong.Order().Take(12).Select(i =>
            $"{i} {JsonSerializer.Serialize(_texts.Value[i])} -> {string.Join(' ', tokenizer.Encode(_texts.Value[i], false))} "
            + JsonSerializer.Serialize(tokenizer.Decode(tokenizer.Encode(_texts.Value[i], false))))));
    }

    /// <summary>Some results in full, so that a wrong hash can be explained.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_equal_those_of_Hugging_Face(string name)
    {
        var tokenizer = Load(name);
        using var samples = JsonDocument.Parse(File.ReadAllBytes(Reference("samples.json")));
        var rows = samples.RootElement.GetProperty(name).EnumerateArray().ToList();
        Assert.Equal(25, rows.Count);
        Assert.All(rows, row =>
        {
            var ids = tokenizer.Encode(_texts.Value[row.GetProperty("text").GetInt32()], addSpecialTokens: false);
            Assert.Equal(row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt64()), ids);
            Assert.Equal(row.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        });
    }

    // FNV-1a, as in make.js.
    private static uint Hash(ITokenizer tokenizer, string text)
    {
        var bare = tokenizer.Encode(text, addSpecialTokens: false);
        var hash = 0x811C9DC5;
        foreach (var id in tokenizer.Encode(text).Append(-1).Concat(bare).Append(-1))
        {
            Add((int)id);
        }

        foreach (var unit in bare.Count == 0 ? string.Empty : tokenizer.Decode(bare))
        {
            Add(unit);
        }

        return hash;

        void Add(int number)
        {
            for (var shift = 0; shift < 32; shift += 8)
            {
                hash = unchecked((hash ^ (((uint)number >> shift) & 0xFF)) * 0x01000193);
            }
        }
    }

    private static ITokenizer Load(string name) => name == "llama3"
        ? TokenizerFile.Load(Path.Combine(AppContext.BaseDirectory, "Hub", "llama32", "tokenizer.json"))
        : Tokenizers.Json(Unzipped($"{name}.json.gz"));

    private static List<string> ReadTexts()
    {
        var content = Unzipped("texts.bin.gz").AsSpan();
        List<string> texts = [];
        while (content.Length > 0)
        {
            var units = new char[BinaryPrimitives.ReadUInt16LittleEndian(content)];
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(content[(2 + (2 * i))..]);
            }

            texts.Add(new string(units));
            content = content[(2 + (2 * units.Length))..];
        }

        return texts;
    }

    private static byte[] Unzipped(string file)
    {
        using var stream = new GZipStream(File.OpenRead(Reference(file)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Reference(string file) => Path.Combine(AppContext.BaseDirectory, "TokenizerReference", file);
}
