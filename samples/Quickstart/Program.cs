using System;
using System.CommandLine;

namespace Quickstart;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var text = new Option<string?>("--text")
        {
            Description = "The text to train on: a UTF-8 file, or a folder whose *.md, *.txt and *.cs files are read. By default the "
                + "*.md and *.cs files of this repository.",
            HelpName = "file|folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for the weights (NAME.dat), alphabet.json and training.png.",
            HelpName = "folder",
            DefaultValueFactory = _ => "quickstart",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "The training time per model in minutes.",
            DefaultValueFactory = _ => 1.4,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "The number of training steps per model instead of --minutes, for a reproducible run.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, batches and samples.",
            DefaultValueFactory = _ => 1,
        };
        var prompt = new Option<string>("--prompt")
        {
            Description = "The text to continue.",
            DefaultValueFactory = _ => "/// <summary>",
        };
        var length = new Option<int>("--length")
        {
            Description = "The number of characters to generate per model.",
            DefaultValueFactory = _ => 400,
        };
        var temperature = new Option<double>("--temperature")
        {
            Description = "The sampling temperature: 0 always takes the most likely character, 1 samples from the model's probabilities.",
            DefaultValueFactory = _ => 0.7,
        };
        var topK = new Option<int>("--top-k")
        {
            Description = "Sample from this number of most likely characters; 0 for all.",
            DefaultValueFactory = _ => 0,
        };

        var command = new RootCommand(
            "Declares a character-level transformer and an LSTM with attributes, trains both on text, compares them on held-out text "
            + "with an order-3 character model, and generates text. Ctrl-C stops after the current step, saves the weights and shows the "
            + "results so far (exit code 130); a second Ctrl-C ends the program at once. Exit code 2: an option, the text or the output "
            + "folder is not valid.")
        {
            text, output, minutes, steps, seed, prompt, length, temperature, topK,
        };
        command.SetAction(result => Run(new Settings(
            result.GetValue(text),
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetBudget(minutes, steps),
            new Sampling(
                result.GetRequiredValue(prompt),
                result.Get(length, value => value is >= 0 and <= 1_000_000, "from 0 to 1000000"),
                result.Get(temperature, value => value is >= 0 and <= 100, "from 0 to 100"),
                result.Get(topK, value => value >= 0, "0 or more"),
                result.GetValue(seed)))));

        return command.Run(arguments);
    }

    private static int Run(Settings settings) => CommandLine.RunUntilStopped(interruption => new Session(settings, interruption).Run());
}
