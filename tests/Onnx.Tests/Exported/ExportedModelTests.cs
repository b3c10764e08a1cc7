using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Inference;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Calls of the generated classes that run exported models.</summary>
public sealed class ExportedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_computes_what_the_model_computes_for_every_size()
    {
        using var quiet = no_grad();
        using var model = new Scorer(words: 20, classes: 3);
        using var exported = Export(model);
        Assert.Equal(20, exported.Sizes["words"]);
        foreach (var (batch, length) in new[] { (1, 1), (2, 7), (5, 3) })
        {
            using var ids = randint(0, 20, [batch, length]);
            using var expected = model.call(ids);
            var scores = exported.forward(ids.data<long>().ToArray(), batch, length);
            Numbers.AssertEqual(tensor(scores).view(batch, length, 6), expected, $"{batch} x {length}");

            var buffer = new float[scores.Length + 2];
            exported.forward(ids.data<long>().ToArray(), buffer.AsSpan(1, scores.Length), batch, length);
            Assert.Equal([0, .. scores, 0], buffer);
        }
    }

    [Fact]
    public void Outputs_of_every_type_are_returned()
    {
        using var quiet = no_grad();
        using var model = new Masked();
        using var exported = ExportMasked(model, withPadding: false);
        using var tokens = randn(2, 3, 8);
        tokens[1].zero_();
        var (attended, isUsed, counts) = exported.forward(Data(tokens), [], 2, 3);
        var (expected, expectedUsed, expectedCounts) = model.call(tokens);
        Numbers.AssertEqual(tensor(attended).view(2, 3, 8), expected, "attended");
        Assert.Equal(expectedUsed.data<bool>().ToArray(), isUsed);
        Assert.Equal([1, 1, 1, 0, 0, 0], counts);
        Assert.Equal(expectedCounts.data<long>().ToArray(), counts);
    }

    [Fact]
    public void An_optional_input_is_passed_if_the_file_takes_it()
    {
        using var quiet = no_grad();
        using var model = new Masked();
        using var exported = ExportMasked(model, withPadding: true);
        Assert.True(exported.Takes("padding"));
        using var tokens = randn(2, 3, 8);
        bool[] padding = [false, false, true, false, false, false];
        var (attended, _, _) = exported.forward(Data(tokens), padding, 2, 3);
        Numbers.AssertEqual(tensor(attended).view(2, 3, 8), model.call(tokens, tensor(padding).view(2, 3)).attended, "with padding");
        Message("Masked: input 'padding' has 0 elements, expected 6, because (B, T) is (2, 3): pass as many elements as the sizes need, or "
            + "the sizes of the elements.", () => exported.forward(Data(tokens), [], 2, 3));

        using var without = ExportMasked(model, withPadding: false);
        Assert.False(without.Takes("padding"));
        Message("Masked: the file was exported without the optional input 'padding': leave it out, or export the model with "
            + "OptionalInputs = [\"padding\"].", () => without.forward(Data(tokens), padding, 2, 3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sequence_that_is_longer_than_the_positions_is_refused(bool isInBlocks)
    {
        using var quiet = no_grad();
        using var plain = new Positioned(positions: 6);
        using var blocks = new PositionedInBlocks();
        nn.Module model = isInBlocks ? blocks : plain;
        model.ExportOnnx(_folder["model.onnx"]);
        var (input, most) = isInBlocks ? ("features", 5) : ("ids", 6);
        var expected = $"{model.GetName()}: input '{input}' has T = {most + 1}, expected at most {most}, the number of positions: shorten "
            + "the sequence, or raise the maximum number of positions.";
        Assert.Equal(2 * 6 * 3, Run(most).Length);
        Message(expected, () => Run(most + 1));

        // In the same words where TorchSharp is.
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => RunBeside(most + 1)).Message);
        RunBeside(most).Dispose();

        float[] Run(int length)
        {
            if (isInBlocks)
            {
                using var exported = PositionedInBlocksInference.Load(_folder["model.onnx"]);
                return exported.forward(new float[2 * length * 8], 2, length);
            }

            using var ofIds = PositionedInference.Load(_folder["model.onnx"]);
            return ofIds.forward(new long[2 * length], 2, length);
        }

        Tensor RunBeside(int length)
        {
            using var fast = ((nn.Module<Tensor, Tensor>)model).ForInference();
            using var given = isInBlocks ? zeros(2, length, 8) : zeros(2, length, dtype: ScalarType.Int64);
            return fast.call(given);
        }
    }

    [Fact]
    public void A_file_with_convolutions_is_opened_with_what_rearranges_the_graph_for_them()
    {
        using var pictures = new Pictures();
        using var scorer = new Scorer(words: 20, classes: 3);
        pictures.ExportOnnx(_folder["pictures.onnx"]);
        scorer.ExportOnnx(_folder["scorer.onnx"]);
        Assert.True(FileOperators.MayContain(_folder["pictures.onnx"], "Conv"));
        Assert.False(FileOperators.MayContain(_folder["scorer.onnx"], "Conv"));
        Assert.True(FileOperators.MayContain(_folder["scorer.onnx"], "LSTM"));

        // Of a file that cannot be read nothing is known.
        var bytes = File.ReadAllBytes(_folder["scorer.onnx"]);
        File.WriteAllBytes(_folder["cut.onnx"], bytes[..(bytes.Length / 2)]);
        Assert.True(FileOperators.MayContain(_folder["cut.onnx"], "Conv"));
        File.WriteAllBytes(_folder["noise.onnx"], [.. Enumerable.Repeat((byte)0xFF, 100)]);
        Assert.True(FileOperators.MayContain(_folder["noise.onnx"], "Conv"));
        Assert.True(FileOperators.MayContain(_folder["none.onnx"], "Conv"));
    }

    [Fact]
    public void The_number_of_leading_axes_is_that_of_the_export()
    {
        using var quiet = no_grad();
        using var model = new Anywhere(D: 3);
        foreach (var leading in new long[][] { [], [2], [2, 4] })
        {
            model.ExportOnnx(_folder["model.onnx"], new OnnxExportOptions { LeadingAxes = leading.Length });
            using var exported = AnywhereInference.Load(_folder["model.onnx"]);
            using var input = randn([.. leading, 5, 3]);
            var result = exported.forward(Data(input), leading, 5);
            Numbers.AssertEqual(tensor(result).view([.. leading, 5, 6]), model.call(input), $"{leading.Length} leading axes");
            Message($"Anywhere: input 'input' has 5 axes, expected {leading.Length + 2}, because a file fixes the number of axes: export "
                + "the model with another LeadingAxes, or pass other leading sizes.", () => exported.forward(new float[15], [1, 1, 1], 5));
        }
    }

    [Fact]
    public void A_wrong_length_or_size_is_named()
    {
        using var model = new Scorer(words: 20, classes: 3);
        using var exported = Export(model);
        Message("Scorer: input 'ids' has 15 elements, expected 16, because (B, T) is (2, 8): pass as many elements as the sizes need, or "
            + "the sizes of the elements.", () => exported.forward(new long[15], 2, 8));
        Message("Scorer: output 'output' has 95 elements, expected 96, because (B, T, 2*classes) is (2, 8, 6): pass as many elements as "
            + "the sizes need, or the sizes of the elements.", () => exported.forward(new long[16], new float[95], 2, 8));
        Message("Scorer: output 'output' (B, T, 2*classes) cannot have the shape (-1, 8, 6): pass sizes of at least 0, and at most "
            + "2147483647 elements at once.", () => exported.forward([], -1, 8));
        Message("Scorer: output 'output' (B, T, 2*classes) cannot have the shape (4611686018427387904, 4, 6): pass sizes of at least 0, "
            + "and at most 2147483647 elements at once.", () => exported.forward([], long.MaxValue / 2 + 1, 4));
        Message("Scorer: T must be at most 32; got T = 33: choose T so that T is at most 32.", () => exported.forward(new long[33], 1, 33));
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_result()
    {
        using var model = new Wide(D: 4);
        model.ExportOnnx(_folder["model.onnx"]);
        using var exported = WideInference.Load(_folder["model.onnx"]);
        Assert.Empty(exported.forward([], 0));
    }

    [Fact]
    public void A_failure_of_the_runtime_names_the_model()
    {
        using var model = new Scorer(words: 20, classes: 3);
        using var exported = Export(model);
        var failure = Assert.Throws<InvalidOperationException>(() => exported.forward([20], 1, 1));
        Assert.StartsWith("Scorer failed in ONNX Runtime: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(6, exported.forward([19], 1, 1).Length);
    }

    [Fact]
    public void Eight_threads_may_call_it_at_once()
    {
        using var quiet = no_grad();
        using var model = new Scorer(words: 20, classes: 3);
        using var exported = Export(model);
        long[][] inputs = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, i + 1).Select(j => (long)((i + j) % 20)).ToArray())];
        float[][] expected = [.. inputs.Select(ids => exported.forward(ids, 1, ids.Length))];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % 8], exported.forward(inputs[i % 8], 1, inputs[i % 8].Length)));
    }

    [Fact]
    public async Task A_call_that_runs_while_it_is_disposed_returns_or_is_refused()
    {
        using var model = new Scorer(words: 20, classes: 3);
        for (var round = 0; round < 20; round++)
        {
            var exported = Export(model);
            using var started = new SemaphoreSlim(0);
            var calls = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    try
                    {
                        Assert.Equal(6, exported.forward([1], 1, 1).Length);
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }

                    started.Release();
                }
            })).ToArray();
            await started.WaitAsync();
            exported.Dispose();
            exported.Dispose();
            await Task.WhenAll(calls);
            Assert.Throws<ObjectDisposedException>(() => exported.forward([1], 1, 1));
        }
    }

    private ScorerInference Export(Scorer model)
    {
        model.ExportOnnx(_folder["model.onnx"]);
        return ScorerInference.Load(_folder["model.onnx"], new InferenceOptions { Threads = 1 });
    }

    private MaskedInference ExportMasked(Masked model, bool withPadding)
    {
        var path = _folder[$"{withPadding}.onnx"];
        model.ExportOnnx(path, new OnnxExportOptions { OptionalInputs = withPadding ? ["padding"] : [] });
        return MaskedInference.Load(path, new InferenceOptions { Threads = 1 });
    }

    private static float[] Data(Tensor tensor) => tensor.data<float>().ToArray();

    private static void Message(string message, Action act)
    {
        var thrown = Assert.Throws<ArgumentException>(act);
        Assert.Equal(message, thrown.Message.Replace($" (Parameter '{thrown.ParamName}')", null));
    }
}
