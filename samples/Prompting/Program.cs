using System;
using System.CommandLine;
using System.Linq;

namespace Prompting;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var model = new Option<string?>("--model")
        {
            Description = "The model to prompt: a folder of the Hugging Face hub with a GPT-2, Llama, Mistral or Qwen 2. By default a "
                + "small model is trained on prompts over letters first.",
            HelpName = "folder",
        };
        var prompt = new Option<string?>("--prompt")
        {
            Description = "With --model: continue this prompt and exit. {name} is a slot; {{ and }} are braces.",
            HelpName = "template",
        };
        var slots = new Option<string[]>("--slot")
        {
            Description = "The value of a slot of --prompt; the option can be repeated.",
            HelpName = "name=value",
        };
        var shots = new Option<int[]>("--shots")
        {
            Description = "A number of examples to measure; the option can be repeated. The default is 0, 1, 2, 4, 8 and 16.",
        };
        var prompts = new Option<int?>("--prompts")
        {
            Description = "The number of prompts per task and number of examples: 256 by default, with --model 20.",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Without --model: the number of training steps.",
            DefaultValueFactory = _ => 1500,
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for shots.png and shots.svg.",
            HelpName = "folder",
            DefaultValueFactory = _ => "prompting",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights, rules and prompts.",
            DefaultValueFactory = _ => 1,
        };

        var command = new RootCommand(
            "Shows in-context learning: a model answers a question by the rule of the examples in its prompt, without a change of its "
            + "weights. The program plots the accuracy by the number of examples (shots), for a small model that it trains, or for a given "
            + "language model. Ctrl-C stops after the current step and shows the results so far (exit code 130); a second Ctrl-C ends the "
            + "program at once. Exit code 2: an option, a slot, the model, a prompt or the output folder is not valid.")
        {
            model, prompt, slots, shots, prompts, steps, output, seed,
        };
        command.SetAction(result => Run(new Settings(
            result.GetValue(model),
            result.GetValue(prompt),
            [.. (result.GetValue(slots) ?? []).Select(Slot)],
            result.GetValue(shots) is { Length: > 0 }
                ? [.. result.Get(shots, value => value.All(count => count is >= 0 and <= 16), "from 0 to 16").Distinct().Order()]
                : [0, 1, 2, 4, 8, 16],
            result.Get(prompts, value => value is null or (>= 1 and <= 10_000), "from 1 to 10000")
                ?? (result.GetValue(model) is null ? 256 : 20),
            result.Get(steps, value => value is >= 1 and <= 1_000_000, "from 1 to 1000000"),
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetValue(seed))));
        return command.Run(arguments);
    }

    private static int Run(Settings settings) => CommandLine.RunUntilStopped(interruption => new Session(settings, interruption).Run());

    private static (string Name, string Value) Slot(string text) => text.IndexOf('=', StringComparison.Ordinal) is var end and > 0
        ? (text[..end], text[(end + 1)..])
        : throw new SampleException($"--slot must be name=value; it is '{text}'.");
}
