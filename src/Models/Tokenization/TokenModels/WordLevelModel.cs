using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>WordLevel</c>: each word is one token.</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="unknown">The token for words that are not in the vocabulary.</param>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknown) : ITokenModel
{
    public int Count => vocabulary.Count;

    /// <summary>Reads the options of a file.</summary>
    public static WordLevelModel Read(JsonPart part) => new(new Vocabulary(part.Vocabulary("vocab")), part.Text("unk_token"));

    public int? Id(string token) => vocabulary.Id(token);

    public string? Token(int id) => vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, List<long> ids) => ids.Add(
        vocabulary.Id(word.ToString()) ?? vocabulary.Id(unknown) ?? throw Vocabulary.HasNoToken(word, unknown));
}
