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
            Description = "A folder with text files of at least two kinds, distinguished by their extensions, with at least 5 files and "
                + "100 snippets of each. By default this repository.",
            HelpName = "folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for the weights (SnippetEncoder.safetensors), classes.json and confusion.png.",
            HelpName = "folder",
            DefaultValueFactory = _ => "classify",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "The training time in minutes.",
            DefaultValueFactory = _ => 2,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "The number of training steps instead of --minutes, for a reproducible run.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, batches and dropout.",
            DefaultValueFactory = _ => 1,
        };

        var command = new RootCommand(
            "Declares a small BERT-like encoder with attributes, trains it to predict the kind of a file from a line or two of its text, "
            + "and compares it with naive Bayes on held-out files. Ctrl-C stops after the current step, saves the weights and shows the "
            + "results so far (exit code 130); a second Ctrl-C ends the program at once. Exit code 2: an option, the text or the output "
            + "folder is not valid.")
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
