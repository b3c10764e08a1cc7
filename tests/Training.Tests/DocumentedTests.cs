using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests;

/// <summary>
/// The listings of the pages about training are code of the folder <c>Documented</c>, where they are compiled; here they run.
/// </summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/training.md", 5)]
    [InlineData("docs/precision.md", 2)]
    [InlineData("docs/coming-from-keras.md", 1)]
    [InlineData("docs/coming-from-pytorch.md", 1)]
    [InlineData("src/Training/README.md", 1)]
    [InlineData("src/Training.Plots/README.md", 1)]
    public void Every_listing_is_code_that_is_compiled(string document, int count)
    {
        var here = Path.GetDirectoryName(Here())!;
        string[] compiled =
            [.. Directory.GetFiles(Path.Combine(here, "Documented"), "*.cs").Select(file => Trimmed(File.ReadAllText(file)))];
        var text = File.ReadAllText(Path.Combine(here, "..", "..", document)).ReplaceLineEndings("\n");
        var listings = Regex.Matches(text, "^```csharp[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(count, listings.Count);
        Assert.All(listings, listing =>
            Assert.Contains(compiled, file => file.Contains(Trimmed(listing.Groups[1].Value), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_classifier_learns_to_tell_flowers_apart()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var text = new StringBuilder("sepal_length,sepal_width,petal_length,petal_width,species\n");
        for (var i = 0; i < 150; i++)
        {
            var kind = i % 3;
            double[] sizes = [5 + kind, 3 - 0.3 * kind, 1.5 + 1.8 * kind, 0.2 + 0.9 * kind];
            text.AppendJoin(',', sizes.Select(size => (size + random.NextDouble() - 0.5).ToString("0.00", CultureInfo.InvariantCulture)))
                .Append(CultureInfo.InvariantCulture, $",{new[] { "setosa", "versicolor", "virginica" }[kind]}\n");
        }

        File.WriteAllText(folder["flowers.csv"], text.ToString());
        manual_seed(1);
        var result = Quietly(() => Classifying.Train(folder["flowers.csv"]));
        Assert.True(result.Best > 0.9, $"accuracy {result.Best}");
        Assert.Equal(["accuracy", "f1", "loss"], result.History[0].Validation.Keys.Order());
    }

    [Fact]
    public void The_forecaster_learns_a_season()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["series.csv"], Series());
        manual_seed(1);
        var result = Quietly(() => Forecasting.Train(folder["series.csv"]));
        Assert.True(result.History[^1].Validation["loss"] < result.History[0].Validation["loss"] / 2);
    }

    [Fact]
    public void The_run_resumes()
    {
        var before = Directory.GetCurrentDirectory();
        using var folder = new TemporaryFolder();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            var source = BatchLoader.FromTensors(
                zeros(8, 12, 1), zeros(8, 3), (input, target) => new Forecaster.Batch(input, target), new() { BatchSize = 4 });
            using var model = new Forecaster();
            var output = string.Empty;
            Assert.Equal(40, Quietly(() => Resuming.Train(model, source, source)).Steps);
            Assert.Equal(40, Quietly(() => Resuming.Train(model, source, source), text => output = text).Steps);
            Assert.Contains("resumed after step 40", output, StringComparison.Ordinal);
            Assert.NotEmpty(Directory.GetFiles(folder["runs/forecast/tensorboard"]));
            Assert.True(File.Exists(folder["runs/forecast/best.safetensors"]));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    /// <summary>Attributes and their arguments, and members of the trainer and its options, in the last column of each table.</summary>
    [Theory]
    [InlineData("docs/coming-from-keras.md")]
    [InlineData("docs/coming-from-pytorch.md")]
    public void Every_name_in_a_table_exists(string document)
    {
        var cells = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", document))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[^2]).ToList();
        var types = typeof(LinearAttribute).Assembly.GetTypes().Concat(typeof(Trainer).Assembly.GetTypes())
            .Concat(typeof(TrainingPlots).Assembly.GetTypes()).Concat(typeof(Checkpoint).Assembly.GetTypes())
            .Where(type => type.IsPublic).ToLookup(type => type.Name.Split('`')[0]);
        var known = types.Select(type => type.Key)
            .Concat(types.SelectMany(group => group).SelectMany(type => type.GetMembers()).Select(member => member.Name))
            .Concat(typeof(Digits).GetMembers().Concat(typeof(optim).GetMembers()).Select(member => member.Name))
            .Append("Initialize").ToHashSet();
        var names = cells.SelectMany(cell => Regex.Matches(cell, "`[^`]*`")).SelectMany(code =>
            Regex.Matches(Regex.Replace(code.Value, "\"[^\"]*\"", string.Empty), @"\b[A-Z]\w+")).Select(match => match.Value).ToList();
        Assert.True(names.Count > 30);
        Assert.All(names, name => Assert.True(known.Contains(name) || known.Contains(name + "Attribute"), name));
    }

    [Fact]
    public void The_classifier_of_Keras_learns()
    {
        var before = Directory.GetCurrentDirectory();
        using var folder = new TemporaryFolder();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            // The digit is the number of the brightest row.
            manual_seed(1);
            using var labels = arange(200, ScalarType.Int64).remainder(10);
            using var images = rand(200, 1, 28, 28) * 0.1;
            for (var i = 0; i < 200; i++)
            {
                images[i, 0, 2 * (i % 10)] = 1;
            }

            var result = Quietly(() => FromKeras.Train(images, labels));
            Assert.True(result.Best < 0.5 * result.History[0].Loss, $"loss {result.Best}");
            using var saved = Digits.FromFolder("digits");
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public void The_classifier_of_PyTorch_trains()
    {
        var texts = Dataset.Of([.. Enumerable.Range(0, 8).Select(i => (Ids: new long[] { i, 1, 2 }, Label: (long)(i % 2)))]);
        Assert.Equal(5, Quietly(() => FromPyTorch.Train(texts, texts)).Epochs);
    }

    [Fact]
    public void The_pictures_are_drawn()
    {
        var before = Directory.GetCurrentDirectory();
        using var folder = new TemporaryFolder();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            using var model = new FlowerClassifier();
            using var optimizer = ParameterGroups.AdamW(model);
            var trainer = Trainer.Create(model, optimizer, new() { Epochs = 2, ShowProgress = false, StopOnCtrlC = false });
            var source = BatchLoader.FromTensors(
                rand(9, 4), arange(9).remainder(3), (input, target) => new FlowerClassifier.Batch(input, target), new() { BatchSize = 4 });
            Pictures.Draw(trainer, source, source, new ClassNames(["setosa", "versicolor", "virginica"]));
            foreach (var file in new[] { "runs/flowers/curves.png", "curves.svg", "confusion.png" })
            {
                Assert.True(File.Exists(folder[file]), file);
            }
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public void The_writer_is_measured()
    {
        using var writer = new Writer(vocabulary: 10);
        long[][] documents = [.. Enumerable.Range(0, 50).Select(i => Enumerable.Range(0, 20).Select(t => (long)(t % 9)).ToArray())];
        var perplexity = WriterMeasurement.Measure(writer, documents, endOfText: 9);
        Assert.Equal(8 * 128, perplexity.Tokens);
        Assert.InRange(perplexity.Value, 5, 40);
    }

    private static IEnumerable<string> Series() => Enumerable.Range(0, 144)
        .Select(month => (200 + 50 * Math.Sin(month * Math.PI / 6)).ToString(CultureInfo.InvariantCulture))
        .Prepend("passengers");

    // Runs show their progress on the console.
    private static FitResult Quietly(Func<FitResult> run, Action<string>? read = null)
    {
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            return run();
        }
        finally
        {
            Console.SetOut(console);
            read?.Invoke(output.ToString());
        }
    }

    private static string Trimmed(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string here = "") => here;
}
