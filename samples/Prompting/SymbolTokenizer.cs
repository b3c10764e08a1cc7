using System.Collections.Generic;
using System.Linq;
using ModelGen.Models.Tokenization;

namespace Prompting;

/// <summary>One id per symbol: the letters from <c>a</c> to <c>p</c>, the mark between words, and the mark that ends an example.</summary>
internal sealed class SymbolTokenizer : ITokenizer
{
    /// <summary>The letters, which have the ids from 0.</summary>
    public const string Letters = "abcdefghijklmnop";

    /// <summary>The number of ids.</summary>
    public const int Vocabulary = 18;

    private const string Symbols = Letters + ">;";

    /// <inheritdoc/>
    /// <exception cref="SampleException">A character is not a symbol.</exception>
    public IReadOnlyList<long> Encode(string text) => text.Select(Id).ToList();

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> ids) => string.Concat(ids.Select(id => Symbols[checked((int)id)]));

    private static long Id(char symbol) => Symbols.IndexOf(symbol) is var id and >= 0
        ? id
        : throw new SampleException($"'{symbol}' is not one of the symbols {Symbols}.");
}
