using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace ModelGen.Models.Tokenization;

/// <summary>Counts the words of a corpus.</summary>
internal sealed class WordCounts(TokenizerTrainingOptions options, CancellationToken cancellation)
{
    private const int TextsPerReport = 1000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _texts;

    /// <summary>The different words in the order of their first occurrence, with the number of their occurrences.</summary>
    public IReadOnlyCollection<KeyValuePair<string, long>> Counts => _counts;

    /// <summary>Reads a corpus.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="split">Splits a text into words.</param>
    /// <exception cref="ArgumentException">The corpus has no word.</exception>
    public void Read(IEnumerable<string> corpus, Func<string, IEnumerable<string>> split)
    {
        foreach (var text in corpus)
        {
            cancellation.ThrowIfCancellationRequested();
            if (text is null)
            {
                throw new ArgumentException($"Text {_texts} of the corpus, counted from 0, is null.", nameof(corpus));
            }

            foreach (var word in split(text))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _)++;
            }

            if (++_texts % TextsPerReport == 0)
            {
                Report(tokens: 0);
            }
        }

        if (_counts.Count == 0)
        {
            throw new ArgumentException(
                _texts == 0 ? "The corpus has no text: a tokenizer is trained on at least one." : "The texts of the corpus have no word.",
                nameof(corpus));
        }
    }

    /// <summary>Reports the progress.</summary>
    /// <param name="tokens">The number of tokens so far.</param>
    public void Report(int tokens) => options.Progress?.Report(new TokenizerProgress(_texts, _counts.Count, tokens));
}
