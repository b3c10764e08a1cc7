using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Metrics;

/// <summary>Each metric equals scikit-learn's (1.2.1, whose values are copied here), whatever the batches.</summary>
public sealed class MetricTests
{
    private static readonly long[] _classes = [0, 2, 1, 1, 0, 4, 2, 2, 1, 0];

    // Six classes: 5 occurs only as a prediction, 3 as well, and two rows have ties.
    private static readonly double[,] _scores =
    {
        { 1.3, 0.5, 0.1, 0.0, 1.6, 1.8 }, { 1.2, 1.5, 1.1, 1.9, 1.6, 0.0 }, { 1.7, 0.1, 1.5, 0.4, 1.7, 1.1 },
        { 0.5, 0.5, 0.1, 0.5, 0.2, 0.5 }, { 1.2, 0.8, 2.0, 2.0, 1.4, 1.3 },
        { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 }, { 1.0, 1.8, 1.9, 0.7, 1.1, 0.6 }, { 1.2, 0.7, 0.8, 1.8, 0.5, 1.2 },
        { 0.2, 1.7, 1.6, 0.5, 1.8, 0.1 }, { 0.7, 0.3, 0.9, 1.6, 0.5, 0.1 },
    };

    private static readonly long[] _binary = [0, 1, 1, 0, 1, 0, 1, 1];
    private static readonly double[] _binaryScores = [0.1, 0.4, 0.4, 0.4, 0.9, -0.3, 0.0, 2.0];

    private static readonly double[,] _numbers =
        { { 98.1, 98.87 }, { 96.73, 96.17 }, { 101.89, 101.74 }, { 103.88, 97.74 }, { 105.07, 99.14 }, { 104.72, 98.7 } };
    private static readonly double[,] _predicted =
        { { 97.36, 99.12 }, { 97.76, 96.33 }, { 101.3, 100.4 }, { 102.48, 98.24 }, { 106.06, 98.98 }, { 103.65, 99.57 } };

    public static TheoryData<string, double> OfClasses => new()
    {
        { "accuracy", 0.1 }, { "confusion matrix", 0.1 },
        { "precision macro", 0.08333333333333333 }, { "recall macro", 0.05555555555555555 }, { "f1 macro", 0.06666666666666667 },
        { "precision micro", 0.1 }, { "recall micro", 0.1 }, { "f1 micro", 0.1 },
        { "top 1", 0.1 }, { "top 2", 0.3 }, { "top 3", 0.6 }, { "top 5", 0.9 },
    };

    [Fact]
    public void Anything_that_predicts_is_measured_over_all_batches_without_a_tensor_left()
    {
        using var inputs = arange(10, ScalarType.Float32).reshape(10, 1);
        using var targets = inputs * 3;
        var data = BatchLoader.FromTensors(inputs, targets, new() { BatchSize = 4 });
        var metric = new MeanAbsoluteError();
        metric.Add(inputs, targets);
        var before = Tensor.TotalCount;
        Assert.Equal(4.5, metric.Measure(data, batch => batch.Input * 2, batch => batch.Target), 6);
        Assert.Equal(0, metric.Measure(data, batch => batch.Input + batch.Input + batch.Input, batch => batch.Target), 6);
        Assert.True(double.IsNaN(metric.Compute()));
        Assert.True(Tensor.TotalCount <= before);
    }

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void Measures_of_classes_equal_those_of_scikit_learn(string name, double expected) =>
        AssertInBatches(expected, Create(name), tensor(_scores), tensor(_classes));

    [Theory]
    [InlineData("precision binary", 0.6666666666666666)]
    [InlineData("recall binary", 0.8)]
    [InlineData("f1 binary", 0.7272727272727272)]
    [InlineData("accuracy", 0.625)]
    [InlineData("roc auc", 0.8)]
    public void Measures_of_two_classes_take_one_score_per_example(string name, double expected) =>
        AssertInBatches(expected, Create(name), tensor(_binaryScores), tensor(_binary));

