using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models.Tests.Clients;

/// <summary>Each byte of UTF-8 is an id, and there are the two special tokens of ChatML and one that begins a text.</summary>
internal sealed class MarkedTokenizer : ITokenizer
{
    public const int Vocabulary = 259;
    public const long Start = 256;
    public const long End = 257;
    public const long Begin = 258;

    public IReadOnlyDictionary<string, long> SpecialTokens { get; } =
        new Dictionary<string, long> { ["<|im_start|>"] = Start, ["<|im_end|>"] = End, ["<s>"] = Begin };

    public IReadOnlyList<long> Encode(string text) => Encode(text, addSpecialTokens: true);

    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens)
    {
        List<long> ids = addSpecialTokens ? [Begin] : [];
        while (text.Length > 0)
        {
            var (token, id) = SpecialTokens.FirstOrDefault(token => text.StartsWith(token.Key, StringComparison.Ordinal));
            var length = token?.Length ?? char.ConvertFromUtf32(char.ConvertToUtf32(text, 0)).Length;
            ids.AddRange(token is null ? Encoding.UTF8.GetBytes(text[..length]).Select(one => (long)one) : [id]);
            text = text[length..];
        }

        return ids;
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        StringBuilder text = new();
        List<byte> bytes = [];
        foreach (var id in ids.Append(Vocabulary))
        {
            if (id < 256)
            {
                bytes.Add((byte)id);
                continue;
            }

            text.Append(Encoding.UTF8.GetString(bytes.ToArray())).Append(SpecialTokens.FirstOrDefault(token => token.Value == id).Key);
            bytes.Clear();
        }

        return text.ToString();
    }
}
