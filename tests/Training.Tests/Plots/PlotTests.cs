using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ModelGen.Runtime.Tests.Checkpoints;
using ModelGen.Training.Tests.Fitting;
using SkiaSharp;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Plots;

/// <summary>The pictures of runs: their words as SVG, their colors as PNG.</summary>
public sealed class PlotTests : IDisposable
{
    private static readonly SKColor _training = SKColor.Parse("#1F77B4");
    private static readonly SKColor _validation = SKColor.Parse("#D55E00");
    private static readonly Dictionary<string, double> _nothing = [];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Curves_have_a_panel_for_the_loss_each_metric_and_the_learning_rate()
    {
        TrainingPlots.SaveCurves(_folder["curves.svg"], History(10), new() { Title = "Flowers" });
        var words = Words("curves.svg");
        Assert.Equal(1, words.Count(word => word == "Flowers"));
        Assert.All(new[] { "loss", "accuracy", "learning rate" }, word => Assert.Single(words, word));
        Assert.Equal(3, words.Count(word => word == "epoch"));
        Assert.Equal(2, words.Count(word => word == "training"));
        Assert.Equal(2, words.Count(word => word == "validation"));
        Assert.Contains("10", words);
    }

    [Fact]
    public void Rows_within_an_epoch_are_drawn_by_step()
    {
        var history = History(10).Select(row => row with { Epoch = 1 }).ToList();
        TrainingPlots.SaveCurves(_folder["curves.svg"], history);
        Assert.Contains("step", Words("curves.svg"));
        Assert.DoesNotContain("epoch", Words("curves.svg"));
    }

    [Fact]
    public void Training_and_validation_have_curves_of_their_own_and_numbers_that_are_not_finite_leave_gaps()
    {
        var history = History(20).ToList();
        history[3] =
            history[3] with { Loss = double.NaN, Validation = new Dictionary<string, double> { ["loss"] = double.PositiveInfinity } };
        TrainingPlots.SaveCurves(_folder["curves.png"], history);
        using var picture = SKBitmap.Decode(_folder["curves.png"]);
        Assert.Equal((1120, 680), (picture.Width, picture.Height));
        Assert.True(Count(picture, _training) > 500);
        Assert.True(Count(picture, _validation) > 500);
        Assert.Equal(SKColors.White, picture.GetPixel(0, 0));

        TrainingPlots.SaveCurves(
            _folder["curves.png"], [.. history.Select(row => row with { Training = _nothing, Validation = _nothing })]);
        using var alone = SKBitmap.Decode(_folder["curves.png"]);
        Assert.True(Count(alone, _training) > 500);
        Assert.Equal(0, Count(alone, _validation));
    }

    [Fact]
    public void A_single_row_is_drawn_as_points()
    {
        TrainingPlots.SaveCurves(_folder["curves.png"], History(1), new() { Width = 800, Height = 600 });
        using var picture = SKBitmap.Decode(_folder["curves.png"]);
        Assert.Equal((800, 600), (picture.Width, picture.Height));
        Assert.True(Count(picture, _training) > 20);
    }

    [Fact]
    public void A_confusion_matrix_has_its_counts_and_the_names_of_the_classes()
    {
        TrainingPlots.SaveConfusionMatrix(_folder["confusion.svg"], new long[,] { { 1234, 5 }, { 0, 0 } }, ["cat", "dog"]);
        var words = Words("confusion.svg");
        Assert.All(
            new[] { "1,234", "5", "true class", "predicted class", "fraction of the true class" }, word => Assert.Single(words, word));
        Assert.Equal(2, words.Count(word => word == "cat"));
        Assert.Equal(2, words.Count(word => word == "dog"));

        // The true classes are rows from top to bottom: only the cell at the upper left has examples of its class.
        TrainingPlots.SaveConfusionMatrix(_folder["confusion.png"], new long[,] { { 1, 0 }, { 0, 0 } }, ["cat", "dog"]);
        using var picture = SKBitmap.Decode(_folder["confusion.png"]);
        var most = new ScottPlot.Colormaps.Viridis().GetColor(1);
        var cell = Places(picture, new SKColor(most.Red, most.Green, most.Blue)).Where(place => place.X < picture.Width / 2).ToList();
        Assert.True(cell.Count > 1000);
        Assert.All(cell, place => Assert.True(place.Y < picture.Height / 2));
    }

