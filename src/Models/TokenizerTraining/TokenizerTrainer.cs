using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Trains tokenizers on a corpus: byte-pair encoding (Sennrich et al. 2016) over bytes as in GPT-2 (Radford et al. 2019), and the word
/// pieces of BERT as Hugging Face's library learns them.
/// </summary>
/// <remarks>
/// The most frequent pair of adjacent tokens becomes a token; of equally frequent pairs, the one with the lower first id, then with the
/// lower second id. The result therefore depends on the corpus alone. Words do not cross from one text of the corpus to the next.
/// </remarks>
public static class TokenizerTrainer
{
    /// <summary>Trains a byte-level tokenizer, which can represent any text.</summary>
    /// <param name="corpus">The texts, which are read once. Their line breaks are learned only if the texts contain them.</param>
    /// <param name="options">The options; the default ones if <c>null</c>.</param>
    /// <param name="cancellation">Cancels the training.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentException">The corpus has no text, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static TrainedTokenizer TrainBytePairs(
        IEnumerable<string> corpus, TokenizerTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new();
        var vocabulary = TokenVocabulary.Begin(options, standard: []);
        var smallest = vocabulary.Count + ByteCharacters.All.Length;
        Require(options, smallest, $"the {ByteCharacters.All.Length} bytes");
        foreach (var character in ByteCharacters.All.ToArray().Order())
        {
            vocabulary.Add(character.ToString());
        }

        var words = new WordCounts(options, cancellation);
        var special = Finder(vocabulary);
        words.Read(corpus, text => Between(special, text).SelectMany(Gpt2Words.Of));

        var merger = new PairMerger(vocabulary, prefix: string.Empty);
        foreach (var (word, count) in words.Counts)
        {
            merger.Add([.. ByteCharacters.Of(word).Select(character => vocabulary[character.ToString()])], count);
        }

        merger.Run(options, words, cancellation);
        return new TrainedTokenizer(TokenizerJson.BytePairs(vocabulary, merger.Merges), vocabulary, merger.Merges);
    }

    /// <summary>Trains a word-piece tokenizer, which is used as BERT's.</summary>
    /// <param name="corpus">The texts, which are read once.</param>
    /// <param name="options">The options; the default ones if <c>null</c>.</param>
    /// <param name="cancellation">Cancels the training.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentException">The corpus has no word, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static TrainedTokenizer TrainWordPieces(
        IEnumerable<string> corpus, WordPieceTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LargestAlphabet, 1, nameof(options.LargestAlphabet));
        var vocabulary = TokenVocabulary.Begin(options, WordPieceAlphabet.StandardTokens);
        var special = Finder(vocabulary);
        var normalizer = new BertNormalizer(options.LowerCase);
        var splitter = new BertPreTokenizer();
        var words = new WordCounts(options, cancellation);
        words.Read(corpus, text => Between(special, text).SelectMany(part => Words(splitter, normalizer.Normalize(part))));

        var alphabet = WordPieceAlphabet.Of(words.Counts, options.LargestAlphabet);
        Require(options, vocabulary.Count + alphabet.Pieces.Count, $"the {alphabet.Pieces.Count} pieces of one character");
        foreach (var piece in alphabet.Pieces)
        {
            vocabulary.Add(piece);
        }

        var merger = new PairMerger(vocabulary, WordPieceAlphabet.Prefix);
        foreach (var (word, count) in words.Counts)
        {
            if (alphabet.Split(word) is { } pieces)
            {
                merger.Add([.. pieces.Select(piece => vocabulary[piece])], count);
            }
        }

        merger.Run(options, words, cancellation);
        return new TrainedTokenizer(TokenizerJson.WordPieces(vocabulary, options.LowerCase), vocabulary, []);
    }

    private static AddedTokenFinder Finder(TokenVocabulary vocabulary) =>
        new(vocabulary.Special.Select(token => (token.Key, new AddedToken(token.Key), token.Value)));

    // The texts between special tokens.
    private static IEnumerable<string> Between(AddedTokenFinder special, string text)
    {
        var formed = WellFormed.Of(text);
        return special.Split(formed).Where(part => part.Id is null).Select(part => formed.Substring(part.Start, part.Length));
    }

    private static IEnumerable<string> Words(BertPreTokenizer splitter, string text)
    {
        List<TextPiece> words = [];
        splitter.Split(new TextPiece(text, 0, text.Length, IsFirst: true), words);
        return words.Select(word => word.Span.ToString());
    }

    private static void Require(TokenizerTrainingOptions options, int smallest, string alphabet)
    {
        if (options.VocabularySize < smallest)
        {
            throw new ArgumentException(
                $"A vocabulary of {options.VocabularySize} tokens cannot contain the special tokens and {alphabet}: set VocabularySize to "
                + $"{smallest} or more.");
        }
    }
}
