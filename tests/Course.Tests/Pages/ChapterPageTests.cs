using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Course.Tests;

/// <summary>The pages of the chapters show what the program is and prints. <c>ACCEPT_SNAPSHOTS=1</c> rewrites them.</summary>
public sealed class ChapterPageTests
{
    private const int Exercises = 3;

    private static readonly string[] _kinds =
        [Block.Command, Block.Listing, Block.Generated, Block.Broken, Block.Output, Block.Diagnostic, Block.Formula];

    private static readonly Dictionary<string, string> _sources =
        Repository.Sources("samples").ToDictionary(path => path, Repository.Read);

    public static TheoryData<string> Chapters => [.. Contents.Chapters.Select(chapter => chapter.Name)];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Listings_are_parts_of_samples(string name)
    {
        var page = CoursePage.Of(name);
        Assert.All(page.Blocks, block => Assert.Contains(block.Info, _kinds));
        Assert.Contains(page.Blocks, block => block.Info == Block.Listing);
        Assert.All(
            page.Blocks.Where(block => block.Info == Block.Listing),
            block => Assert.True(_sources.Values.Any(source => Excerpt.IsIn(source, block.Text)), $"{page.Path}:\n{block.Text}"));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Generated_code_is_what_the_generator_writes(string name)
    {
        var page = CoursePage.Of(name);
        Assert.Contains(page.Blocks, block => block.Info == Block.Generated);
        Assert.All(
            page.Blocks.Where(block => block.Info == Block.Generated),
            block => Assert.True(
                Compiler.Generated.Any(source => Excerpt.IsIn(source, block.Text, omits: true)), $"{page.Path}:\n{block.Text}"));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public async Task Diagnostics_are_what_the_compiler_reports(string name)
    {
        var page = CoursePage.Of(name);
        List<(Block Block, string Text)> reported = [];
        string? broken = null;
        foreach (var block in page.Blocks)
        {
            if (block.Info == Block.Broken)
            {
                Assert.Null(broken);
                broken = block.Text;
            }
            else if (block.Info == Block.Diagnostic)
            {
                Assert.NotNull(broken);
                reported.Add((block, string.Concat((await Compiler.Diagnose(broken)).Select(message => message + "\n"))));
                broken = null;
            }
        }

        Assert.Null(broken);
        Assert.All(reported, pair => Assert.NotEqual("", pair.Text));
        Accept(page, reported);
        Assert.All(reported, pair => Assert.Equal(pair.Text, Repository.Accepts ? pair.Text : pair.Block.Text));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Outputs_are_what_the_commands_print(string name)
    {
        var page = CoursePage.Of(name);
        List<(Block Block, string Text, double Tolerance)> printed = [];
        foreach (var (command, blocks) in Outputs(page).Where(pair => pair.Blocks.Count > 0))
        {
            Assert.Equal("Course", command.Sample);
            var texts = Run.Of(command.Arguments).Divide(blocks);
            printed.AddRange(blocks.Zip(texts, (block, text) => (block, text, command.Chapter.Tolerance)));
        }

        var shown = Outputs(page).Where(pair => pair.Blocks.Count > 0).Select(pair => string.Join(' ', pair.Command.Arguments)).ToList();
        Assert.Contains(name, shown);
        Assert.Contains($"{name} --solutions", shown);
        List<(Block Block, string Text, double Tolerance)> different =
            [.. printed.Where(pair => !Numbers.AreClose(pair.Block.Text, pair.Text, pair.Tolerance))];
        Accept(page, different.Select(pair => (pair.Block, pair.Text)));
        Assert.All(different, pair => Assert.Equal(pair.Text, Repository.Accepts ? pair.Text : pair.Block.Text));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Pictures_are_drawn_by_the_commands(string name)
    {
        var page = CoursePage.Of(name);
        var drawn = page.Blocks.Where(block => block.Info == Block.Command).Select(block => Command.Parse(block.Text))
            .Where(command => command.Sample == "Course").SelectMany(command => Run.Of(command.Arguments).Pictures)
            .ToDictionary(picture => picture.Key, picture => picture.Value);

        Assert.NotEmpty(page.Pictures);
        foreach (var picture in page.Pictures)
        {
            var file = Path.GetFileName(picture);
            Assert.Contains(file, drawn.Keys);
            if (Repository.Accepts && PlotFont.Exists)
            {
                File.WriteAllBytes(Repository.Full(picture), drawn[file]);
            }

            Assert.Contains("<svg", Repository.Read(picture));
        }
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void There_are_three_exercises_with_solutions_from_the_program(string name)
    {
        var page = CoursePage.Of(name);
        Assert.Equal(Enumerable.Repeat(Enumerable.Range(1, Exercises), 2).SelectMany(numbers => numbers), page.Exercises);

        var solutions = page.Text.LastIndexOf("\n**1.** ", System.StringComparison.Ordinal);
        var listings = page.Blocks.Where(block => block.Info == Block.Listing && block.Start > solutions).ToList();
        Assert.True(listings.Count >= Exercises, page.Path);
        Assert.All(listings, block => Assert.Contains(
            _sources, source => source.Key.StartsWith("samples/Course/Solutions/", System.StringComparison.Ordinal)
                && Excerpt.IsIn(source.Value, block.Text)));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void A_tolerance_is_stated_on_the_page(string name)
    {
        var tolerance = Contents.Chapters.Single(chapter => chapter.Name == name).Tolerance;
        if (tolerance > 0)
        {
            Assert.Contains($"{100 * tolerance} %", CoursePage.Of(name).Prose);
        }
    }

    // Each command with the outputs that follow it.
    private static List<(Command Command, List<Block> Blocks)> Outputs(CoursePage page)
    {
        List<(Command Command, List<Block> Blocks)> outputs = [];
        foreach (var block in page.Blocks)
        {
            if (block.Info == Block.Command)
            {
                outputs.Add((Command.Parse(block.Text), []));
            }
            else if (block.Info == Block.Output)
            {
                outputs[^1].Blocks.Add(block);
            }
        }

        return outputs;
    }

    private static void Accept(CoursePage page, IEnumerable<(Block Block, string Text)> replacements)
    {
        if (Repository.Accepts)
        {
            page.Save(replacements);
        }
    }
}