    [Fact]
    public void Many_classes_are_drawn_without_counts()
    {
        const int Classes = 150;
        var counts = new long[Classes, Classes];
        counts[3, 4] = 7;
        TrainingPlots.SaveConfusionMatrix(
            _folder["confusion.svg"], counts, [.. Enumerable.Range(0, Classes).Select(i => $"a class with the number {i} of all")]);
        Assert.DoesNotContain("7", Words("confusion.svg"));
        Assert.Contains("a class with the number…", Words("confusion.svg"));
    }

    [Fact]
    public void The_file_of_a_run_has_the_rows_from_before_a_resume()
    {
        Fit(epochs: 2, resume: false);
        Fit(epochs: 4, resume: true);
        var history = Fit(epochs: 4, resume: true);
        Assert.Equal(4, history.Count);
        TrainingPlots.SaveCurves(_folder["expected.svg"], history, new() { Title = nameof(TinyTask.Net) });
        Assert.Equal(Drawn("expected.svg"), Drawn("pictures/curves.svg"));

        // The ids of clip paths count up from picture to picture.
        string Drawn(string file) => Regex.Replace(File.ReadAllText(_folder[file]), "cl_[0-9a-f]+", "clip");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_in_one_sentence()
    {
        Refused("The history has no row: there is nothing to draw. (Parameter 'history')", () =>
            TrainingPlots.SaveCurves(_folder["curves.png"], []));
        Refused($"A picture is written as .png or .svg, but the extension of '{_folder["curves.jpg"]}' is '.jpg'. (Parameter 'path')", () =>
            TrainingPlots.SaveCurves(_folder["curves.jpg"], History(1)));
        Refused("A picture is written as .png or .svg, but the extension of 'curves' is ''. (Parameter 'path')", () =>
            _ = new CurvesFile("curves"));
        Refused(
            "The confusion matrix has 2 rows and 2 columns, and there are 1 names of classes: all three must be the same, and more than 0. "
            + "(Parameter 'counts')",
            () => TrainingPlots.SaveConfusionMatrix(_folder["confusion.png"], new long[2, 2], ["cat"]));
        Refused("The confusion matrix has a negative number of examples. (Parameter 'counts')", () =>
            TrainingPlots.SaveConfusionMatrix(_folder["confusion.png"], new long[,] { { -1 } }, ["cat"]));
        Assert.Empty(Directory.GetFiles(_folder.Path));

        Directory.CreateDirectory(_folder["taken.png"]);
        Assert.Throws<IOException>(() => TrainingPlots.SaveCurves(_folder["taken.png"], History(1)));

        static void Refused(string message, Action draw) => Assert.Equal(message, Assert.Throws<ArgumentException>(draw).Message);
    }

    private static List<HistoryRow> History(int epochs) =>
    [
        .. Enumerable.Range(1, epochs).Select(epoch => new HistoryRow(
            epoch * 100, epoch, TimeSpan.Zero, 1.0 / epoch, 1e-3, new Dictionary<string, double> { ["accuracy"] = 1 - 0.5 / epoch },
            new Dictionary<string, double> { ["loss"] = 1.5 / epoch, ["accuracy"] = 1 - 0.7 / epoch })),
    ];

    private static int Count(SKBitmap picture, SKColor color) => Places(picture, color).Count();

    private static IEnumerable<(int X, int Y)> Places(SKBitmap picture, SKColor color) =>
        from y in Enumerable.Range(0, picture.Height)
        from x in Enumerable.Range(0, picture.Width)
        where picture.GetPixel(x, y) == color
        select (x, y);

    private IReadOnlyList<HistoryRow> Fit(int epochs, bool resume)
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.05);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, TinyTask.LossAndOutputs,
            new() { Epochs = epochs, RunFolder = _folder["run"], ShowProgress = false, StopOnCtrlC = false });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        trainer.Observers.Add(new CurvesFile(_folder["pictures/curves.svg"]));
        return trainer.Fit(TinyTask.Data(), TinyTask.Data(8), resume).History;
    }

    private List<string> Words(string file) =>
        [.. Regex.Matches(File.ReadAllText(_folder[file]), "<text[^>]*>([^<]*)</text>").Select(match => match.Groups[1].Value.Trim())];
}
