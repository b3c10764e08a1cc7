using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ModelGen.Training;
using Spectre.Console;

namespace Tasks;

/// <summary>The command line.</summary>
internal static class Program
{
    private const int LongestText = 64;
    private const int ImagesPerShape = 100;
    private const int MostGroups = 6000;

    internal static int Main(string[] arguments)
    {
        var command = new RootCommand(
            "Four tasks, each a file that a program of your own can begin with: model, data and training. Each prints its results beside "
            + "those of a baseline. Ctrl-C ends the training of the model at hand, and the program continues with what follows; a second "
            + "Ctrl-C ends it at once. Exit code 2: an option or the data are not valid.")
        {
            ForecastCommand(), LanguagesCommand(), ImagesCommand(), CourseCommand(), LinesCommand(),
        };
        return command.Run(arguments);
    }

    private static Command ForecastCommand()
    {
        var csv = new Option<string?>("--csv")
        {
            Description = "A CSV file with one row per hour. By default a synthetic series is written to the output folder.",
            HelpName = "file",
        };
        var column = new Option<string>("--column")
        {
            Description = "The column to forecast.", HelpName = "name", DefaultValueFactory = _ => SyntheticSeries.Column,
        };
        var (output, steps, seed) = (Output("the series and the model"), Steps(800), Seed());
        return Task("forecast", "Forecasts 24 hours of a series.", [csv, column, output, steps, seed], result =>
        {
            var count = StepsOf(result, steps);
            var folder = new OutputFolder(result.Get(output, value => value.Length > 0, "the path of a folder"));
            var path = result.GetValue(csv);
            if (path is null)
            {
                path = folder["series.csv"];
                SyntheticSeries.Write(path, hours: 365 * 24, result.GetValue(seed));
                Console.WriteLine($"Series: {path}, 365 days of hours, synthetic.");
            }

            Print(Forecast.Run(path, result.GetValue(column)!, folder["forecaster"], count, result.GetValue(seed)), "F2");
            Console.WriteLine($"Model: {folder["forecaster"]}");
        });
    }

    private static Command LanguagesCommand()
    {
        var text = new Option<string?>("--text")
        {
            Description = "A folder with one subfolder per language, of text files with one text per line. By default the messages of the "
                + ".NET SDK in six languages.",
            HelpName = "folder",
        };
        var (output, steps, seed) = (Output("the picture of the confusion matrix"), Steps(600), Seed());
        return Task("languages", "Recognizes the language of a text.", [text, output, steps, seed], result =>
        {
            var count = StepsOf(result, steps);
            var folder = new OutputFolder(result.Get(output, value => value.Length > 0, "the path of a folder"));
            var texts = result.GetValue(text) is { } path ? TextFolder.Read(path, LongestText) : Messages();
            Console.WriteLine(
                $"Texts: {texts.Count:N0} of up to {LongestText} bytes, {texts.Select(one => one.Group).Distinct().Count():N0} groups.");
            var (scores, classes, confusion) = Languages.Run(texts, count, result.GetValue(seed));
            Print(scores, "F4");
            Print(classes, confusion);
            TrainingPlots.SaveConfusionMatrix(folder["confusion.png"], confusion, classes.Names, new() { Title = "Languages" });
            Console.WriteLine($"Picture: {folder["confusion.png"]}");
        });
    }

    private static Command ImagesCommand()
    {
        var images = new Option<string?>("--images")
        {
            Description = "A folder with one subfolder of PNG files per class. By default images of shapes are drawn to the output folder.",
            HelpName = "folder",
        };
        var (output, steps, seed) = (Output("the drawn images"), Steps(300), Seed());
        return Task("images", "Classifies images.", [images, output, steps, seed], result =>
        {
            var count = StepsOf(result, steps);
            var folder = new OutputFolder(result.Get(output, value => value.Length > 0, "the path of a folder"));
            var path = result.GetValue(images);
            if (path is null)
            {
                path = folder["shapes"];
                DrawnShapes.Write(path, ImagesPerShape, result.GetValue(seed));
                Console.WriteLine($"Images: {path}, {ImagesPerShape} drawn images of each of six shapes.");
            }

            Print(Images.Run(path, count, result.GetValue(seed)), "F3", "accuracy");
        });
    }

