using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Tasks;

/// <summary>The numbers of hand-written lines of each task, beside the same program in Keras and in PyTorch Lightning.</summary>
internal static class LineTable
{
    private static readonly string[] _tasks = ["Forecast", "Languages", "Images", "Course"];

    /// <summary>Returns the lines of a table in Markdown.</summary>
    /// <param name="folder">The folder of this program's source.</param>
    public static IReadOnlyList<string> Markdown(string folder) =>
    [
        "| task | here | Keras | Lightning |",
        "|---|---|---|---|",
        .. _tasks.Select(task =>
        {
            var name = task.ToLowerInvariant();
            var counts = Files(folder, task).Select(LineCount.OfFile);
            return $"| {name} | {string.Join(" | ", counts.Select(count => $"{count.All} ({count.WithoutBrackets})"))} |";
        }),
    ];

    /// <summary>Returns the programs of a task: here, in Keras, in Lightning.</summary>
    public static IReadOnlyList<string> Files(string folder, string task)
    {
        string[] files =
        [
            Path.Combine(folder, $"{task}.cs"),
            Path.Combine(folder, "Peers", $"{task.ToLowerInvariant()}_keras.py"),
            Path.Combine(folder, "Peers", $"{task.ToLowerInvariant()}_lightning.py"),
        ];
        return Array.Find(files, file => !File.Exists(file)) is { } missing
            ? throw new SampleException($"There is no file '{missing}': run this command in a clone of the repository.")
            : files;
    }
}
