using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Runtime.Tests.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Encoders and decoders in ONNX Runtime.</summary>
public sealed class ConditionTests
{
    private static readonly GenerationOptions _greedy = GenerationOptions.Greedy with { MaxNewTokens = 12 };

    [Theory]
    [InlineData(17)]
    [InlineData(23)]
    public void An_encoder_is_read_once_and_each_piece_has_the_scores_of_the_whole(int opset)
    {
        using var quiet = no_grad();
        using var model = Evaluating(new TranslationModel());
        using var fast = model.ForGeneration(export: new OnnxExportOptions { Opset = opset });
        foreach (var (rows, withPadding) in new[] { (1, false), (3, true), (2, false), (1, true) })
        {
            using var source = randint(0, 29, [rows, 6]);
            using var padding = withPadding
                ? tensor(Enumerable.Range(0, rows * 6).Select(i => i % 6 >= 4).ToArray(), [rows, 6])
                : null;
            var target = Rows(new Random(rows), rows, 9);
            using var ids = tensor(target.SelectMany(row => row).ToArray(), [rows, 9]);
            using var whole = model.call(source, ids, padding);
            using var conditioned = fast.ConditionOn(source, padding);
            using var decoding = conditioned.NewDecoding();
            foreach (var (start, length) in new[] { (0, 4), (4, 1), (5, 1), (6, 3) })
            {
                using var piece = decoding.AppendAll(target.Select(row => row[start..(start + length)]).ToArray());
                Numbers.AssertEqual(piece, whole.narrow(1, start, length), $"{rows} rows, padding {withPadding}, from {start}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(4, 4)]
    public void A_decoder_begins_in_the_states_of_the_encoder(int sources, int prompts)
    {
        using var quiet = no_grad();
        using var model = Evaluating(new RecurrentTranslationModel());
        using var fast = model.ForGeneration();
        using var source = randint(0, 29, [sources, 6]);
        var target = Rows(new Random(prompts), prompts, 7);
        using var ids = tensor(target.SelectMany(row => row).ToArray(), [prompts, 7]);
        using var whole = model.call(source.expand(prompts, 6), ids);
        using var conditioned = fast.ConditionOn(source);
        using var decoding = conditioned.NewDecoding();
        foreach (var (start, length) in new[] { (0, 3), (3, 1), (4, 3) })
        {
            using var piece = decoding.AppendAll(target.Select(row => row[start..(start + length)]).ToArray());
            Numbers.AssertEqual(piece, whole.narrow(1, start, length), $"{sources} sources, {prompts} prompts, from {start}");
        }
    }

    [Fact]
    public void It_generates_the_ids_that_the_model_generates()
    {
        using var translation = Evaluating(new TranslationModel());
        using var recurrent = Evaluating(new RecurrentTranslationModel());
        using var source = randint(0, 29, [3, 5]);
        using var expected = translation.ConditionOn(source);
        using var fast = translation.ForGeneration();
        using var actual = fast.ConditionOn(source);
        Compare(expected, actual);
        using var expectedStates = recurrent.ConditionOn(source);
        using var fastRecurrent = recurrent.ForGeneration();
        using var actualStates = fastRecurrent.ConditionOn(source);
        Compare(expectedStates, actualStates);

        // Prompts of different lengths, and beams, which reorder the conditions with the sequences.
        static void Compare(ILanguageModel expected, ILanguageModel actual)
        {
            long[][] prompts = [[1], [2, 3, 4], [5, 6]];
            Assert.Equal(expected.GenerateBatch(prompts, _greedy), actual.GenerateBatch(prompts, _greedy));
            var beams = new GenerationOptions { Beams = 4, MaxNewTokens = 6 };
            Assert.Equal(expected.GenerateBatch(prompts, beams), actual.GenerateBatch(prompts, beams));
        }
    }

    [Fact]
    public void Wrong_conditions_are_refused_in_the_words_of_the_model()
    {
        using var model = Evaluating(new TranslationModel());
        using var fast = model.ForGeneration();
        using var source = randint(0, 29, [2, 5]);
        using var padding = zeros([2, 4], dtype: ScalarType.Bool);
        var shapes = Assert.Throws<ShapeMismatchException>(() => fast.ConditionOn(source, padding));
        Assert.Equal(Assert.Throws<ShapeMismatchException>(() => model.ConditionOn(source, padding)).Message, shapes.Message);
        Assert.Contains("takes 2 inputs", Assert.Throws<ArgumentException>(() => fast.ConditionOn(source, null, source)).Message);
        Assert.Throws<ShapeMismatchException>(() => fast.ConditionOn());
    }

    private static T Evaluating<T>(T model)
        where T : nn.Module
    {
        manual_seed(9);
        model.eval();
        return model;
    }

    private static long[][] Rows(Random random, int rows, int length) => Enumerable.Range(0, rows)
        .Select(_ => Enumerable.Range(0, length).Select(_ => random.NextInt64(37)).ToArray()).ToArray();
}
