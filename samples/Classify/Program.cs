using System;
using System.CommandLine;

namespace Classify;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var text = new Option<string?>("--text")
        {
            Description = "A folder with text files of several kinds, told by their extensions: at least 5 files and 100 snippets of a "
                + "kind, at least two kinds. By default this repository.",
            HelpName = "folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "Where the weights (SnippetEncoder.safetensors), classes.json and confusion.png are written.",
            HelpName = "folder",
            DefaultValueFactory = _ => "classify",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Minutes of training.",
            DefaultValueFactory = _ => 2,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "Steps of training, instead of --minutes; makes a run repeatable.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, batches and dropout.",
            DefaultValueFactory = _ => 1,
        };

        var command = new RootCommand(
            "Declares a small BERT-like encoder with attributes, trains it to tell from a line or two which kind of file they stand in, "
                + "and compares "
            + "it with naive Bayes on files that neither has seen. Ctrl-C stops after the step at hand, keeps the weights and shows the "
            + "results so far "
            + "(exit code 130); a second Ctrl-C ends at once. Exit code 2: an option, the text or the output folder is of no use.")
        {
            text, output, minutes, steps, seed,
        };
        command.SetAction(result => Run(new Settings(
            result.GetValue(text),
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetBudget(minutes, steps),
            result.GetValue(seed))));

        return command.Run(arguments);
    }

    private static int Run(Settings settings) => CommandLine.RunUntilStopped(interruption => new Session(settings, interruption).Run());
}
