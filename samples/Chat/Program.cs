using System.CommandLine;

namespace Chat;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var model = new Option<string?>("--model")
        {
            Description = "A folder with GPT-2, Llama, Mistral or Qwen 2 as the Hugging Face hub has them (config.json, tokenizer, "
                + "safetensors), or what this program has saved. By default a small model learns on the spot.",
            HelpName = "folder",
        };
        var prompt = new Option<string?>("--prompt")
        {
            Description = "Answer this and end; by default one line after the other is asked for.",
        };
        var maximumTokens = new Option<int>("--max-tokens")
        {
            Description = "The longest answer, in tokens.",
            DefaultValueFactory = _ => 200,
        };
        var temperature = new Option<double>("--temperature")
        {
            Description = "How daring the answers are: 0 takes the likeliest token always, 1 draws from the model as it is.",
            DefaultValueFactory = _ => 0.8,
        };
        var topK = new Option<int>("--top-k")
        {
            Description = "Draw only from so many likeliest tokens; 0 for all.",
            DefaultValueFactory = _ => 0,
        };
        var topP = new Option<double>("--top-p")
        {
            Description = "Draw only from the fewest tokens that have this probability together.",
            DefaultValueFactory = _ => 0.95,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of answers, and of the model that learns on the spot.",
            DefaultValueFactory = _ => 1,
        };
        var text = new Option<string?>("--text")
        {
            Description = "Without --model: what to learn, a UTF-8 text file, or a folder, of which *.md, *.txt and *.cs are read. By "
                + "default the *.md and *.cs files of this repository.",
            HelpName = "file|folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "Without --model: where what has learnt is saved (CharGpt.safetensors, alphabet.json).",
            HelpName = "folder",
            DefaultValueFactory = _ => "chat",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Without --model: minutes of training.",
            DefaultValueFactory = _ => 1,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "Without --model: steps of training, instead of --minutes; makes a run repeatable.",
        };

        var command = new RootCommand(
            "Streams what a language model answers, with the tokens per second. What was read before is not read again: a conversation "
                + "goes on from the "
            + "caches of its last answer. Ctrl-C stops an answer (exit code 130 with --prompt), a second Ctrl-C the program; while a "
            + "model learns, it stops "
            + "the learning. Exit code 2: an option, the model's folder, the text, the output folder or the prompt is of no use.")
        {
            model, prompt, maximumTokens, temperature, topK, topP, seed, text, output, minutes, steps,
        };
        command.SetAction(result => new Session(new Settings(
            result.GetValue(model),
            result.GetValue(prompt),
            result.GetValue(text),
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.GetBudget(minutes, steps),
            new Sampling(
                result.Get(temperature, value => value is >= 0 and <= 100, "from 0 to 100"),
                result.Get(topK, value => value >= 0, "0 or more"),
                result.Get(topP, value => value is > 0 and <= 1, "more than 0 and at most 1"),
                result.Get(maximumTokens, value => value is > 0 and <= 1_000_000, "from 1 to 1000000"),
                result.GetValue(seed)))).Run());

        return command.Run(arguments);
    }
}
