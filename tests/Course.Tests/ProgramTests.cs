using System.IO;
using System.Linq;
using Xunit;

namespace Course.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData]
    [InlineData("list")]
    public void The_list_has_every_chapter(params string[] arguments)
    {
        var run = SampleRun.Of(Program.Main, arguments);

        Assert.Equal(0, run.Code);
        Assert.All(Contents.Chapters, chapter => Assert.Contains($"{chapter.Name} ", run.Output));
        Assert.Equal(Contents.Chapters.Count, run.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Help_names_every_option()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(["--output", "--solutions", "all", "list"], word => Assert.Contains(word, run.Output));
    }

    [Fact]
    public void A_chapter_that_does_not_exist_is_one_sentence_and_code_2() =>
        SampleRun.Of(Program.Main, "ordre").AssertRefused("The course has no chapter 'ordre'; its chapters are order");

    [Theory]
    [InlineData("", "--output must be the path of a folder.")]
    [InlineData("FILE", "The output folder '")]
    public void A_wrong_folder_is_one_sentence_and_code_2(string output, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = output.Replace("FILE", folder.Write("file", ""));

        SampleRun.Of(Program.Main, "order", "--output", path).AssertRefused(expected);
    }

    [Fact]
    public void Pictures_are_written_twice()
    {
        var pictures = Run.Of("order").Pictures;

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], pictures["order.png"][..4]);
        Assert.Contains("<svg", System.Text.Encoding.UTF8.GetString(pictures["order.svg"]));
    }
}
