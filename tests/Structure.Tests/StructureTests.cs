using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Structure.Tests;

/// <summary>Dependencies point one way, as docs/architecture.md shows them.</summary>
public sealed class StructureTests
{
    private const int LargestCycle = 8;

    // To bind a project takes seconds.
    private static readonly ConcurrentDictionary<string, Lazy<DirectedGraph>> _files = new();

    public static TheoryData<string> Projects => ["Generator", "Runtime", "CodeFixes", "Models", "Training", "Onnx", "PyTorch"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_folder_refers_only_to_those_above_it_in_the_picture(string project)
    {
        List<string> order = Order(project);
        DirectedGraph folders = Files(project).GroupBy(TopFolder);

        Assert.Equal(folders.Nodes.Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        None(folders.Edges
            .Where(edge => order.IndexOf(edge.To) > order.IndexOf(edge.From))
            .Select(edge => $"{edge.From} refers to {edge.To}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_two_folders_need_each_other(string project)
    {
        DirectedGraph folders = Files(project).GroupBy(Folder);

        None(folders.Cycles().Select(cycle => string.Join(", ", cycle)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_more_than_eight_files_need_each_other(string project)
    {
        DirectedGraph files = Files(project);

        None(files.Cycles().Where(cycle => cycle.Count > LargestCycle).Select(cycle => $"{cycle.Count} files: {string.Join(", ", cycle)}"));
    }

    private static DirectedGraph Files(string project) =>
        _files.GetOrAdd(project, name => new(() => FileGraph.Of(SourceProject.Load(name)))).Value;

    /// <summary>
    /// The folders of a project from what everything stands on to what stands on everything, as the picture lists them;
    /// <c>(root)</c> is the project's own folder.
    /// </summary>
    private static List<string> Order(string project)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        Match picture = Regex.Match(page, $@"^```text src/{project}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(picture.Success, $"docs/architecture.md has no picture of src/{project}.");
        return [.. picture.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
    }

    // Each in full: what is wrong has to be found from the message.
    private static void None(IEnumerable<string> findings)
    {
        List<string> found = [.. findings];
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static string Folder(string file) => file.Contains('/') ? file[..file.LastIndexOf('/')] : "(root)";

    private static string TopFolder(string file) => Folder(file).Split('/')[0];
}