    private static Command CourseCommand()
    {
        var text = new Option<string?>("--text")
        {
            Description = "The text to train on: a UTF-8 file, or a folder whose *.md, *.txt and *.cs files are read. By default this "
                + "repository.",
            HelpName = "file|folder",
        };
        var (steps, seed) = (Steps(400), Seed());
        const string Description = "Trains an RNN, an LSTM, a GRU, self-attention and a Transformer block on one text.";
        return Task("course", Description, [text, steps, seed], result =>
        {
            var count = StepsOf(result, steps);
            var (content, source) = TextFiles.Read(result.GetValue(text));
            Console.WriteLine($"Text: {source}, {content.Length:N0} characters.");
            Print(Course.Run(System.Text.Encoding.UTF8.GetBytes(content), count, result.GetValue(seed)), "F3");
        });
    }

    private static Command LinesCommand()
    {
        var command = new Command(
            "lines",
            "Counts the lines of each task, and of the same program in Keras and in Lightning (Peers/*.py): all lines but blank ones, "
            + "comments, documentation and imports; in parentheses without lines of brackets only.");
        command.SetAction(_ =>
        {
            foreach (var line in LineTable.Markdown(Path.Combine(TextFiles.RepositoryRoot(), "samples", "Tasks")))
            {
                Console.WriteLine(line);
            }
        });
        return command;
    }

    private static Command Task(string name, string description, IEnumerable<Option> options, Action<ParseResult> run)
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(result =>
        {
            var clock = Stopwatch.StartNew();
            run(result);
            Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
        });
        return command;
    }

    private static Option<string> Output(string content) => new("--output")
    {
        Description = $"The folder for {content}.", HelpName = "folder", DefaultValueFactory = _ => "tasks",
    };

    private static Option<int> Steps(int steps) => new("--steps")
    {
        Description = "The number of training steps per model.", DefaultValueFactory = _ => steps,
    };

    private static Option<int> Seed() => new("--seed")
    {
        Description = "The seed of data, weights and batches.", DefaultValueFactory = _ => 1,
    };

    private static int StepsOf(ParseResult result, Option<int> steps) => result.Get(steps, value => value > 0, "at least 1");

    private static IReadOnlyList<LabeledText> Messages()
    {
        var sdk = SdkMessages.FindSdk();
        Console.WriteLine($"Messages of {sdk} in {string.Join(", ", SdkMessages.Languages)}.");
        var texts = SdkMessages.Read(sdk, LongestText);
        var groups = texts.Select(text => text.Group).Distinct().ToList();
        var kept = Enumerable.Range(0, Math.Min(MostGroups, groups.Count))
            .Select(i => groups[(int)((long)i * groups.Count / Math.Min(MostGroups, groups.Count))]).ToHashSet(StringComparer.Ordinal);
        return [.. texts.Where(text => kept.Contains(text.Group))];
    }

    private static void Print(IReadOnlyList<Score> scores, string format, string what = "on test data")
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumn(what);
        foreach (var (measure, _) in scores[0].Values)
        {
            table.AddColumn(new TableColumn(measure).RightAligned());
        }

        foreach (var score in scores)
        {
            table.AddRow([score.Name, .. score.Values.Select(value => value.Value.ToString(format, null))]);
        }

        AnsiConsole.Write(table);
    }

    private static void Print(ClassNames classes, long[,] confusion)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumn("true / predicted");
        foreach (var name in classes.Names)
        {
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        for (var row = 0; row < classes.Count; row++)
        {
            var counts = Enumerable.Range(0, classes.Count).Select(column => $"{confusion[row, column]:N0}");
            table.AddRow([Markup.Escape(classes.Names[row]), .. counts]);
        }

        AnsiConsole.Write(table);
    }
}
