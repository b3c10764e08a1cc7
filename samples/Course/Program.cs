using System;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using static TorchSharp.torch;

namespace Course;

/// <summary>The command line.</summary>
internal static class Program
{
    private const string List = "list";
    private const string All = "all";
    private const int Seed = 1;

    internal static int Main(string[] arguments)
    {
        var name = new Argument<string>("chapter")
        {
            Description = $"The name of a chapter; '{All}' runs all of them, and '{List}', the default, lists them.",
            DefaultValueFactory = _ => List,
        };
        var solutions = new Option<bool>("--solutions") { Description = "Runs the solutions of the exercises instead of the chapter." };
        var output = new Option<string>("--output")
        {
            Description = "The folder for pictures, each as .png and .svg.", HelpName = "folder", DefaultValueFactory = _ => "course",
        };
        var command = new RootCommand(
            "Runs the programs of the course in docs/course. Each chapter prints the results that its page shows and draws its pictures. "
            + "Exit code 2: the chapter or the output folder is not valid.")
        {
            name, solutions, output,
        };
        command.SetAction(result =>
        {
            var chosen = result.GetValue(name)!;
            if (chosen == List)
            {
                PrintContents();
                return 0;
            }

            return Run(
                chosen == All ? [.. Contents.Chapters] : [Find(chosen)], result.GetValue(solutions),
                new(result.Get(output, value => value.Length > 0, "the path of a folder")));
        });
        return command.Run(arguments);
    }

    private static int Run(Chapter[] chapters, bool solutions, OutputFolder output) => CommandLine.RunUntilStopped(interruption =>
    {
        // More threads would change the order in which numbers are added, and with it their last digits.
        var threads = get_num_threads();
        set_num_threads(1);
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var chapter in chapters)
            {
                manual_seed(Seed);
                (solutions ? chapter.Solve : chapter.Run)(new(output, interruption.Token));
                interruption.Token.ThrowIfCancellationRequested();
            }

            Console.Error.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            Console.Error.WriteLine("Stopped.");
        }
        finally
        {
            set_num_threads(threads);
        }
    });

    private static void PrintContents()
    {
        foreach (var (chapter, i) in Contents.Chapters.Select((chapter, i) => (chapter, i)))
        {
            Console.WriteLine($"{i + 1,2}  {chapter.Name,-20}  {chapter.Title}");
        }
    }

    private static Chapter Find(string name)
    {
        var names = string.Join(", ", Contents.Chapters.Select(chapter => chapter.Name));
        return Contents.Chapters.FirstOrDefault(chapter => chapter.Name == name)
            ?? throw new SampleException($"The course has no chapter '{name}'; its chapters are {names}.");
    }
}
