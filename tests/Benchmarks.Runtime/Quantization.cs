using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Classify;
using ModelGen.Inference;
using ModelGen.Onnx;
using ModelGen.Training;
using Quickstart;
using Samples.Shared;
using TorchSharp;
using static TorchSharp.torch;
using Batch = Classify.Batch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>Each type of weights in ONNX Runtime: the size of the file, the time beside 32 bits, and what it costs in accuracy.</summary>
internal static class Quantization
{
    private const int DefaultRounds = 9;
    private const int Seed = 1;
    private const int StepsOfLanguageModel = 800;
    private const int StepsOfClassifier = 300;
    private const int RowsAtOnce = 32;

    private static readonly Kind[] _kinds =
    [
        new("`Float32`", WeightType.Unchanged),
        new("`Float16`", WeightType.Float16),
        new("`BFloat16`", WeightType.BFloat16),
        new("`Int8Dynamic`", WeightType.Int8Dynamic),
        new("`Int8Dynamic`, `ReduceRange`", WeightType.Int8Dynamic, new() { ReduceRange = true }),
        new("`Int8`", WeightType.Int8, new()),
        new("`Int8`, `BlockSize = 128`", WeightType.Int8, new() { BlockSize = 128 }),
        new("`Int4`", WeightType.Int4, new()),
        new("`Int4`, `BlockSize = 128`", WeightType.Int4, new() { BlockSize = 128 }),
        new("`Int4`, `Symmetric`", WeightType.Int4, new() { Symmetric = true }),
        new("`Int4`, `Int8Products = false`", WeightType.Int4, new() { Int8Products = false }),
        new("`Int4`, `ExceptFirstAndLast`", WeightType.Int4, new() { ExceptFirstAndLast = true }),
    ];

    private static InferenceOptions Options => new() { Threads = get_num_threads() };

    /// <summary>Trains two models, measures, and prints a table. The only argument is the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        double[] perplexities = Perplexities();
        double[] accuracies = Accuracies();
        using Gpt gpt = new();
        gpt.eval();
        double[] sizes = [.. _kinds.Select(kind => gpt.ToOnnx(kind.Export).Length / 1e6)];
        double[] step = Ratios(gpt, [1, 1], rounds, calls: 50);
        double[] batch = Ratios(gpt, [8, 128], rounds, calls: 1);
        Console.WriteLine();
        Console.WriteLine("| weights | file, MB | one row, ratio | batch, ratio | perplexity | top-1 |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < _kinds.Length; i++)
        {
            string[] cells =
            [
                _kinds[i].Name, $"{sizes[i]:0.0}", $"{step[i]:0.00}", $"{batch[i]:0.00}", $"{perplexities[i]:0.000}",
                $"{accuracies[i]:0.0%}",
            ];
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }

        Comparison.PrintCalibration();
    }

    // The time of each kind for each second of the first.
    private static double[] Ratios(Gpt gpt, long[] shape, int rounds, int calls)
    {
        using IDisposable quiet = no_grad();
        using Tensor ids = randint(0, 8192, shape, dtype: ScalarType.Int64);
        List<InferenceModel<Tensor, Tensor>> sessions = [.. _kinds.Select(kind => gpt.ForInference(Options, kind.Export))];
        Comparison measured = Comparison.Of(
            rounds, calls, [.. sessions.Select(session => (Action)(() => session.call(ids).Dispose()))]);
        sessions.ForEach(session => session.Dispose());
        return [.. _kinds.Select((_, version) => measured.Ratio(version, 0))];
    }

    // Per character of the held-out text, in windows that the model reads from their first character on.
    private static double[] Perplexities()
    {
        Corpus corpus = new(TextFiles.Read(null).Text);
        manual_seed(Seed);
        Candidate candidate = Candidate.Transformer(corpus.Alphabet.Count);
        using Interruption never = new();
        candidate.Train(corpus, new Budget(TimeSpan.Zero, StepsOfLanguageModel), Seed, never);
        int[] starts = [.. corpus.Scored.SelectMany(stretch => Enumerable.Range(0, (stretch.Length - 1) / candidate.Context)
            .Select(i => stretch.Start + (i * candidate.Context)))];
        Console.WriteLine($"Language model: {StepsOfLanguageModel:N0} steps; {starts.Length * candidate.Context:N0} held-out characters.");
        return Each(kind =>
        {
            using InferenceModel<Tensor, Tensor> session = candidate.Model.ForInference(Options, kind.Export);
            double nats = starts.Chunk(RowsAtOnce).Sum(rows => Nats(session, corpus, rows, candidate.Context));
            return Math.Exp(nats / (starts.Length * candidate.Context));
        });
    }

    private static double Nats(InferenceModel<Tensor, Tensor> session, Corpus corpus, int[] rows, int context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor ids = stack(rows.Select(start => tensor([.. corpus.Ids.Skip(start).Take(context + 1).Select(id => (long)id)])));
        Tensor logits = session.call(ids[.., ..context].contiguous());
        return nn.functional.cross_entropy(logits.flatten(0, 1), ids[.., 1..].flatten(), reduction: nn.Reduction.Sum).item<float>();
    }

    // The share of held-out snippets whose class is predicted.
    private static double[] Accuracies()
    {
        SnippetCorpus corpus = SnippetCorpus.Read(TextFiles.RepositoryRoot());
        manual_seed(Seed);
        using SnippetEncoder encoder = new(corpus.Classes.Count);
        Random random = new(Seed);
        using Interruption never = new();
        Samples.Shared.Training.Run(
            encoder, 2e-3, (SnippetEncoder model, Batch batch) => model.Loss(batch.Bytes, batch.Padding, batch.Classes),
            () => Batch.Of([.. Enumerable.Range(0, RowsAtOnce).Select(_ => corpus.Training[random.Next(corpus.Training.Count)])]),
            new Budget(TimeSpan.Zero, StepsOfClassifier), never);
        Console.WriteLine($"Classifier: {StepsOfClassifier:N0} steps; {corpus.HeldOut.Count:N0} held-out snippets.");
        return Each(kind =>
        {
            using InferenceModel<Tensor, Tensor, Tensor> session = encoder.ForInference(Options, kind.Export);
            return corpus.HeldOut.Chunk(RowsAtOnce).Sum(snippets => Right(session, snippets)) / (double)corpus.HeldOut.Count;
        });
    }

    private static long Right(InferenceModel<Tensor, Tensor, Tensor> session, Snippet[] snippets)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch batch = Batch.Of(snippets);
        return session.call(batch.Bytes, batch.Padding).argmax(1).eq(batch.Classes).sum().item<long>();
    }

    private static double[] Each(Func<Kind, double> measure)
    {
        using IDisposable quiet = no_grad();
        return [.. _kinds.Select(measure)];
    }

    private sealed record Kind(string Name, WeightType Weights, QuantizationOptions? Options = null)
    {
        public OnnxExportOptions Export => new() { Weights = Weights, Quantization = Options };
    }
}
