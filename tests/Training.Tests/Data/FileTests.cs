using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests.Checkpoints;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace ModelGen.Training.Tests.Data;

/// <summary>Data from files, and what is said of broken ones.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_CSV_has_numbers_texts_and_labels()
    {
        var table = DataTable.FromCsv(Write("a,b,kind\n1,2.5,cat\n-3,1e2,\"dog, \"\"big\"\"\"\n"));
        Assert.Equal(["a", "b", "kind"], table.Columns);
        Assert.Equal([1f, -3], table.Numbers("a"));
        Assert.Equal([[2.5f, 1], [100, -3]], table.NumberRows("b", "a"));
        Assert.Equal(["cat", "dog, \"big\""], table.Texts("kind"));
        Assert.Equal([0L, 1], table.Labels("kind", ClassNames.Of(table.Texts("kind"))));
    }

    [Fact]
    public void The_separator_is_found_in_the_header() => Assert.Equal([1f, 3], DataTable.FromCsv(Write("a;b\n1;2\n3;4\n")).Numbers("a"));

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "Line 3 of '*' has 1 columns, and the header has 2: column 2 ('b') is missing.")]
    [InlineData("a,b\n1,2\n\"x\ny\",2\n3,4,5\n", "Line 5 of '*' has 3 columns, and the header has 2: column 3 has no name.")]
    [InlineData("a,a\n1,2\n", "The header of '*' names the column 'a' twice.")]
    [InlineData("a,b\n", "'*' has no row of data.")]
    public void A_broken_CSV_is_named_with_its_line(string text, string message)
    {
        var path = Write(text);
        Assert.Equal(message.Replace("*", path), Assert.Throws<TrainingException>(() => DataTable.FromCsv(path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1,\"2\n")]
    public void A_CSV_that_is_no_table_is_refused(string text)
    {
        var path = Write(text);
        var fault = Assert.Throws<TrainingException>(() => DataTable.FromCsv(path));
        Assert.Contains(path, fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("1\nabc\n", "Column 'a' in line 3 of '*' is 'abc', expected a finite number.")]
    [InlineData("1\nNaN\n", "Column 'a' in line 3 of '*' is NaN, expected a finite number.")]
    [InlineData("1e999\n", "Column 'a' in line 2 of '*' is Infinity, expected a finite number.")]
    [InlineData("\"\"\n", "Column 'a' in line 2 of '*' is empty, expected a finite number.")]
    public void A_cell_that_is_no_number_is_named_with_its_line_and_column(string cells, string message)
    {
        var path = Write("a\n" + cells);
        Assert.Equal(message.Replace("*", path), Assert.Throws<TrainingException>(() => DataTable.FromCsv(path).Numbers("a")).Message);
    }

    [Fact]
    public void Missing_numbers_can_be_filled_in() =>
        Assert.Equal([1f, 7, 7], DataTable.FromCsv(Write("a,b\n1,x\n,x\nNaN,x\n")).Numbers("a", missing: 7));

    [Fact]
    public void A_label_that_is_no_class_is_named()
    {
        var path = Write("kind\ncat\ndgo\n");
        var fault = Assert.Throws<TrainingException>(() => DataTable.FromCsv(path).Labels("kind", new ClassNames(["cat", "dog"])));
        Assert.Equal($"Column 'kind' in line 3 of '{path}': The label 'dgo' is none of the 2 classes cat, dog.", fault.Message);
        Assert.Equal(
            "There are 1 different labels, and a classifier needs at least two classes.",
            Assert.Throws<TrainingException>(() => ClassNames.Of(["a", "a"])).Message);
    }

    [Fact]
    public void A_column_that_does_not_exist_and_a_file_that_does_not_are_named()
    {
        var path = Write("a,b\n1,2\n");
        Assert.Equal(
            $"'{path}' has no column 'c', but 'a', 'b'.",
            Assert.Throws<TrainingException>(() => DataTable.FromCsv(path).Numbers("c")).Message);
        Assert.StartsWith(
            $"'{_folder["none.csv"]}' cannot be read: ",
            Assert.Throws<TrainingException>(() => DataTable.FromCsv(_folder["none.csv"])).Message);
    }

    [Fact]
    public async Task A_Parquet_file_has_numbers_and_texts_in_all_its_groups()
    {
        var path = _folder["data.parquet"];
        DataField<double> number = new("number");
        DataField<int?> optional = new("optional");
        DataField<string> text = new("text");
        await using (var stream = File.Create(path))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(number, optional, text), stream);
            foreach (var group in new[] { 0, 1 })
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync<double>(number, new double[] { group, 2.5 });
                await rows.WriteAsync<int>(optional, new int?[] { null, group });
                await rows.WriteAsync(text, new[] { "a", "b" });
            }
        }

        var table = DataTable.FromParquet(path);
        Assert.Equal([0f, 2.5f, 1, 2.5f], table.Numbers("number"));
        Assert.Equal([-1f, 0, -1, 1], table.Numbers("optional", missing: -1));
        Assert.Equal(["a", "b", "a", "b"], table.Texts("text"));
        Assert.Equal(
            $"Column 'optional' in row 0, counted from 0 of '{path}' is NaN, expected a finite number.",
            Assert.Throws<TrainingException>(() => table.Numbers("optional")).Message);
    }

    [Fact]
    public void A_file_that_is_no_Parquet_file_is_refused()
    {
        var path = Write("a,b\n1,2\n");
        Assert.StartsWith(
            $"'{path}' cannot be read as a Parquet file: ", Assert.Throws<TrainingException>(() => DataTable.FromParquet(path)).Message);
    }

    [Theory]
    [InlineData("one\ntwo\r\n\nfour", new[] { "one", "two", "", "four" })]
    [InlineData("\uFEFFäöü\n", new[] { "äöü" })]
    [InlineData("", new string[0])]
    public void Lines_are_read_when_they_are_asked_for(string text, string[] expected)
    {
        using var lines = Dataset.Lines(Write(text));
        Assert.Equal(expected, Enumerable.Range(0, lines.Count).Select(i => lines[i]));
    }

    [Fact]
    public void A_line_that_is_no_text_is_named()
    {
        var path = _folder["text.txt"];
        File.WriteAllBytes(path, [(byte)'a', (byte)'\n', 0xFF, 0xFE, (byte)'\n']);
        using var lines = Dataset.Lines(path);
        Assert.Equal($"Line 2 of '{path}' is not text in UTF-8.", Assert.Throws<TrainingException>(() => lines[1]).Message);
        Assert.StartsWith("The text 'nowhere' cannot be read: ", Assert.Throws<TrainingException>(() => Dataset.Lines("nowhere")).Message);
    }

    private string Write(string text)
    {
        var path = _folder["data.csv"];
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
