using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using nietras.SeparatedValues;

namespace ModelGen.Training;

/// <summary>Reads CSV files, with <see href="https://github.com/nietras/Sep">Sep</see>.</summary>
internal static class CsvFile
{
    /// <summary>Reads a file.</summary>
    /// <returns>The names of the columns, the cells by column, and the line on which each row begins, counted from 1.</returns>
    /// <exception cref="TrainingException">The file cannot be read, or is malformed.</exception>
    public static (IReadOnlyList<string> Names, IReadOnlyDictionary<string, Array> Columns, IReadOnlyList<int> Lines) Read(string path)
    {
        var line = 1;
        try
        {
            // The header and the number of cells are checked here, to name the line.
            using var reader = Sep.Reader(options => options with
            {
                Unescape = true, HasHeader = false, DisableColCountCheck = true, CreateToString = SepToString.PoolPerCol(),
            }).FromFile(path);
            string[]? names = null;
            List<string>[] cells = [];
            var lines = new List<int>();
            foreach (var row in reader)
            {
                line = row.LineNumberFrom;
                if (row.Span.Count('"') % 2 != 0)
                {
                    throw new TrainingException($"Line {line} of '{path}' opens a quote that is not closed.");
                }

                if (names is null)
                {
                    names = Names(row, path);
                    cells = Array.ConvertAll(names, _ => new List<string>());
                    continue;
                }

                if (row.ColCount != names.Length)
                {
                    var end = row.ColCount < names.Length
                        ? $"column {row.ColCount + 1} ('{names[row.ColCount]}') is missing"
                        : $"column {names.Length + 1} has no name";
                    throw new TrainingException(
                        $"Line {line} of '{path}' has {row.ColCount} columns, and the header has {names.Length}: {end}.");
                }

                lines.Add(line);
                for (var column = 0; column < cells.Length; column++)
                {
                    cells[column].Add(row[column].ToString());
                }
            }

            if (names is null)
            {
                throw new TrainingException($"'{path}' has no header: its first line must name the columns.");
            }

            return (names, names.Zip(cells).ToDictionary(pair => pair.First, pair => (Array)pair.Second.ToArray()), lines);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"'{path}' cannot be read: {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw new TrainingException($"'{path}' is malformed after line {line}: {cause.Message.ReplaceLineEndings(" ")}", cause);
        }
    }

    private static string[] Names(SepReader.Row row, string path)
    {
        var names = new string[row.ColCount];
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = row[column].ToString();
            if (Array.IndexOf(names, names[column]) < column)
            {
                throw new TrainingException($"The header of '{path}' names the column '{names[column]}' twice.");
            }
        }

        return names;
    }
}
