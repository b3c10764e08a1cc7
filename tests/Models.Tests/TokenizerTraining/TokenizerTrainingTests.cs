using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests.TokenizerTraining;

/// <summary>
/// Trained tokenizers equal those of Hugging Face's trainer and of a textbook implementation in Python, whose results are in the folder
/// <c>Reference</c> beside the scripts that computed them.
/// </summary>
public sealed class TokenizerTrainingTests
{
    private static readonly JsonElement _huggingFace = Json("hugging_face.json");
    private static readonly JsonElement _textbook = Json("textbook.json");

    [Fact]
    public void Byte_pairs_are_those_of_Hugging_Face()
    {
        var trained = TokenizerTrainer.TrainBytePairs(Lines(), new() { MinimumFrequency = 1 });
        Assert.Equal(Strings(_huggingFace, "merges"), trained.Merges.Select(merge => $"{merge.Left} {merge.Right}"));
        var tokens = trained.Vocabulary.ToDictionary(entry => (long)entry.Value, entry => entry.Key);
        var texts = JsonSerializer.Deserialize<string[]>(Reference("texts.json"))!;
        Assert.Equal(
            _huggingFace.GetProperty("tokens").EnumerateArray().Select(text => text.EnumerateArray().Select(token => token.GetString())),
            texts.Select(text => trained.Encode(text).Select(id => tokens[id])));
    }

    [Fact]
    public void Byte_pairs_are_those_of_the_textbook()
    {
        var options = new TokenizerTrainingOptions
        {
            VocabularySize = 400, MinimumFrequency = 3, SpecialTokens = ["<|endoftext|>", "count"],
        };
        var trained = TokenizerTrainer.TrainBytePairs(Lines(), options);
        Assert.Equal(Strings(_textbook, "vocabulary"), InOrder(trained));
        Assert.Equal(Strings(_textbook, "merges"), trained.Merges.Select(merge => $"{merge.Left} {merge.Right}"));
    }

    [Fact]
    public void Word_pieces_are_those_of_the_textbook()
    {
        Assert.Equal(
            Strings(_textbook, "word_pieces"),
            InOrder(TokenizerTrainer.TrainWordPieces(Lines(), new() { VocabularySize = 300, SpecialTokens = ["[URL]"] })));
        Assert.Equal(
            Strings(_textbook, "small_alphabet"),
            InOrder(TokenizerTrainer.TrainWordPieces(Lines(), new() { VocabularySize = 1000, LargestAlphabet = 30 })));
    }

    [Fact]
    public void A_saved_tokenizer_encodes_as_the_trained_one()
    {
        using var folder = new TemporaryFolder();
        TrainedTokenizer[] tokenizers =
        [
            TokenizerTrainer.TrainBytePairs(Lines(), new() { VocabularySize = 500, SpecialTokens = ["<|endoftext|>", "<|end|>"] }),
            TokenizerTrainer.TrainWordPieces(Lines(), new() { VocabularySize = 300, SpecialTokens = ["[URL]", "[URL]s"] }),
            TokenizerTrainer.TrainWordPieces(Lines(), new() { VocabularySize = 300, LowerCase = false }),
        ];
        foreach (var trained in tokenizers)
        {
            trained.Save(folder["tokenizer.json"]);
            var loaded = TokenizerFile.Load(folder["tokenizer.json"]);
            Assert.All(
                Lines().Append("a [URL] and [URL]s of low<|endoftext|>er <|end|>"),
                line =>
                {
                    Assert.Equal(trained.Encode(line), loaded.Encode(line));
                    Assert.Equal(trained.Decode(trained.Encode(line)), loaded.Decode(trained.Encode(line)));
                });
        }

        var pieces = tokenizers[1];
        Assert.Equal(
            [2, pieces.Vocabulary["[URL]s"], pieces.Vocabulary["[URL]"], pieces.Vocabulary["[MASK]"], 3],
            pieces.Encode("[URL]s[URL] [MASK]"));
        Assert.Equal([pieces.Vocabulary["[URL]"]], pieces.Encode("[URL]", addSpecialTokens: false));
        Assert.Equal(pieces.Vocabulary["[URL]"], pieces.SpecialTokens["[URL]"]);
    }

