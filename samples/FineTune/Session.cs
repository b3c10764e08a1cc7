using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private const double LearningRate = 3e-3;
    private const int BatchSize = 16;
    private const int WrittenIds = 100;

    private readonly OutputFolder _output = new(settings.Output);

    /// <summary>Pre-trains or loads a model, adapts it in every way, and prints and draws what came of it.</summary>
    /// <exception cref="SampleException">A text or the model cannot be read, or the output folder cannot be written.</exception>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var texts = Texts().ToList();
        var (source, first) = Base(texts[0]);
        var others = texts.Skip(1).Select(text => new TuningText(text.Name, text.Content, source)).ToList();
        if (interruption.Requested)
        {
            return;
        }

        var before = Measure(source, [first, .. others]);
        Console.WriteLine();
        Console.WriteLine($"The base model is {source.Description}. Bits per held-out character, before any adaptation:");
        foreach (var (name, bits) in before)
        {
            Console.WriteLine($"  {name,-30} {bits:F3}");
        }

        Compare(source, first, others[0], before);
        if (!interruption.Requested)
        {
            Switch(source, others);
        }

        if (!interruption.Requested && settings.Model is null && settings.Ranks.Contains(8))
        {
            Merge(others[0]);
        }

        Console.WriteLine();
        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    private IEnumerable<(string Name, string Content)> Texts()
    {
        var (code, _) = settings.Base is null ? TextFiles.ReadRepository(".cs") : TextFiles.Read(settings.Base);
        yield return (settings.Base is null ? "C#" : Name(settings.Base), code);
        if (settings.Texts.Count == 0)
        {
            yield return ("Markdown", TextFiles.ReadRepository(".md").Text);
            yield return ("SVG", TextFiles.ReadRepository(".svg").Text);
        }

        HashSet<string> names = [settings.Base is null ? "C#" : Name(settings.Base)];
        foreach (var path in settings.Texts)
        {
            var name = Name(path);
            for (var number = 2; !names.Add(name); number++)
            {
                name = $"{Name(path)} ({number})";
            }

            yield return (name, TextFiles.Read(path).Text);
        }
    }

    private static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private (BaseSource Source, TuningText Text) Base((string Name, string Content) text)
    {
        if (settings.Model is { } folder)
        {
            var hub = BaseSource.Hub(folder);
            return (hub, new TuningText(text.Name, text.Content, hub));
        }

        var source = BaseSource.Bytes(_output["base"]);
        var corpus = new TuningText(text.Name, text.Content, source);
        Console.WriteLine($"A small GPT over bytes is pre-trained on {text.Name}: {corpus.Characters:N0} characters.");
        manual_seed(settings.Seed);
        using var model = new ByteGpt();
        Console.WriteLine(model.Summary());
        var random = new Random(settings.Seed);
        Training.Run(
            model, LearningRate, (ByteGpt gpt, (Tensor Input, Tensor Target) batch) => gpt.Loss(batch.Input, batch.Target),
            () => corpus.Draw(random, BatchSize), settings.Pretraining, interruption);
        model.SaveFolder(_output["base"]);
        return (source, corpus);
    }

    private static Dictionary<string, double> Measure(BaseSource source, IEnumerable<TuningText> texts)
    {
        using var model = source.Load();
        return texts.ToDictionary(text => text.Name, text => Measurement.BitsPerCharacter(model.Model, text));
    }

    private void Compare(BaseSource source, TuningText first, TuningText text, IReadOnlyDictionary<string, double> before)
    {
        Console.WriteLine();
        Console.WriteLine($"Adapting to {text.Name}, {settings.Steps:N0} steps each:");
        Dictionary<string, double> measured = new() { [first.Name] = before[first.Name], [text.Name] = before[text.Name] };
        List<Adapted> results = [];
        foreach (var method in settings.Ranks.Select(rank => new Method(rank)).Append(new Method(Rank: null)))
        {
            if (interruption.Requested)
            {
                break;
            }

            var folder = Path.Combine(text.Name, method.Rank is { } rank ? $"rank{rank}" : "all");
            results.Add(Adaptation.Run(source, method, text, [first, text], _output[folder], settings.Steps, settings.Seed, interruption));
            var bits = results[^1].Bits;
            Console.WriteLine($"  {method.Name,-14} {text.Name} {bits[text.Name]:F3}, {first.Name} {bits[first.Name]:F3}");
        }

        if (results.Count == 0)
        {
            return;
        }

        Print(first, text, measured, results);
        var png = PlotFiles.Save(RankPlot.Draw(measured, results), _output, "rank");
        Console.WriteLine($"Plot: {png}{(PlotFont.Exists ? "" : Environment.NewLine + PlotFont.Advice("rank.png"))}");
    }

    private static void Print(
        TuningText first, TuningText text, Dictionary<string, double> before, IReadOnlyList<Adapted> results)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumns(
            "trained", "share", text.Name, first.Name, "ms/step", "peak MiB", "KiB");
        table.AddRow("nothing", "", $"{before[text.Name]:F3}", $"{before[first.Name]:F3}", "", "", "");
        foreach (var result in results)
        {
            table.AddRow(
                result.Method.Name, $"{100.0 * result.Trainable / result.Weights:F2} %",
                $"{result.Bits[text.Name]:F3}", $"{result.Bits[first.Name]:F3}",
                $"{result.Step.TotalMilliseconds:F1}", $"{result.Peak / 1024.0 / 1024:N0}", $"{result.Size / 1024.0:N0}");
        }

        Console.WriteLine();
        Console.WriteLine(
            $"Bits per held-out character of {text.Name}, which is learnt, and of {first.Name}, which may be forgotten; less is better:");
        AnsiConsole.Write(table);
    }

    // Adapters of every text on one base model: a prompt chooses which of them are on.
    private void Switch(BaseSource source, IReadOnlyList<TuningText> texts)
    {
        var rank = settings.Ranks.Contains(8) ? 8 : settings.Ranks[^1];
        Console.WriteLine();
        Console.WriteLine($"One base model with the adapters of rank {rank} of each text, switched per prompt:");
        foreach (var text in texts.Skip(1).TakeWhile(_ => !interruption.Requested))
        {
            Adaptation.Run(
                source, new(rank), text, [], _output[Path.Combine(text.Name, $"rank{rank}")], settings.Steps, settings.Seed, interruption);
        }

        using var model = source.Load();
        using var adapters = new LoraAdapters(model.Model, new Method(rank).Options);
        model.Model.eval();
        foreach (var text in texts.TakeWhile(_ => !interruption.Requested))
        {
            var clock = Stopwatch.StartNew();
            adapters.Load(_output[Path.Combine(text.Name, $"rank{rank}")], source.Names);
            var loaded = clock.Elapsed;
            Console.WriteLine(
                $"  {text.Name}: {Measurement.BitsPerCharacter(model.Model, text):F3} bits per character; adapters loaded in "
                + $"{loaded.TotalMilliseconds:F1} ms");
            Console.WriteLine($"    {Continue(source, model, text)}");
        }
    }

    // The declared class has the rank 8, and its adapters become part of the weights: a model that needs no adapters, as fast as before.
    private void Merge(TuningText text)
    {
        using var tuned = new ByteGptLora(ByteGpt.FromFolder(_output["base"]));
        tuned.Adapters.Load(_output[Path.Combine(text.Name, "rank8")]);
        tuned.Adapters.Merge();
        var folder = _output[Path.Combine(text.Name, "merged")];
        tuned.BaseModel.SaveFolder(folder);
        using var merged = ByteGpt.FromFolder(folder);
        Console.WriteLine();
        Console.WriteLine(
            $"Merged into the weights: {Measurement.BitsPerCharacter(merged, text):F3} bits per character of {text.Name}, in {folder}.");
    }

    private string Continue(BaseSource source, BaseModel model, TuningText text)
    {
        var prompt = text.HeldOut[0].Ids[..int.Min(24, text.HeldOut[0].Ids.Length)];
        var written = model.Language.Stream(prompt, new GenerationOptions
        {
            MaxNewTokens = WrittenIds,
            Temperature = 0.7,
            Seed = settings.Seed,
            StopIds = [.. model.EndIds],
            Overflow = ContextOverflow.Slide,
        }).TakeWhile(_ => !interruption.Requested);
        var ids = prompt.Concat(written).ToList();
        return source.Tokenizer.Decode(ids).ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal);
    }
}
