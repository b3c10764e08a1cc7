using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The mistakes of docs/faults.md that only a call can show, and what it says.</summary>
public sealed class FaultGuardTests
{
    [Fact]
    public void DataOfAnotherShape()
    {
        using var model = new ColourClassifier();
        using var grey = randn(2, 1, 8, 8);
        using var larger = randn(2, 3, 9, 8);
        using var single = randn(3, 8, 8);
        Assert.Equal(
            "ColourClassifier: input 'input' has size 1 along axis 1, expected 3; got (2, 1, 8, 8) for (B, 3, 8, 8): "
                + "give it 3 along this axis, or declare it with 1.",
            Refusal(() => model.call(grey)));
        Assert.Equal(
            "ColourClassifier: input 'input' has size 9 along axis 2, expected 8; got (2, 3, 9, 8) for (B, 3, 8, 8): "
                + "give it 8 along this axis, or declare it with 9.",
            Refusal(() => model.call(larger)));
        Assert.Equal(
            "ColourClassifier: input 'input' has 3 axes, expected 4 axes; got (3, 8, 8) for (B, 3, 8, 8): "
                + "add the axis B with .unsqueeze(0).",
            Refusal(() => model.call(single)));
    }

    [Fact]
    public void LabelsOfAnotherShape()
    {
        using var model = new ColourClassifier();
        using var images = randn(4, 3, 8, 8);
        using var labels = zeros(4, dtype: ScalarType.Int64);
        using var oneHot = zeros(4, 5);
        using var column = zeros(4, 1, dtype: ScalarType.Int64);
        using var floats = zeros(4);
        const string Declared = "the output's shape (4, 5) without its last axis";
        Assert.Equal(
            $"ColourClassifier: input 'target' has 2 axes, expected 1 axis; got (4, 5) for {Declared}: "
                + "give class indices instead of one-hot vectors, for example with .argmax(1).",
            Refusal(() => model.Loss(images, oneHot)));
        Assert.Equal(
            $"ColourClassifier: input 'target' has 2 axes, expected 1 axis; got (4, 1) for {Declared}: remove the axis with .squeeze(1).",
            Refusal(() => model.Loss(images, column)));
        Assert.Equal("ColourClassifier: input 'target' has dtype Float32, expected Int64; got (4,): convert it with .to(torch.int64).",
            Refusal(() => model.Loss(images, floats)));
        model.Loss(images, labels).Dispose();
    }

    [Fact]
    public void PredictionsAreNotStretchedOverTargets()
    {
        using var model = new Prices();
        using var houses = randn(4, 6);
        using var prices = randn(4);
        using var one = randn(1, 1);
        const string Declared = "the output's shape (4, 1)";
        Assert.Equal($"Prices: input 'target' has 1 axis, expected 2 axes; got (4,) for {Declared}: add the axis with .unsqueeze(1).",
            Refusal(() => model.Loss(houses, prices)));
        Assert.Equal(
            $"Prices: input 'target' has size 1 along axis 0, expected 4; got (1, 1) for {Declared}: "
                + "give one value per element of the output.",
            Refusal(() => model.Loss(houses, one)));
    }

    [Fact]
    public void TheRestOfAnEpoch()
    {
        using var decoder = new StatefulDecoder();
        using var steps = randn(3, 5, 3);
        using var state = zeros(1, 32, 4);
        Assert.Equal(
            "StatefulDecoder: input 'state' has size 32 along axis 1 (B), expected 3; got (1, 32, 4) for (1, B, 4): "
                + "give 'state' and 'steps' the same B.",
            Refusal(() => decoder.call(steps, state)));

        using var model = new FixedBatch();
        using var rest = randn(2, 6);
        Assert.Equal(
            "FixedBatch: input 'input' has size 2 along axis 0, expected 4; got (2, 6) for (4, 6): "
                + "give it 4 along this axis, or declare it with 2.",
            Refusal(() => model.call(rest)));
    }

