using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen.Checkpoints;

namespace ModelGen.Training;

/// <summary>The history of a run as a CSV file, to which each row is appended.</summary>
internal sealed class HistoryFile
{
    private const string ValidationPrefix = "validation_";

    private static readonly string[] _fixed = ["step", "epoch", "seconds", "loss", "learning_rate"];

    private readonly string _path;
    private IReadOnlyList<string> _columns;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="training">The names of the metrics on the training data.</param>
    /// <param name="validation">The names of what is measured on the validation data.</param>
    public HistoryFile(string path, IEnumerable<string> training, IEnumerable<string> validation) => (_path, _columns) =
        (path, [.. _fixed, .. training, .. validation.Select(name => ValidationPrefix + name)]);

    /// <summary>Whether a metric of a name has no column of its own.</summary>
    public static bool IsReserved(string name) => name.Length == 0 || _fixed.Contains(name)
        || name.StartsWith(ValidationPrefix, StringComparison.Ordinal) || name.AsSpan().ContainsAny(",\"\r\n");

    /// <summary>
    /// Reads rows, and cuts off those that a program wrote after its last checkpoint. Columns that the run had before stay, and new ones
    /// follow them.
    /// </summary>
    /// <param name="count">The number of rows.</param>
    /// <exception cref="TrainingException">The file is damaged.</exception>
    public IReadOnlyList<HistoryRow> Restore(int count)
    {
        string[] lines = File.Exists(_path) ? File.ReadAllText(_path).Split('\n')[..^1] : [];
        var before = lines.Length > 0 ? lines[0].Split(',') : [];
        HistoryRow[] rows;
        try
        {
            rows = [.. lines.Skip(1).Take(count).Select(line => Parse(before, line.Split(',')))];
        }
        catch (Exception cause) when (cause is FormatException or OverflowException or KeyNotFoundException or ArgumentException)
        {
            throw new TrainingException($"The history '{_path}' is damaged: {cause.Message} Delete it to resume without it.", cause);
        }

        _columns = [.. before.Union(_columns)];
        using var files = new AtomicFiles();
        files.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(rows.Select(Line).Prepend(Header())))));
        files.Commit();
        return rows;
    }

    /// <summary>Appends a row.</summary>
    public void Append(HistoryRow row)
    {
        using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(Encoding.UTF8.GetBytes((stream.Length == 0 ? Header() : string.Empty) + Line(row)));
        stream.Flush(flushToDisk: true);
    }

    private string Header() => string.Join(',', _columns) + "\n";

    private string Line(HistoryRow row) => string.Join(',', _columns.Select(column => column switch
    {
        "step" => row.Step.ToString(CultureInfo.InvariantCulture),
        "epoch" => row.Epoch.ToString(CultureInfo.InvariantCulture),
        "seconds" => Text(row.Elapsed.TotalSeconds),
        "loss" => Text(row.Loss),
        "learning_rate" => Text(row.LearningRate),
        _ when column.StartsWith(ValidationPrefix, StringComparison.Ordinal) => Cell(row.Validation, column[ValidationPrefix.Length..]),
        _ => Cell(row.Training, column),
    })) + "\n";

    private static HistoryRow Parse(string[] columns, string[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new FormatException($"A row of the history has {cells.Length} columns, and its header has {columns.Length}.");
        }

        var values = columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        var measured = values.Where(pair => !_fixed.Contains(pair.Key) && pair.Value.Length > 0)
            .ToLookup(pair => pair.Key.StartsWith(ValidationPrefix, StringComparison.Ordinal));
        return new HistoryRow(
            long.Parse(values["step"], CultureInfo.InvariantCulture),
            int.Parse(values["epoch"], CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(Number(values["seconds"])),
            Number(values["loss"]),
            Number(values["learning_rate"]),
            measured[false].ToDictionary(pair => pair.Key, pair => Number(pair.Value)),
            measured[true].ToDictionary(pair => pair.Key[ValidationPrefix.Length..], pair => Number(pair.Value)));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Cell(IReadOnlyDictionary<string, double> values, string name) =>
        values.TryGetValue(name, out var value) ? Text(value) : string.Empty;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
