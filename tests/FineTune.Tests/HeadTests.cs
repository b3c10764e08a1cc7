using System;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen.Training;
using Xunit;
using static TorchSharp.torch;

namespace FineTune.Tests;

/// <summary>A classifier head on a pre-trained encoder.</summary>
public sealed class HeadTests
{
    private static readonly string _letters = Repeated("abcdefgh ijkl mnop. ", 30_000);
    private static readonly string _digits = Repeated("0123 456 789, 10 11; ", 30_000);

    [Fact]
    public void A_few_steps_compare_the_classifiers_and_draw_the_plot()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["letters.txt"], _letters);
        File.WriteAllText(folder["digits.txt"], _digits);

        var run = SampleRun.Of(
            Program.Main, "classify", "--text", folder["letters.txt"], "--text", folder["digits.txt"], "--output", folder["out"],
            "--pretraining-steps", "3", "--steps", "20");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.All(
            ["naive Bayes", "from scratch", "head only", "all weights", "4 labels per class", "256 labels per class"],
            text => Assert.Contains(text, run.Output));
        Assert.True(File.Exists(folder["out/encoder.safetensors"]));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["out/labels.png"])[..4]);
        Assert.Contains("<svg", File.ReadAllText(folder["out/labels.svg"]));
    }

    [Fact]
    public void Training_the_head_only_leaves_the_encoder_as_it_was_pre_trained()
    {
        using var folder = new TemporaryFolder();
        var windows = Windows();
        var encoder = folder["encoder.safetensors"];
        manual_seed(1);
        using var pretrained = new MaskedBytes();
        ModelGen.Checkpoint.Save(pretrained, encoder);
        using var interruption = new Interruption(() => { });

        using var head = Classification.Train(HeadMethod.HeadOnly, encoder, windows, labels: 16, steps: 40, seed: 1, interruption);
        using var all = Classification.Train(HeadMethod.AllWeights, encoder, windows, labels: 16, steps: 40, seed: 1, interruption);

        var before = pretrained.state_dict();
        var names = head.state_dict().Keys.Where(name => name.StartsWith("encoder.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(head.state_dict()[name].Equals(before[name]), name));
        Assert.Contains(names, name => !all.state_dict()[name].Equals(before[name]));
        Assert.True(Classification.Accuracy(all, windows.HeldOut) > 0.95);
        Assert.True(Classification.Baseline(windows, 16, seed: 1) > 0.95);
    }

    [Fact]
    public void Held_out_windows_are_not_trained_on_and_fewer_labels_are_part_of_more()
    {
        var numbered = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{i:D7} "));
        var windows = new LabeledWindows([("numbers", numbered), ("letters", _letters)]);
        var held = windows.HeldOut.Where(one => one.Class == 0).Select(one => Encoding.UTF8.GetString(one.Window)).ToHashSet();
        var labelled = windows.Label(windows.MostLabels, seed: 1).Where(one => one.Class == 0).ToList();

        Assert.NotEmpty(held);
        Assert.DoesNotContain(labelled, one => held.Contains(Encoding.UTF8.GetString(one.Window)));
        Assert.Equal(windows.Label(4, seed: 1).Select(one => one.Class), [0, 0, 0, 0, 1, 1, 1, 1]);
        Assert.All(windows.Label(4, 1), one => Assert.Contains(windows.Label(16, 1), more => ReferenceEquals(more.Window, one.Window)));
    }

    [Fact]
    public void One_text_and_a_short_text_are_refused()
    {
        Assert.Equal(
            "A classifier needs at least two texts: repeat --text.",
            Assert.Throws<SampleException>(() => new LabeledWindows([("one", _letters)])).Message);
        Assert.Equal(
            "The text short has 3 characters and at least 20,480 are needed.",
            Assert.Throws<SampleException>(() => new LabeledWindows([("long", _letters), ("short", "abc")])).Message);
    }

    private static LabeledWindows Windows() => new([("letters", _letters), ("digits", _digits)]);

    private static string Repeated(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));
}
