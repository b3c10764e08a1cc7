using System.CommandLine;

namespace Chat;

/// <summary>The command line.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        var model = new Option<string?>("--model")
        {
            Description = "A folder with GPT-2, Llama, Mistral or Qwen 2 in the layout of the Hugging Face hub (config.json, tokenizer, "
                + "safetensors), or with a model that this program has saved. By default a small model is trained.",
            HelpName = "folder",
        };
        var prompt = new Option<string?>("--prompt")
        {
            Description = "Answer this prompt and exit. By default prompts are read from the console.",
        };
        var maximumTokens = new Option<int>("--max-tokens")
        {
            Description = "The maximum number of tokens per answer.",
            DefaultValueFactory = _ => 200,
        };
        var temperature = new Option<double>("--temperature")
        {
            Description = "The sampling temperature: 0 always takes the most likely token, 1 samples from the model's probabilities.",
            DefaultValueFactory = _ => 0.8,
        };
        var topK = new Option<int>("--top-k")
        {
            Description = "Sample from this number of most likely tokens; 0 for all.",
            DefaultValueFactory = _ => 0,
        };
        var topP = new Option<double>("--top-p")
        {
            Description = "Sample from the smallest set of most likely tokens with this total probability.",
            DefaultValueFactory = _ => 0.95,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of the sampling, and of the training without --model.",
            DefaultValueFactory = _ => 1,
        };
        var text = new Option<string?>("--text")
        {
            Description = "Without --model: the text to train on, a UTF-8 file, or a folder whose *.md, *.txt and *.cs files are read. By "
                + "default the *.md and *.cs files of this repository.",
            HelpName = "file|folder",
        };
        var output = new Option<string>("--output")
        {
            Description = "Without --model: the folder in which the trained model is saved (CharGpt.safetensors, alphabet.json).",
            HelpName = "folder",
            DefaultValueFactory = _ => "chat",
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Without --model: the training time in minutes.",
            DefaultValueFactory = _ => 1,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "Without --model: the number of training steps instead of --minutes, for a reproducible run.",
        };

        var command = new RootCommand(
            "Chats with a language model: streams its answers and shows the tokens per second. A conversation reuses the caches of its "
            + "preceding answers. Ctrl-C stops an answer (exit code 130 with --prompt) or the training, and a second Ctrl-C ends the "
            + "program. Exit code 2: an option, the model's folder, the text, the output folder or the prompt is not valid.")
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
