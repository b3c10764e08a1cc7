using System;
using System.CommandLine;
using System.Linq;

namespace FineTune;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var model = new Option<string?>("--model")
        {
            Description = "The model to adapt: a folder of the Hugging Face hub with a GPT-2, Llama, Mistral or Qwen 2. By default a small "
                + "GPT over bytes is pre-trained first.",
            HelpName = "folder",
        };
        var baseText = new Option<string?>("--base")
        {
            Description = "The text that the small GPT is pre-trained on, and on which forgetting is measured: a UTF-8 file, or a folder "
                + "whose *.md, *.txt and *.cs files are read. By default the *.cs files of this repository.",
            HelpName = "file|folder",
        };
        var text = new Option<string[]>("--text")
        {
            Description = "A text to adapt to, read as --base is; the option can be repeated. Ranks are compared on the first one. By "
                + "default the *.md files of this repository, and its *.svg files.",
            HelpName = "file|folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for the base model, the adapters and rank.png.",
            HelpName = "folder",
            DefaultValueFactory = _ => "finetune",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "The time of the pre-training in minutes.",
            DefaultValueFactory = _ => 1.2,
        };
        var pretrainingSteps = new Option<int?>("--pretraining-steps")
        {
            Description = "The number of steps of the pre-training instead of --minutes, for a reproducible run.",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "The number of steps of each adaptation.",
            DefaultValueFactory = _ => 150,
        };
        var ranks = new Option<int[]>("--rank")
        {
            Description = "A rank of the adapters to compare; the option can be repeated. The default is 1, 2, 4, 8 and 16.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, batches and samples.",
            DefaultValueFactory = _ => 1,
        };

        var command = new RootCommand(
            "Adapts a language model to another text, with low-rank adapters (LoRA) and with full fine-tuning, and shows what is gained "
            + "there and what is forgotten of the first text. Ctrl-C stops after the current step and shows the results so far (exit code "
            + "130); a second Ctrl-C ends the program at once. Exit code 2: an option, a text, the model or the output folder is not "
            + "valid.")
        {
            model, baseText, text, output, minutes, pretrainingSteps, steps, ranks, seed, ClassifyCommand(),
        };
        command.SetAction(result => Run(new Settings(
            result.GetValue(model),
            result.GetValue(baseText),
            result.GetValue(text) ?? [],
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetBudget(minutes, pretrainingSteps),
            result.Get(steps, value => value is >= 1 and <= 1_000_000, "from 1 to 1000000"),
            result.GetValue(ranks) is { Length: > 0 }
                ? [.. result.Get(ranks, value => value.All(rank => rank is >= 1 and <= 4096), "from 1 to 4096").Distinct().Order()]
                : [1, 2, 4, 8, 16],
            result.GetValue(seed))));
        return command.Run(arguments);
    }

    private static Command ClassifyCommand()
    {
        var text = new Option<string[]>("--text")
        {
            Description = "A text of a class: a UTF-8 file, or a folder whose *.md, *.txt and *.cs files are read; repeat the option for "
                + "each class. By default the *.cs, *.md, *.svg and *.json files of this repository are four classes.",
            HelpName = "file|folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for the encoder and the plot.", HelpName = "folder", DefaultValueFactory = _ => "finetune-classify",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "The time of the pre-training in minutes.", DefaultValueFactory = _ => 2,
        };
        var pretrainingSteps = new Option<int?>("--pretraining-steps")
        {
            Description = "The number of steps of the pre-training instead of --minutes, for a reproducible run.",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "The number of steps of each classifier.", DefaultValueFactory = _ => 200,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, labels and batches.", DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "classify",
            "Pre-trains an encoder on texts without labels, puts a classifier head on it, and compares it with a classifier that is "
            + "trained from scratch and with naive Bayes, with 4 to 256 labels per class.")
        {
            text, output, minutes, pretrainingSteps, steps, seed,
        };
        command.SetAction(result => CommandLine.RunUntilStopped(interruption => new HeadSession(
            result.GetValue(text) ?? [],
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetBudget(minutes, pretrainingSteps),
            result.Get(steps, value => value is >= 1 and <= 1_000_000, "from 1 to 1000000"),
            result.GetValue(seed),
            interruption).Run()));
        return command;
    }

    private static int Run(Settings settings) => CommandLine.RunUntilStopped(interruption => new Session(settings, interruption).Run());
}
