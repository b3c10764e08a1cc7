using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Divides words into tokens.</summary>
internal interface ITokenModel
{
    /// <summary>The number of tokens.</summary>
    int Count { get; }

    /// <summary>Returns the id of a token, or <c>null</c>.</summary>
    int? Id(string token);

    /// <summary>Returns the token of an id, or <c>null</c>.</summary>
    string? Token(int id);

    /// <summary>Divides a word.</summary>
    /// <param name="word">The word, which is not empty.</param>
    /// <param name="ids">The list to which the ids are added.</param>
    /// <exception cref="PretrainedException">The word has no tokens, and the vocabulary has none for unknown words.</exception>
    void Tokenize(ReadOnlySpan<char> word, List<long> ids);
}
