using System;
using System.IO;
using System.Threading;
using ModelGen.Training;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>What chapters work with.</summary>
public sealed class LessonTests
{
    [Fact]
    public void Training_lowers_the_loss_and_leaves_the_model_in_evaluation_mode()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new SeriesReader();
        var (values, next) = Order.Windows(100);
        var before = model.Loss(values, next).item<float>();

        new Lesson(new(folder["out"]), CancellationToken.None).Train(model, (x, y) => new(x, y), () => Order.Windows(32), steps: 100);

        Assert.True(model.Loss(values, next).item<float>() < before / 3);
        Assert.False(model.training);
    }

    [Fact]
    public void Training_ends_with_an_exception_when_a_stop_is_requested()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        using var model = new SeriesReader();
        var draws = 0;

        Assert.Throws<OperationCanceledException>(() => new Lesson(new(folder["out"]), source.Token).Train(
            model, (x, y) => new(x, y), Draw, steps: 1000));
        Assert.InRange(draws, 3, 5);

        (Tensor, Tensor) Draw()
        {
            if (++draws == 3)
            {
                source.Cancel();
            }

            return Order.Windows(2);
        }
    }

    [Fact]
    public void Training_leaves_no_tensors_behind()
    {
        using var folder = new TemporaryFolder();
        using var model = new SeriesReader();
        var lesson = new Lesson(new(folder["out"]), CancellationToken.None);
        lesson.Train(model, (x, y) => new(x, y), () => Order.Windows(2), steps: 2);
        var before = Tensor.TotalCount;

        lesson.Train(model, (x, y) => new(x, y), () => Order.Windows(2), steps: 20);

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Progress_is_a_line_every_five_seconds()
    {
        var writer = new StringWriter();
        var lines = new ProgressLines(writer);
        lines.OnStart(new("Reader", 10, 0, 400, [], [], []));
        foreach (var second in new[] { 1, 4, 6, 8, 12 })
        {
            lines.OnStep(new(second * 10, 0, 0, 2.5, 0, 0, 0, 0, TimeSpan.FromSeconds(second), second / 40.0));
        }

        Assert.Equal(
            "Reader: step 60 of 400, loss 2.500, 0:34 left\nReader: step 120 of 400, loss 2.500, 0:28 left\n",
            writer.ToString().ReplaceLineEndings("\n"));
    }
}
