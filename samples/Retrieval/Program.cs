using System;
using System.CommandLine;
using System.Threading.Tasks;
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
            DefaultValueFactory = _ => 1.2,
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
            _documents, _output, minutes, steps, questions, seed, UpdateCommand(), AskCommand(),
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
        var command = new Command("ask", "Answers a question from the index, or declines.") { question, shown };
        command.SetAction(result =>
        {
            var settings = Read(result);
            var count = result.Get(shown, value => value is >= 1 and <= 50, "from 1 to 50");
            return Run(stop => new AskSession(settings, stop).Run(result.GetValue(question)!, count, client: null));
        });
        return command;
    }

    private static Settings Read(ParseResult result) => new(
        result.GetValue(_documents), null, result.Get(_output, value => value.Length > 0, "the path of a folder"));

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