    [Fact]
    public void Models_read_a_trained_tokenizer_from_their_folder()
    {
        using var folder = new TemporaryFolder();
        var files = new PretrainedFolder(folder.Path);
        var pairs = TokenizerTrainer.TrainBytePairs(Lines(), new() { VocabularySize = 500 });
        pairs.Save(folder["tokenizer.json"]);
        Assert.All(Lines(), line => Assert.Equal(pairs.Encode(line), Tokenizers.BytePairs(files).Encode(line)));
        Assert.All(Lines(), line => Assert.Equal(pairs.Encode(line), Tokenizers.Llama(files).Encode(line)));
        AssertRefused("model.type is not 'WordPiece'.", Tokenizers.WordPieces);
        var pieces = TokenizerTrainer.TrainWordPieces(Lines(), new() { VocabularySize = 300 });
        pieces.Save(folder["tokenizer.json"]);
        Assert.All(Lines(), line => Assert.Equal(pieces.Encode(line), Tokenizers.WordPieces(files).Encode(line)));
        AssertRefused("model.type is not 'BPE'.", Tokenizers.BytePairs);

        void AssertRefused(string problem, Func<PretrainedFolder, ITokenizer> read) => Assert.Equal(
            $"The tokenizer of {folder["tokenizer.json"]} cannot be read: {problem}",
            Assert.Throws<PretrainedException>(() => read(files)).Message);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one()
    {
        using var folder = new TemporaryFolder();
        var trained = TokenizerTrainer.TrainBytePairs(["abc"]);
        Directory.CreateDirectory(folder["tokenizer.json"]);
        Assert.Throws<IOException>(() => trained.Save(folder["tokenizer.json"]));
        Assert.Throws<DirectoryNotFoundException>(() => trained.Save(folder["absent/tokenizer.json"]));
        Assert.Throws<PretrainedException>(() => TokenizerFile.Load(folder["absent.json"]));
    }

    [Fact]
    public void Any_text_comes_back_from_bytes()
    {
        var trained = TokenizerTrainer.TrainBytePairs(Lines(), new() { VocabularySize = 600, SpecialTokens = ["<|endoftext|>"] });
        string[] texts =
        [
            "", " ", "\r\n\r\n \t ", "\0\0a\0", "🙂👩‍👩‍👧🏴", "e\u0301 ﬁ ÅÅ", "<|endoftext|> <|endoftext|>", "<|endoftext",
            "\uFEFFa", "\uFFFF", "\u2028\u00A0\u3000", "𝒜𝒷 𐍈",
        ];
        Assert.All(texts.Concat(Lines()), text => Assert.Equal(text, trained.Decode(trained.Encode(text))));
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var count = random.Next(40); count > 0; count--)
            {
                var value = random.Next(random.Next(4) switch { 0 => 0x80, 1 => 0x800, 2 => 0xD800, _ => 0x110000 });
                text.Append(Rune.IsValid(value) ? new Rune(value).ToString() : "\r");
            }

            Assert.Equal(text.ToString(), trained.Decode(trained.Encode(text.ToString())));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_learned_and_encoded_as_the_replacement_character()
    {
        var trained = TokenizerTrainer.TrainBytePairs(["a\uD83D b\uDE42", "\uD83D\uD83D"], new() { MinimumFrequency = 1 });
        Assert.Equal("x\uFFFDy", trained.Decode(trained.Encode("x\uD83Dy")));
        Assert.Equal(trained.Encode("b\uFFFD"), trained.Encode("b\uDE42"));
        var pieces = TokenizerTrainer.TrainWordPieces(["a\uD83D b\uDE42"], new() { MinimumFrequency = 1 });
        Assert.Equal(pieces.Encode("ab"), pieces.Encode("a\uD83Db"));
    }

    [Fact]
    public void No_merge_is_learned_where_there_is_no_room()
    {
        var trained = TokenizerTrainer.TrainBytePairs(Lines(), new() { VocabularySize = 257, SpecialTokens = ["<|endoftext|>"] });
        Assert.Empty(trained.Merges);
        Assert.Equal([1 + 'a' - '!', 0], trained.Encode("a<|endoftext|>"));
        Assert.Empty(TokenizerTrainer.TrainBytePairs(["abc"], new() { MinimumFrequency = 2 }).Merges);
        var alphabet = TokenizerTrainer.TrainWordPieces(["ab ab"], new() { VocabularySize = 8 });
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##b"], InOrder(alphabet));
    }

    [Fact]
    public void A_special_token_in_the_corpus_separates_words()
    {
        string[] corpus = ["ab<|x|>ab", "ab<|x|>ab"];
        var trained = TokenizerTrainer.TrainBytePairs(corpus, new() { SpecialTokens = ["<|x|>"] });
        Assert.Equal([("a", "b")], trained.Merges);
        Assert.Equal([257, 0, 257], trained.Encode("ab<|x|>ab"));
        var pieces = TokenizerTrainer.TrainWordPieces(["ABC ABC abc"], new() { SpecialTokens = ["abc"] });
        Assert.Equal(5, pieces.Vocabulary["abc"]);
        Assert.Equal([2, 5, 3], pieces.Encode("abc"));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_in_one_sentence()
    {
        Refused("The corpus has no text: a tokenizer is trained on at least one. (Parameter 'corpus')", [], new());
        Refused("The texts of the corpus have no word. (Parameter 'corpus')", ["", ""], new());
        Refused("Text 1 of the corpus, counted from 0, is null. (Parameter 'corpus')", ["a", null!], new());
        Refused(
            "A vocabulary of 256 tokens cannot contain the special tokens and the 256 bytes: set VocabularySize to 257 or more.",
            ["a"], new() { VocabularySize = 256, SpecialTokens = ["<|x|>"] });
        Refused("The special token '<|x|>' is given twice: leave it out.", ["a"], new() { SpecialTokens = ["<|x|>", "<|x|>"] });
        foreach (var token in new[] { "", "a", "Ġ", "a\nb", "a\uD83D" })
        {
            Refused(
                $"The special token '{token}' is not usable: it must have at least two characters, without line breaks and without "
                + "halves of surrogate pairs.", ["a"], new() { SpecialTokens = [token] });
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerTrainer.TrainBytePairs(["a"], new() { VocabularySize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerTrainer.TrainBytePairs(["a"], new() { MinimumFrequency = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerTrainer.TrainWordPieces(["a"], new() { LargestAlphabet = 0 }));
        Assert.Equal(
            "A vocabulary of 7 tokens cannot contain the special tokens and the 3 pieces of one character: set VocabularySize to 8 or "
            + "more.",
            Assert.Throws<ArgumentException>(() => TokenizerTrainer.TrainWordPieces(["ab"], new() { VocabularySize = 7 })).Message);
        Assert.Equal(
            "The special token '[CLS]' is given although BERT has it already: leave it out.",
            Assert.Throws<ArgumentException>(() => TokenizerTrainer.TrainWordPieces(["ab"], new() { SpecialTokens = ["[CLS]"] })).Message);

        static void Refused(string message, string[] corpus, TokenizerTrainingOptions options) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => TokenizerTrainer.TrainBytePairs(corpus, options)).Message);
    }

    [Fact]
    public void The_progress_is_reported_and_the_training_can_be_canceled()
    {
        var reports = new List<TokenizerProgress>();
        var options = new TokenizerTrainingOptions { MinimumFrequency = 1, Progress = new Reports(reports.Add) };
        var trained = TokenizerTrainer.TrainBytePairs(Enumerable.Repeat(Lines(), 50).SelectMany(lines => lines), options);
        Assert.Equal(new TokenizerProgress(50 * Lines().Count, reports[0].Words, 0), reports[0] with { Texts = 50 * Lines().Count });
        Assert.Equal(trained.Vocabulary.Count, reports[^1].Tokens);
        Assert.Contains(reports, report => report.Tokens > 256 && report.Tokens < trained.Vocabulary.Count);

        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TokenizerTrainer.TrainBytePairs(Endless(), cancellation: source.Token));
        using var later = new CancellationTokenSource();
        var cancelling = options with { Progress = new Reports(report => Cancel(report.Tokens > 0, later)) };
        Assert.Throws<OperationCanceledException>(() => TokenizerTrainer.TrainBytePairs(Lines(), cancelling, later.Token));

        IEnumerable<string> Endless()
        {
            for (var i = 0; ; i++)
            {
                Cancel(i == 5000, source);
                yield return "low lower lowest";
            }
        }

        static void Cancel(bool now, CancellationTokenSource source)
        {
            if (now)
            {
                source.Cancel();
            }
        }
    }

    private static List<string> InOrder(TrainedTokenizer trained) =>
        [.. trained.Vocabulary.OrderBy(entry => entry.Value).Select(entry => entry.Key)];

    private static IEnumerable<string> Strings(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(entry => entry.GetString()!);

    // The reference was trained line by line, each with its end.
    private static List<string> Lines() => [.. Reference("corpus.txt").Split('\n')[..^1].Select(line => line + "\n")];

    private static JsonElement Json(string file) => JsonDocument.Parse(Reference(file)).RootElement;

    private static string Reference(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TokenizerTraining", "Reference", file));

    private sealed class Reports(Action<TokenizerProgress> report) : IProgress<TokenizerProgress>
    {
        public void Report(TokenizerProgress value) => report(value);
    }
}
