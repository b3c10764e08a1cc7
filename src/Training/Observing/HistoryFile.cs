using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace ModelGen.Training;

/// <summary>The history of a run as a CSV file, to which each row is appended.</summary>
internal sealed class HistoryFile
{
    private const string ValidationPrefix = "validation_";

    private static readonly string[] _fixed = ["step", "epoch", "seconds", "loss", "learning_rate"];

    private readonly string _path;
    private readonly IReadOnlyList<string> _names;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="names">The names of what is measured on the validation data.</param>
    public HistoryFile(string path, IReadOnlyList<string> names) => (_path, _names) = (path, names);

    /// <summary>The length of the file in bytes, all of which are on the disk.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the rows up to a length, and cuts off what a program wrote after its last checkpoint.</summary>
    public IReadOnlyList<HistoryRow> Restore(long length)
    {
        using var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(Math.Min(length, stream.Length));
        Length = stream.Length;
        using var reader = new StreamReader(stream);
        var columns = reader.ReadLine()?.Split(',') ?? [];
        var rows = new List<HistoryRow>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(Parse(columns, line.Split(',')));
        }

        return rows;
    }

    /// <summary>Appends a row.</summary>
    public void Append(HistoryRow row)
    {
        var text = new StringBuilder();
        if (Length == 0)
        {
            text.AppendJoin(',', _fixed.Concat(_names.Select(name => ValidationPrefix + name))).Append('\n');
        }

        string[] cells =
        [
            row.Step.ToString(CultureInfo.InvariantCulture), row.Epoch.ToString(CultureInfo.InvariantCulture),
            Text(row.Elapsed.TotalSeconds), Text(row.Loss), Text(row.LearningRate),
            .. _names.Select(name => row.Validation.TryGetValue(name, out var value) ? Text(value) : string.Empty),
        ];
        text.AppendJoin(',', cells).Append('\n');
        using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        stream.Flush(flushToDisk: true);
        Length = stream.Length;
    }

    private static HistoryRow Parse(string[] columns, string[] cells)
    {
        var values = columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        return new HistoryRow(
            long.Parse(values["step"], CultureInfo.InvariantCulture),
            int.Parse(values["epoch"], CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(Number(values["seconds"])),
            Number(values["loss"]),
            Number(values["learning_rate"]),
            values.Where(pair => pair.Key.StartsWith(ValidationPrefix, StringComparison.Ordinal) && pair.Value.Length > 0)
                .ToDictionary(pair => pair.Key[ValidationPrefix.Length..], pair => Number(pair.Value)));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
