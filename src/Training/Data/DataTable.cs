using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Training;

/// <summary>A table of named columns in memory, read from a CSV or a Parquet file.</summary>
public sealed class DataTable
{
    private readonly string _source;
    private readonly IReadOnlyDictionary<string, Array> _columns;
    private readonly Func<int, string> _place;

    private DataTable(
        string source, string fingerprint, IReadOnlyList<string> names, IReadOnlyDictionary<string, Array> columns, int rows,
        Func<int, string> place)
    {
        (_source, Fingerprint, Columns, _columns, Rows, _place) = (source, fingerprint, names, columns, rows, place);
        if (rows == 0)
        {
            throw new TrainingException($"'{source}' has no row of data.");
        }
    }

    /// <summary>The names of the columns in their order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>A short text that differs between files of different content.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Reads a CSV file with a header (RFC 4180). The separator, one of <c>; , |</c> and the tabulator, is found in the header.
    /// </summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TrainingException">The file cannot be read, or a line does not have the columns of the header.</exception>
    public static DataTable FromCsv(string path)
    {
        var (names, columns, lines) = CsvFile.Read(path);
        return new DataTable(path, Fingerprints.OfFile(path), names, columns, lines.Count, row => $"line {lines[row]}");
    }

    /// <summary>
    /// Reads a Parquet file with columns of numbers, truth values and texts. An absent number is NaN, an absent text is empty.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TrainingException">The file cannot be read, or has a column of another kind.</exception>
    public static DataTable FromParquet(string path)
    {
        var (names, columns, rows) = ParquetFile.Read(path);
        return new DataTable(path, Fingerprints.OfFile(path), names, columns, rows, row => $"row {row}, counted from 0");
    }

    /// <summary>A column of texts.</summary>
    /// <param name="column">Its name.</param>
    /// <returns>One text per row.</returns>
    /// <exception cref="TrainingException">There is no such column.</exception>
    public string[] Texts(string column) => Find(column) switch
    {
        string[] texts => texts,
        var numbers => Array.ConvertAll((double[])numbers, number => number.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>A column of numbers.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="missing">What stands for a number that is absent or NaN; such a number is refused if it is not given.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="TrainingException">There is no such column, or it has something that is not a finite number.</exception>
    public float[] Numbers(string column, float? missing = null)
    {
        var values = Find(column);
        var result = new float[Rows];
        for (var row = 0; row < Rows; row++)
        {
            if (values is double[] numbers)
            {
                result[row] = (float)numbers[row];
            }
            else
            {
                var text = ((string[])values)[row];
                result[row] = text.Length == 0
                    ? float.NaN
                    : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                        ? number : throw Wrong(column, row, $"'{text}'");
            }

            if (!float.IsFinite(result[row]))
            {
                result[row] = float.IsNaN(result[row]) && missing is { } filler
                    ? filler
                    : throw Wrong(
                        column, row,
                        values is string[] { } texts && texts[row].Length == 0 ? "empty" : result[row]
                            .ToString(CultureInfo.InvariantCulture));
            }
        }

        return result;
    }

    /// <summary>Several columns of numbers, row by row.</summary>
    /// <param name="columns">Their names.</param>
    /// <returns>One array per row, of one number per column.</returns>
    /// <exception cref="TrainingException">There is no such column, or it has something that is not a finite number.</exception>
    public float[][] NumberRows(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var values = columns.Select(column => Numbers(column)).ToArray();
        return [.. Enumerable.Range(0, Rows).Select(row => Array.ConvertAll(values, column => column[row]))];
    }

    /// <summary>A column of classes.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="classes">The classes.</param>
    /// <returns>The number of the class of each row.</returns>
    /// <exception cref="TrainingException">There is no such column, or it has a label that is none of the classes.</exception>
    public long[] Labels(string column, ClassNames classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var texts = Texts(column);
        var result = new long[Rows];
        for (var row = 0; row < Rows; row++)
        {
            try
            {
                result[row] = classes.NumberOf(texts[row]);
            }
            catch (TrainingException cause)
            {
                throw new TrainingException($"Column '{column}' in {_place(row)} of '{_source}': {cause.Message}", cause);
            }
        }

        return result;
    }

    private Array Find(string column) => _columns.TryGetValue(column, out var values)
        ? values
        : throw new TrainingException(
            $"'{_source}' has no column '{column}', but {string.Join(", ", Columns.Select(name => $"'{name}'"))}.");

    private TrainingException Wrong(string column, int row, string what) =>
        new($"Column '{column}' in {_place(row)} of '{_source}' is {what}, expected a finite number.");
}
