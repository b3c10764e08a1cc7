using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;

namespace ModelGen.Training;

/// <summary>Reads Parquet files, with <see href="https://github.com/aloneguid/parquet-dotnet">Parquet.Net</see>.</summary>
internal static class ParquetFile
{
    /// <summary>Reads a file.</summary>
    /// <returns>The names of the columns, the values by column (<see cref="double"/> or <see cref="string"/>), and the number of
    /// rows.</returns>
    /// <exception cref="TrainingException">The file cannot be read, or has a column of another type.</exception>
    public static (IReadOnlyList<string> Names, IReadOnlyDictionary<string, Array> Columns, int Rows) Read(string path)
    {
        try
        {
            // Off the caller's synchronization context, if it has one.
            return Task.Run(() => ReadAsync(path)).GetAwaiter().GetResult();
        }
        catch (Exception cause) when (cause is not TrainingException)
        {
            throw new TrainingException($"'{path}' cannot be read as a Parquet file: {cause.Message}", cause);
        }
    }

    private static async Task<(IReadOnlyList<string>, IReadOnlyDictionary<string, Array>, int)> ReadAsync(string path)
    {
        using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var fields = reader.Schema.DataFields;
        var columns = fields.ToDictionary(field => field.Name, _ => new List<Array>());
        var rows = 0;
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var groupReader = reader.OpenRowGroupReader(group);
            var count = checked((int)groupReader.RowCount);
            rows = checked(rows + count);
            foreach (var field in fields)
            {
                columns[field.Name].Add(await ReadAsync(groupReader, field, count, path).ConfigureAwait(false));
            }
        }

        return ([.. fields.Select(field => field.Name)], columns.ToDictionary(column => column.Key, column => Join(column.Value)), rows);
    }

    private static async Task<Array> ReadAsync(ParquetRowGroupReader reader, DataField field, int count, string path)
    {
        if (field.IsArray)
        {
            throw new TrainingException($"Column '{field.Name}' of '{path}' holds lists, which are not supported.");
        }

        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[count];
            await reader.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(texts, text => text ?? string.Empty);
        }

        return field.ClrType switch
        {
            var type when type == typeof(float) => await Numbers<float>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(double) => await Numbers<double>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(int) => await Numbers<int>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(long) => await Numbers<long>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(short) => await Numbers<short>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(byte) => await Numbers<byte>(reader, field, count, value => value).ConfigureAwait(false),
            var type when type == typeof(bool) => await Numbers<bool>(reader, field, count, value => value ? 1 : 0).ConfigureAwait(false),
            var type =>
                throw new TrainingException(
                    $"Column '{field.Name}' of '{path}' holds {type.Name}, which is not supported: numbers, truth values and texts are."),
        };
    }

    private static async Task<Array> Numbers<T>(ParquetRowGroupReader reader, DataField field, int count, Func<T, double> convert)
        where T : struct
    {
        if (field.IsNullable)
        {
            var optional = new T?[count];
            await reader.ReadAsync<T>(field, optional.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(optional, value => value is { } present ? convert(present) : double.NaN);
        }

        var values = new T[count];
        await reader.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(values, value => convert(value));
    }

    private static Array Join(List<Array> parts) => parts.Count > 0 && parts[0] is string[]
        ? parts.SelectMany(part => (string[])part).ToArray()
        : parts.SelectMany(part => (double[])part).ToArray();
}
