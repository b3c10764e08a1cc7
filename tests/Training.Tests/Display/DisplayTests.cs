using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests.Checkpoints;
using ModelGen.Training.Tests.Fitting;
using Spectre.Console;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Display;

/// <summary>What one sees of a run.</summary>
public sealed class DisplayTests
{
    private static readonly TrainingStart _start = new("Net", 12345, 0, 200, ["accuracy"], ["loss", "accuracy"], []);

    private static readonly TrainingStep _step = new(150, 2, 10, 0.12345, 1e-4, double.NaN, 32, 4567, TimeSpan.FromSeconds(90), 0.75);

    private static readonly HistoryRow _row = new(
        100, 2, TimeSpan.FromSeconds(60), 0.5, 1e-3, new Dictionary<string, double> { ["accuracy"] = 0.875 },
        new Dictionary<string, double> { ["loss"] = 0.625, ["accuracy"] = 0.75 });

    [Fact]
    public void Lines_show_epochs_and_the_end()
    {
        using var output = new StringWriter();
        ITrainingObserver display = new LineDisplay(output);
        display.OnStart(_start);
        display.OnStep(_step);
        display.OnHistory(_row);
        display.OnEnd(new FitResult(StopReason.EarlyStopping, 200, 3, TimeSpan.FromSeconds(3723), 0.625, 100, [_row]));
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("Net, 12,345 parameters", lines[0]);
        Assert.Equal("epoch 2, step 100, loss 0.5, accuracy 0.875, validation loss 0.625, validation accuracy 0.75, 1:00", lines[1]);
        Assert.StartsWith(
            "EarlyStopping after 200 steps and 1:02:03; best 0.625 after step 100; peak memory ", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void A_step_has_its_rate_its_speed_and_the_time_left() =>
        Assert.Equal("step 150/200, loss 0.1235, rate 1.00e-4, 4,567/s, 0:30 left", DisplayText.Step(_step, 200));

    [Fact]
    public void The_table_has_the_last_rows_and_the_step_at_hand()
    {
        var table = new TableDisplay();
        ITrainingObserver display = table;
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 140;
        console.Write(table.Render());
        Assert.Equal(string.Empty, output.ToString().Trim());
        display.OnStart(_start);
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            display.OnHistory(_row with { Epoch = epoch, Step = epoch * 10 });
        }

        display.OnStep(_step);
        console.Write(table.Render());
        var text = output.ToString();
        Assert.Contains("Net, 12,345 parameters", text, StringComparison.Ordinal);
        string[] words =
        [
            "loss │ accuracy │ validation loss", "validation accuracy", "0.875", "0.625", "200",
            "━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌ step 150/200, loss 0.1235", "peak memory",
        ];
        foreach (var word in words)
        {
            Assert.Contains(word, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(" 80 ", text, StringComparison.Ordinal);
        Assert.Contains(" 90 ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00012345, "1.23e-4")]
    [InlineData(12.345678, "12.3457")]
    [InlineData(1234567, "1.23e+6")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, DisplayText.Number(value));

    [Fact]
    public void TensorBoard_is_given_the_losses()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.05);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, TinyTask.LossAndOutputs, new() { Epochs = 2, ShowProgress = false, StopOnCtrlC = false });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        trainer.Observers.Add(new TensorBoardLog(folder["events"], every: 3));
        trainer.Fit(TinyTask.Data(), TinyTask.Data(8));
        var events = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder["events"])));

        // Tags are in the file as they are: four points of the step's loss, two of the epoch's and of the validation's.
        Assert.Equal(4, Count(events, "loss/step"u8));
        Assert.Equal(4, Count(events, "learning_rate"u8));
        Assert.Equal(2, Count(events, "loss/train"u8));
        Assert.Equal(2, Count(events, "loss/validation"u8));
        Assert.Equal(2, Count(events, "mae/train"u8));
        Assert.Equal(2, Count(events, "mae/validation"u8));

        static int Count(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
        {
            var count = 0;
            for (var at = bytes.IndexOf(word); at >= 0; at = bytes.IndexOf(word))
            {
                count++;
                bytes = bytes[(at + word.Length)..];
            }

            return count;
        }
    }
}
