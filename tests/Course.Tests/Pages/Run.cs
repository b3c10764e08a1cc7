using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Course.Tests;

/// <summary>A run of the program, of which there is one per command and test run.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="Pictures">The names of the files that it wrote, with their bytes.</param>
internal sealed record Run(string Output, IReadOnlyDictionary<string, byte[]> Pictures)
{
    private static readonly Dictionary<string, Run> _runs = [];

    /// <summary>Runs a command of samples/Course, or returns its earlier run.</summary>
    public static Run Of(params string[] arguments)
    {
        var key = string.Join(' ', arguments);
        if (!_runs.TryGetValue(key, out var run))
        {
            using var folder = new TemporaryFolder();
            var sample = SampleRun.Of(Program.Main, [.. arguments, "--output", folder["pictures"]]);
            Assert.True(sample.Code == 0, sample.Error);
            run = _runs[key] = new(sample.Output.ReplaceLineEndings("\n"), Directory.EnumerateFiles(folder["pictures"])
                .ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
        }

        return run;
    }

    /// <summary>
    /// Divides the output at its blank lines among the blocks that show it. Each keeps the number of paragraphs that it has, at least one,
    /// and the last shows the rest.
    /// </summary>
    public IReadOnlyList<string> Divide(IReadOnlyList<Block> blocks)
    {
        var paragraphs = new Queue<string>(Paragraphs(Output));
        return [.. blocks.Select((block, i) =>
        {
            var count = i == blocks.Count - 1 ? paragraphs.Count : int.Max(1, Paragraphs(block.Text).Length);
            return Join([.. Enumerable.Range(0, int.Min(count, paragraphs.Count)).Select(_ => paragraphs.Dequeue())]);
        })];
    }

    private static string[] Paragraphs(string text) =>
        [.. text.Split("\n\n").Select(paragraph => paragraph.Trim('\n')).Where(paragraph => paragraph.Length > 0)];

    private static string Join(IEnumerable<string> paragraphs) =>
        string.Join('\n', string.Join("\n\n", paragraphs).Split('\n').Select(line => line.TrimEnd())) + "\n";
}