    [Fact]
    public void The_confusion_matrix_has_targets_by_rows()
    {
        var matrix = new ConfusionMatrix();
        using var scores = tensor(_scores);
        using var classes = tensor(_classes);
        matrix.Add(scores, classes);
        Assert.Equal(
            [0L, 0, 1, 1, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            matrix.Counts().Cast<long>());
        matrix.Reset();
    }

    [Fact]
    public void Examples_of_one_class_are_measured_as_scikit_learn_does()
    {
        using var all = tensor(new long[] { 1, 1, 1, 1 });
        using var scores = tensor(new double[] { 1, -1, 1, 1 });
        Assert.Equal(0.42857142857142855, Value(new F1Score(), scores, all), 12);
        Assert.Equal(0.375, Value(new RecallScore(), scores, all), 12);
        Assert.Equal(0.5, Value(new PrecisionScore(), scores, all), 12);
        Assert.Equal(double.NaN, Value(new RocAuc(), scores, all));
    }

    [Fact]
    public void The_area_under_the_curve_of_several_classes_is_each_against_the_rest()
    {
        double[,] logits =
            { { -0.44, -1.17, 1.74 }, { -0.5, 0.33, -0.26 }, { 1.58, 1.32, 0.63 }, { -2.2, 0.05, 0.68 }, { 1.0, -0.62, 1.82 },
                { -1.32, -0.66, 0.94 }, { 0.05, 2.0, 0.19 } };
        long[] classes = [0, 1, 2, 0, 1, 2, 1];
        AssertInBatches(0.45, new RocAuc(), tensor(logits), tensor(classes));
        using var scores = tensor(logits);
        AssertInBatches(0.45, new RocAuc(), scores.softmax(1), tensor(classes));
    }

    [Theory]
    [InlineData("mae", 0.7583333333333304)]
    [InlineData("rmse", 0.850310793865388)]
    [InlineData("r2", 0.8651073179955677)]
    public void Measures_of_numbers_equal_those_of_scikit_learn(string name, double expected) =>
        AssertInBatches(expected, Create(name), tensor(_predicted), tensor(_numbers));

    [Theory]
    [InlineData("mae", 0.9699999999999989)]
    [InlineData("rmse", 1.0034606785187596)]
    [InlineData("r2", 0.9039806995103097)]
    public void Measures_of_one_number_per_example_equal_those_of_scikit_learn(string name, double expected)
    {
        using var predicted = tensor(_predicted);
        using var numbers = tensor(_numbers);
        AssertInBatches(expected, Create(name), predicted.select(1, 0).clone(), numbers.select(1, 0).clone());
    }

    [Fact]
    public void Constant_targets_have_no_variation_to_explain()
    {
        using var constant = tensor(new[] { 2.3, 2.3, 2.3 });
        using var other = tensor(new[] { 2.3, 2.3, 2.4 });
        using var single = tensor(new[] { 1.0 });
        Assert.Equal(1, Value(new R2Score(), constant, constant));
        Assert.Equal(0, Value(new R2Score(), other, constant));
        Assert.Equal(double.NaN, Value(new R2Score(), single, single));
    }

    [Fact]
    public void Metrics_without_examples_are_not_a_number()
    {
        foreach (var name in new[] { "accuracy", "precision macro", "f1 micro", "top 2", "roc auc", "mae", "rmse", "r2", "perplexity" })
        {
            Assert.Equal(double.NaN, Create(name).Compute());
        }

        using var none = tensor(new long[] { -100, -100 });
        using var scores = zeros(2, 3);
        Assert.Equal(double.NaN, Value(new Accuracy(), scores, none));
        Assert.Equal(double.NaN, Value(new TopKAccuracy(2), scores, none));
    }

    [Fact]
    public void Ignored_targets_are_left_out()
    {
        using var scores = tensor(_scores);
        using var more = cat([scores, scores], 0);
        using var classes = tensor((long[])[.. _classes, .. Enumerable.Repeat(-100L, 10)]);
        foreach (var (name, expected) in new[] { ("accuracy", 0.1), ("f1 macro", 0.06666666666666667), ("top 3", 0.6) })
        {
            Assert.Equal(expected, Value(Create(name), more, classes), 12);
        }
    }

    [Fact]
    public void The_class_axis_may_be_any()
    {
        using var scores = tensor(_scores);
        using var images = scores.t().reshape(1, 6, 5, 2);
        using var classes = tensor(_classes).reshape(1, 5, 2);
        Assert.Equal(0.1, Value(new Accuracy(classAxis: 1), images, classes), 12);
    }

    [Fact]
    public void Targets_that_are_no_class_are_refused()
    {
        using var scores = zeros(3, 4);
        using var classes = tensor(new long[] { 0, 4, -1 });
        Assert.Equal(
            "2 targets are none of the 4 classes 0 to 3.",
            Assert.Throws<TrainingException>(() => Value(new Accuracy(), scores, classes)).Message);
        using var few = zeros(2, ScalarType.Int64);
        Assert.Equal(
            "Outputs of (3, 4) need targets of (3,), but they are (2,).",
            Assert.Throws<TrainingException>(() => Value(new Accuracy(), scores, few)).Message);
        Assert.Contains(
            "Averaging.Binary needs two",
            Assert.Throws<TrainingException>(
                () => Value(new PrecisionScore(Averaging.Binary), scores, zeros(3, ScalarType.Int64))).Message);
        Assert.Equal(
            "Outputs and targets must have the same shape, but are (3, 4) and (2,).",
            Assert.Throws<TrainingException>(() => Value(new MeanAbsoluteError(), scores, few)).Message);
    }

    [Fact]
    public void Perplexity_accumulates_like_the_mean_loss_of_all_tokens()
    {
        using var logits = tensor(_scores);
        using var targets = tensor(_classes);
        using var loss = nn.functional.cross_entropy(logits, targets);
        AssertInBatches(Math.Exp(loss.item<double>()), new Perplexity(), tensor(_scores), tensor(_classes));
    }

    [Fact]
    public void No_tensor_is_left_after_a_reset()
    {
        using var scores = tensor(_scores);
        using var classes = tensor(_classes);
        foreach (var name in new[] { "accuracy", "f1 macro", "top 2", "roc auc", "perplexity" })
        {
            Handles.None(() => Value(Create(name), scores, classes));
            Handles.None(() =>
            {
                var metric = Create(name);
                metric.Add(scores, classes);
                HandedOver(metric).Reset();
            });
        }

        using var numbers = tensor(_numbers);
        Handles.None(() => Value(new R2Score(), numbers, numbers));
        Handles.None(() =>
        {
            var metric = new R2Score();
            metric.Add(numbers, numbers);
            HandedOver(metric).Reset();
        });
    }

    private static IMetric Create(string name) => name switch
    {
        "accuracy" => new Accuracy(),
        "confusion matrix" => new ConfusionMatrix(),
        "precision macro" => new PrecisionScore(),
        "recall macro" => new RecallScore(),
        "f1 macro" => new F1Score(),
        "precision micro" => new PrecisionScore(Averaging.Micro),
        "recall micro" => new RecallScore(Averaging.Micro),
        "f1 micro" => new F1Score(Averaging.Micro),
        "precision binary" => new PrecisionScore(Averaging.Binary),
        "recall binary" => new RecallScore(Averaging.Binary),
        "f1 binary" => new F1Score(Averaging.Binary),
        "roc auc" => new RocAuc(),
        "mae" => new MeanAbsoluteError(),
        "rmse" => new RootMeanSquaredError(),
        "r2" => new R2Score(),
        "perplexity" => new Perplexity(),
        _ => new TopKAccuracy(name[^1] - '0'),
    };

    private static double Value(IMetric metric, Tensor outputs, Tensor targets)
    {
        try
        {
            metric.Add(outputs, targets);
            return metric.Compute();
        }
        finally
        {
            metric.Reset();
        }
    }

    // As when a run is resumed between two batches.
    private static IMetric HandedOver(IMetric metric)
    {
        var other = metric.CreateEmpty()!;
        Assert.Equal(metric.Name, other.Name);
        var state = metric.GetState();
        metric.Reset();
        other.SetState(state);
        foreach (var part in state)
        {
            part.Dispose();
        }

        return other;
    }

    private static void AssertInBatches(double expected, IMetric metric, Tensor outputs, Tensor targets)
    {
        foreach (var size in new long[] { 1, 3, 4, outputs.size(0) })
        {
            for (var start = 0L; start < outputs.size(0); start += size)
            {
                var count = Math.Min(size, outputs.size(0) - start);
                using var output = outputs.narrow(0, start, count);
                using var target = targets.narrow(0, start, count);
                metric.Add(output, target);
                metric = HandedOver(metric);
            }

            Assert.Equal(expected, metric.Compute(), 10);
            metric.Reset();
        }

        outputs.Dispose();
        targets.Dispose();
    }
}
