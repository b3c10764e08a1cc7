using System;
using System.CommandLine;
using System.Threading.Tasks;
using ModelGen.Models;
using ModelGen.Training;

namespace Retrieval;

/// <summary>The command line.</summary>
internal static class Program
{
    private static readonly Option<string?> _documents = new("--docs")
    {
        Description = "The folder of the documents: Markdown, HTML, text and XML documentation. By default the XML documentation of .NET "
            + "and of this program's packages, and the Markdown of this repository.",
        HelpName = "folder",
        Recursive = true,
    };

    private static readonly Option<string?> _encoder = new("--encoder")
    {
        Description = "A folder of the Hugging Face hub with a BERT whose vectors are used instead of those of a trained encoder.",
        HelpName = "folder",
        Recursive = true,
    };

    private static readonly Option<string> _output = new("--output")
    {
        Description = "The folder of the index, the encoder and the plot.",
        HelpName = "folder",
        DefaultValueFactory = _ => "retrieval",
        Recursive = true,
    };

    internal static int Main(string[] arguments)
    {
        var minutes = new Option<double>("--minutes")
        {
            Description = "The time of the training in minutes.",
            DefaultValueFactory = _ => 2,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = "The number of training steps instead of --minutes, for a reproducible run.",
        };
        var questions = new Option<int>("--questions")
        {
            Description = "The largest number of held-out questions.",
            DefaultValueFactory = _ => 500,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of weights and batches.",
            DefaultValueFactory = _ => 1,
        };
        var command = new RootCommand(
            "Answers questions from documents, with citations. Without a command, the program trains an encoder of questions and passages "
            + "if there is none, measures the search by words (BM25), by vectors and by both on held-out questions, and builds the index. "
            + "Ctrl-C stops after the current step, and what is stored stays (exit code 130); a second Ctrl-C ends the program at once. "
            + "Exit code 2: an option, the documents, the index or the question is not valid.")
        {
            _documents, _encoder, _output, minutes, steps, questions, seed, UpdateCommand(), AskCommand(), BenchCommand(),
        };
        command.SetAction(result =>
        {
            var settings = Read(result);
            var budget = result.GetBudget(minutes, steps);
            var most = result.Get(questions, value => value is >= 1 and <= 100_000, "from 1 to 100000");
            return Run(stop => new Session(settings, stop).Evaluate(budget, result.GetValue(seed), most));
        });
        return command.Run(arguments);
    }

    private static Command UpdateCommand()
    {
        var command = new Command("update", "Brings the index up to date with the documents: only what has changed is read into it.");
        command.SetAction(result =>
        {
            var settings = Read(result);
            return Run(stop => new Session(settings, stop).Update());
        });
        return command;
    }

    private static Command AskCommand()
    {
        var question = new Argument<string>("question") { Description = "The question." };
        var shown = new Option<int>("--passages")
        {
            Description = "The number of passages that are shown and answered from.",
            DefaultValueFactory = _ => 5,
        };
        var model = new Option<string?>("--model")
        {
            Description = "A folder of the Hugging Face hub with a GPT-2, Llama, Mistral or Qwen 2 that answers. By default the closest "
                + "sentences of the passages are selected.",
            HelpName = "folder",
        };
        var command = new Command("ask", "Answers a question from the index, or declines.") { question, shown, model };
        command.SetAction(result =>
        {
            var settings = Read(result);
            var count = result.Get(shown, value => value is >= 1 and <= 50, "from 1 to 50");
            return Run(async stop =>
            {
                using var language = result.GetValue(model) is { } folder ? HubFolder.OpenLanguageModel(folder) : null;
                using var client = language?.AsChatClient();
                await new AskSession(settings, stop).Run(result.GetValue(question)!, count, client);
            });
        });
        return command;
    }

    private static Command BenchCommand()
    {
        var vectors = new Option<long>("--vectors")
        {
            Description = "The number of synthetic vectors.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var minutes = new Option<double>("--graph-minutes")
        {
            Description = "The time after which the approximate index, a graph, gets no more vectors, in minutes.",
            DefaultValueFactory = _ => 1.5,
        };
        var command = new Command("bench", "Measures synthetic vectors: the exact search, and an approximate index.") { vectors, minutes };
        command.SetAction(result =>
        {
            var output = new OutputFolder(Read(result).Output);
            var count = result.Get(vectors, value => value is >= 100 and <= 100_000_000, "from 100 to 100000000");
            var time = TimeSpan.FromMinutes(result.Get(minutes, value => value is > 0 and <= 1440, "more than 0 and at most 1440"));
            return Run(stop => new VectorBenchmark(stop).Run(output, count, time));
        });
        return command;
    }

    private static Settings Read(ParseResult result) => new(
        result.GetValue(_documents), result.GetValue(_encoder), result.Get(_output, value => value.Length > 0, "the path of a folder"));

    private static int Run(Func<Interruption, Task> session) => CommandLine.RunUntilStopped(interruption =>
    {
        try
        {
            session(interruption).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            Console.WriteLine("Stopped. What was stored stays, and the next run continues from there.");
        }
    });
}
