using System.IO;
using System.Linq;
using Xunit;

namespace Memory.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_small_run_prints_the_tables_and_draws_the_plots_twice()
    {
        using var folder = new TemporaryFolder();
        var run = SampleRun.Of(
            Program.Main,
            "--output", folder["out"], "--inputs", "8", "--hidden", "12", "--distance", "50", "--trained", "10", "--steps", "5");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.All(
            ["RNN", "LSTM", "GRU", "Transformer", "gradient, initial", "gradient, trained", "accuracy", "not clipped", "clipped to 1"],
            word => Assert.Contains(word, run.Output));
        foreach (var name in new[] { "gradients", "accuracy", "clipping" })
        {
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder[$"out/{name}.png"])[..4]);
            Assert.Contains("<svg", File.ReadAllText(folder[$"out/{name}.svg"]));
        }
    }

    [Fact]
    public void Models_learn_a_short_distance()
    {
        using var folder = new TemporaryFolder();
        var experiment = new Experiment(new(folder["out"], Inputs: 16, Hidden: 32, Distance: 10, Trained: 3, Steps: 150));

        var memories = Quiet(() => experiment.Run(
            "GRU", (inputs, hidden) => new GruRecall(RecallTask.Tokens, inputs, hidden, RecallTask.Clues)));

        Assert.Equal(11, memories.Before.Length);
        Assert.Equal([1, 2, 5, 10], memories.Accuracy.Select(point => point.Distance));
        Assert.True(memories.Accuracy[0].Accuracy > 0.9, $"{memories.Accuracy[0]}");
    }

    [Fact]
    public void Help_names_every_option()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["--output", "--inputs", "--hidden", "--distance", "--trained", "--steps", "--seed"],
            word => Assert.Contains(word, run.Output));
    }

    [Theory]
    [InlineData("--distance", "5", "--distance must be at least 10 and at most 1000.")]
    [InlineData("--inputs", "6", "--inputs must be a positive multiple of 4.")]
    [InlineData("--steps", "0", "--steps must be at least 1.")]
    public void A_wrong_option_is_one_sentence_and_code_2(string option, string value, string expected) =>
        SampleRun.Of(Program.Main, option, value).AssertRefused(expected);

    private static T Quiet<T>(System.Func<T> run)
    {
        var console = System.Console.Out;
        System.Console.SetOut(TextWriter.Null);
        try
        {
            return run();
        }
        finally
        {
            System.Console.SetOut(console);
        }
    }
}
