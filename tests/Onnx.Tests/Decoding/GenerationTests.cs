using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Runtime.Tests.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Language models that are decoded by ONNX Runtime.</summary>
public sealed class GenerationTests
{
    private static readonly Dictionary<string, Func<nn.Module>> Create = new()
    {
        [nameof(GptModel)] = () => new GptModel(),
        [nameof(LlamaModel)] = () => new LlamaModel(),
        [nameof(WindowModel)] = () => new WindowModel(),
        [nameof(PositionsModel)] = () => new PositionsModel(),
        [nameof(LstmModel)] = () => new LstmModel(),
        [nameof(GruModel)] = () => new GruModel(23),
        [nameof(RnnModel)] = () => new RnnModel(),
        [nameof(BigramModel)] = () => new BigramModel(),
        [nameof(MixedModel)] = () => new MixedModel(),
    };

    public static TheoryData<string, int> Models => new(
        Create.Keys.SelectMany(name => new[] { 17, 23 }, (name, opset) => (name, opset)));

    [Theory]
    [MemberData(nameof(Models))]
    public void Pieces_of_a_sequence_have_the_scores_of_the_whole(string name, int opset)
    {
        using var quiet = no_grad();
        using var model = New(name);
        using var fast = ((ILanguageModel)model).ForGeneration(export: new OnnxExportOptions { Opset = opset });
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            var rows = Rows(random, random.Next(1, 4), random.Next(1, 30), fast.Vocabulary);
            using var whole = Forward(model, rows);
            using var decoding = fast.NewDecoding();
            for (var start = 0; start < rows[0].Length;)
            {
                var length = random.Next(1, Math.Min(8, rows[0].Length - start) + 1);
                using var piece = decoding.AppendAll(rows.Select(row => row[start..(start + length)]).ToArray());
                using var expected = whole.narrow(1, start, length);
                Numbers.AssertEqual(piece, expected, $"{name}, seed {seed}, positions {start} to {start + length - 1}");
                start += length;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Prompts_of_different_lengths_have_the_scores_of_each_alone(string name, int opset)
    {
        using var quiet = no_grad();
        using var model = New(name);
        using var fast = ((ILanguageModel)model).ForGeneration(export: new OnnxExportOptions { Opset = opset });
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var prompts = Enumerable.Range(0, 3).Select(_ => Rows(random, 1, random.Next(1, 9), fast.Vocabulary)[0]).ToArray();
            var next = Rows(random, 3, 4, fast.Vocabulary);
            using var together = fast.NewDecoding();
            using var first = together.Start(prompts);
            var later = Enumerable.Range(0, 4).Select(i => together.Append(next.Select(row => row[i]).ToArray())).ToArray();
            for (var row = 0; row < 3; row++)
            {
                using var alone = Forward(model, [[.. prompts[row], .. next[row]]]);
                for (var i = -1; i < 4; i++)
                {
                    using var expected = alone[0, prompts[row].Length + i];
                    using var actual = (i < 0 ? first : later[i])[row];
                    Numbers.AssertEqual(actual, expected, $"{name}, seed {seed}, row {row}, {i + 1} after the prompt");
                }
            }

            Array.ForEach(later, scores => scores.Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void It_generates_the_ids_that_the_model_generates(string name, int opset)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        using var fast = language.ForGeneration(export: new OnnxExportOptions { Opset = opset });
        long[][] prompts = [[1, 2, 3], [4], [0, 1, 2, 3, 4]];
        foreach (var options in new[]
        {
            GenerationOptions.Greedy with { MaxNewTokens = 20 },
            new GenerationOptions { Seed = 5, MaxNewTokens = 12, TopK = 4, RepetitionPenalty = 1.2 },
            new GenerationOptions { Beams = 3, MaxNewTokens = 8 },
        })
        {
            Assert.Equal(language.GenerateBatch(prompts, options), fast.GenerateBatch(prompts, options));
            if (options.Beams == 1)
            {
                Assert.Equal(language.Generate(prompts[2], options), fast.Stream(prompts[2], options));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_prompts_have_in_common_is_not_computed_again(string name, int opset)
    {
        using var quiet = no_grad();
        using var model = New(name);
        using var fast = ((ILanguageModel)model).ForGeneration(export: new OnnxExportOptions { Opset = opset });
        var ids = Rows(new Random(3), 1, 12, fast.Vocabulary)[0];
        using var decoding = fast.NewDecoding();
        foreach (var prompt in new long[][] { ids[..5], ids[..9], [.. ids[..3], .. ids[8..12]], ids[..2], ids[..2], ids })
        {
            using var scores = decoding.Start([prompt]);
            using var whole = Forward(model, [prompt]);
            Numbers.AssertEqual(scores[0], whole[0, -1], name);
            Assert.Equal(prompt, decoding.Ids(0));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Sequences_can_be_reordered(string name, int opset)
    {
        using var quiet = no_grad();
        using var model = New(name);
        using var fast = ((ILanguageModel)model).ForGeneration(export: new OnnxExportOptions { Opset = opset });
        var rows = Rows(new Random(4), 3, 6, fast.Vocabulary);
        using var decoding = fast.NewDecoding();
        decoding.Start(rows.Select(row => row[..4]).ToArray()).Dispose();
        decoding.Reorder([2, 2, 0, 1]);
        using var scores = decoding.Append([rows[2][4], rows[2][5], rows[0][4], rows[1][4]]);
        using var whole = Forward(
            model, [[.. rows[2][..4], rows[2][4]], [.. rows[2][..4], rows[2][5]], [.. rows[0][..5]], [.. rows[1][..5]]]);
        Numbers.AssertEqual(scores, whole.select(1, -1), name);
    }

    [Fact]
    public void Keys_and_values_grow_in_place_past_a_block_of_memory()
    {
        using var quiet = no_grad();
        using var model = New(nameof(LlamaModel));
        using var fast = ((ILanguageModel)model).ForGeneration();
        var row = Rows(new Random(6), 1, 150, fast.Vocabulary)[0];
        using var whole = Forward(model, [row]);
        using var decoding = fast.NewDecoding();
        decoding.Start([row[..60]]).Dispose();
        for (var i = 60; i < 150; i++)
        {
            using var scores = decoding.Append([row[i]]);
            Numbers.AssertEqual(scores[0], whole[0, i], $"position {i}");
        }
    }

    [Fact]
    public void Decodings_of_eight_threads_do_not_disturb_each_other()
    {
        using var model = New(nameof(GptModel));
        var language = (ILanguageModel)model;
        using var fast = language.ForGeneration();
        var prompts = Rows(new Random(7), 8, 5, fast.Vocabulary);
        var expected = prompts.Select(prompt => language.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 30 })).ToArray();
        var generated = new IReadOnlyList<long>[8];
        System.Threading.Tasks.Parallel.For(
            0, 8, i => generated[i] = fast.Generate(prompts[i], GenerationOptions.Greedy with { MaxNewTokens = 30 }));
        Assert.Equal(expected, generated);
    }

    [Theory]
    [InlineData(nameof(GptModel), WeightType.Int8, 1e-4)]
    [InlineData(nameof(GptModel), WeightType.Int4, 1e-4)]
    [InlineData(nameof(GptModel), WeightType.Float16, 2e-2)]
    [InlineData(nameof(LlamaModel), WeightType.Int4, 1e-4)]
    [InlineData(nameof(MixedModel), WeightType.Float16, 2e-2)]
    public void Steps_with_smaller_weights_have_the_scores_of_the_whole_with_them(string name, WeightType weights, double tolerance)
    {
        using var quiet = no_grad();
        using var model = New(name);
        var export = new OnnxExportOptions { Weights = weights };
        using var fast = ((ILanguageModel)model).ForGeneration(export: export);
        using var wholes = ((nn.Module<Tensor, Tensor>)model).ForInference(export: export);
        var row = Rows(new Random(8), 1, 12, fast.Vocabulary)[0];
        using var whole = wholes.call(tensor(row, [1, 12]));
        using var decoding = fast.NewDecoding();
        decoding.Start([row[..5]]).Dispose();
        for (var i = 5; i < 12; i++)
        {
            using var scores = decoding.Append([row[i]]);
            Numbers.AssertEqual(scores[0], whole[0, i], $"{name} in {weights}, position {i}", tolerance);
        }
    }

    [Fact]
    public void A_model_in_double_precision_is_refused_with_the_repair()
    {
        using var model = New(nameof(GptModel)).to(ScalarType.Float64);
        var thrown = Assert.Throws<OnnxExportException>(() => ((ILanguageModel)model).ForGeneration());
        Assert.Contains("Float32", thrown.Message);
        Assert.Contains("MultiHeadAttention", thrown.Message);
    }

    [Fact]
    public void A_model_without_ids_and_scores_has_no_step_to_export()
    {
        using var model = new Perceptron(D: 6);
        var thrown = Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExportOptions { Decoding = true }));
        Assert.Contains("[Autoregressive]", thrown.Message);
    }

    private static nn.Module New(string name)
    {
        manual_seed(3);
        var model = Create[name]();
        model.eval();
        return model;
    }

    private static long[][] Rows(Random random, int rows, int length, long vocabulary) => Enumerable.Range(0, rows)
        .Select(_ => Enumerable.Range(0, length).Select(_ => random.NextInt64(vocabulary)).ToArray()).ToArray();

    private static Tensor Forward(nn.Module model, long[][] rows)
    {
        using var ids = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
        return ((nn.Module<Tensor, Tensor>)model).call(ids);
    }
}
