using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Serve.Training;

/// <summary>Lines of the files of a folder and the kinds of these files. Every tenth file is held out.</summary>
/// <param name="Kinds">The extensions, in the order of the model's outputs.</param>
/// <param name="Training">The lines to train on, with the numbers of their kinds.</param>
/// <param name="HeldOut">Lines of other files.</param>
internal sealed record LineCorpus(
    IReadOnlyList<string> Kinds, IReadOnlyList<(string Text, int Kind)> Training, IReadOnlyList<(string Text, int Kind)> HeldOut)
{
    private const int LeastLength = 12;
    private const int LeastFiles = 10;
    private const int MostHeldOut = 2_000;

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="seed">The seed of the order of the lines.</param>
    /// <exception cref="SampleException">The folder has files of fewer than two kinds.</exception>
    public static LineCorpus Read(string folder, int seed)
    {
        List<(string Kind, string[] Lines)> files = [.. TextFiles.Find(folder)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, IsRead: TextFiles.TryRead(path, out var text, out _), Text: text))
            .Where(file => file.IsRead)
            .Select(file => (Path.GetExtension(file.Path), Lines(file.Text)))];
        string[] kinds = [.. files.GroupBy(file => file.Kind)
            .Where(kind => kind.Key.Length > 1 && kind.Count() >= LeastFiles)
            .Select(kind => kind.Key)
            .Order(StringComparer.Ordinal)];
        if (kinds.Length < 2)
        {
            throw new SampleException($"{folder} has fewer than two kinds of files with at least {LeastFiles} files each.");
        }

        var random = new Random(seed);
        var byKind = files.Where(file => kinds.Contains(file.Kind)).GroupBy(file => file.Kind)
            .SelectMany(kind => kind.Select((file, i) => (file.Lines, Kind: Array.IndexOf(kinds, kind.Key), IsHeldOut: i % 10 == 9)));
        var lines = byKind.SelectMany(file => file.Lines.Select(text => (text, file.Kind, file.IsHeldOut))).ToList();
        (string, int)[] heldOut = [.. lines.Where(line => line.IsHeldOut).Select(line => (line.text, line.Kind))];
        random.Shuffle(heldOut);
        return new LineCorpus(
            kinds,
            [.. lines.Where(line => !line.IsHeldOut).Select(line => (line.text, line.Kind))],
            [.. heldOut.Take(MostHeldOut)]);
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= LeastLength)];
}
