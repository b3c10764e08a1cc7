using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Tasks.Tests;

public sealed class LineTests
{
    [Fact]
    public void Blank_lines_comments_documentation_and_imports_are_not_counted()
    {
        string[] csharp =
        [
            "using System;", "using static TorchSharp.torch;", "", "namespace Tasks;", "/// <summary>A class.</summary>", "class A",
            "{", "    // Why.", "    using var b = new B();", "}",
        ];
        string[] python =
        [
            "\"\"\"A file.\"\"\"", "import keras", "from keras import layers", "", "def f():", "    \"\"\"Of", "    two lines.\"\"\"",
            "    # Why.", "    return [", "        1,", "    ]",
        ];

        Assert.Equal(new LineCount(4, 2), LineCount.Of(csharp));
        Assert.Equal(new LineCount(4, 3), LineCount.Of(python));
    }

    [Fact]
    public void The_table_of_the_page_is_that_of_the_command()
    {
        var run = SampleRun.Of(Program.Main, "lines");

        Assert.Equal(0, run.Code);
        Assert.Contains(run.Output.ReplaceLineEndings("\n"), Page());
    }

    /// <summary>Longer lines would be fewer.</summary>
    [Fact]
    public void All_programs_have_lines_of_at_most_120_columns()
    {
        var files = new[] { "Forecast", "Languages", "Images", "Course" }
            .SelectMany(task => LineTable.Files(Path.Combine(Root(), "samples", "Tasks"), task)).ToList();

        Assert.Equal(12, files.Count);
        Assert.All(files, file => Assert.All(File.ReadAllLines(file), line => Assert.True(line.Length <= 120, $"{file}: {line}")));
    }

    private static string Page() => File.ReadAllText(Path.Combine(Root(), "docs", "tasks.md")).ReplaceLineEndings("\n");

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..");
}