    [Fact]
    public void IdsBeyondTheVocabularyOfAnInput()
    {
        using var model = new CheckedSentiment(vocabulary: 50);
        using var ids = tensor(new long[,] { { 0, 49, 3 }, { 7, 12, 50 } });
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => model.call(ids));
        Assert.StartsWith("CheckedSentiment: input 'input' has id 50 at (1, 2), expected 0 to 49, the vocabulary of 'embedding'; "
            + "got (2, 3): give ids of this vocabulary, or make the vocabulary larger.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(("input", (object)50L), (fault.ParamName, fault.ActualValue));

        using var negative = tensor(new long[,] { { 4, -1 } });
        Assert.StartsWith("CheckedSentiment: input 'input' has id -1 at (0, 1), expected 0 to 49,",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.call(negative)).Message, StringComparison.Ordinal);
        using var transposed = ids.t();
        Assert.Contains("has id 50 at (2, 1),", Assert.Throws<ArgumentOutOfRangeException>(() => model.call(transposed)).Message,
            StringComparison.Ordinal);
        Handles.None(() => Assert.Throws<ArgumentOutOfRangeException>(() => model.call(ids)));
    }

    [Fact]
    public void IdsAreLookedAtWhenTheLookupHasFailed()
    {
        using var model = new Sentiment(vocabulary: 50);
        using var ids = tensor(new long[,] { { 0, 49, 3 }, { 7, 12, 50 } });
        var fault = Handles.Exactly(0, () => Assert.Throws<ArgumentOutOfRangeException>(() => model.call(ids)));
        Assert.StartsWith("Sentiment: input 'input' has id 50 at (1, 2), expected 0 to 49, the vocabulary of 'embedding'; got (2, 3): "
            + "give ids of this vocabulary, or make the vocabulary larger.", fault.Message, StringComparison.Ordinal);

        using var single = tensor(new long[] { 4, -1 });
        using var row = single.unsqueeze(0);
        Assert.StartsWith("Sentiment: input 'input' has id -1 at (0, 1), expected 0 to 49,",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.call(row)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsAreLookedAtWhenTheLossHasFailed()
    {
        using var model = new ColourClassifier();
        using var images = randn(3, 3, 8, 8);
        using var fromOne = tensor(new long[] { 1, -100, 5 });
        var fault = Handles.Exactly(0, () => Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(images, fromOne)));
        Assert.StartsWith(
            "ColourClassifier: target has class 5 at (2,), expected 0 to 4, the classes of the output (classes are counted from 0); "
                + "got (3,): subtract 1 if yours are counted from 1, or give the output more classes.",
            fault.Message, StringComparison.Ordinal);
        Assert.Equal(("target", (object)5L), (fault.ParamName, fault.ActualValue));

        using var negative = tensor(new long[] { 1, -1, 2 });
        Assert.Contains(
            "target has class -1 at (1,), expected 0 to 4, the classes of the output; got (3,): give a class, or -100 for ignored targets.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(images, negative)).Message);
    }

    [Fact]
    public void NarrowLabelsAreToldHowTheyBecomeIds()
    {
        using var model = new ColourClassifier();
        using var images = randn(2, 3, 8, 8);
        using var narrow = zeros(2, dtype: ScalarType.Int32);
        Assert.Equal("ColourClassifier: input 'target' has dtype Int32, expected Int64; got (2,): convert it with .to(torch.int64).",
            Refusal(() => model.Loss(images, narrow)));
    }

    [Fact]
    public void LabelsAreNotCalledAsAnInputIs()
    {
        using var model = new Rewriter();
        using var ids = ones(2, 3, dtype: ScalarType.Int64);
        using var longer = ones(2, 4, dtype: ScalarType.Int64);
        Assert.Equal(
            "Rewriter: input 'labels' has size 4 along axis 1, expected 3; "
                + "got (2, 4) for the output's shape (2, 3, 9) without its last axis: give one class index per item of the output.",
            Refusal(() => model.Loss(ids, labels: longer)));

        using var shifted = tensor(new long[,] { { 1, 2, 3 }, { 4, -100, 0 } });
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(ids, shifted));
        Assert.StartsWith(
            "Rewriter: labels has class -100 at (1, 1), expected 0 to 8, the classes of the output (-100 is ignored by default, "
                + "but here IgnoreIndex = 0); got (2, 3): use 0 for ignored targets, or leave IgnoreIndex out.",
            fault.Message, StringComparison.Ordinal);
        Assert.Equal("labels", fault.ParamName);
    }

    [Fact]
    public void IdsBeyondTheVocabularyThatAreComputed()
    {
        using var model = new CheckedNextWord();
        using var scores = zeros(1, 2, 7);
        scores[0, 1, 6] = 1;
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => model.call(scores));
        Assert.StartsWith(
            "CheckedNextWord: the input of 'words.embedding' has id 6 at (0, 1), expected 0 to 4, the vocabulary of 'words.embedding'; "
                + "got (1, 2): give ids of this vocabulary, or make the vocabulary larger.",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Null(fault.ParamName);
    }

    private static string Refusal(Func<object> call) => Assert.Throws<ShapeMismatchException>(call).Message;
}
