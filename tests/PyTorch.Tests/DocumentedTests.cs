using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Models;
using ModelGen.PyTorch.Tests.Documented;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>The listings of the pages are code of the folder <c>Documented</c>, and the Python on them is what the export writes.</summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/to-pytorch.md", 2)]
    [InlineData("src/PyTorch/README.md", 1)]
    public void Every_listing_is_code_that_is_compiled(string document, int count)
    {
        var files = Directory.GetFiles(Path.Combine(Here(), "Documented"), "*.cs");
        string[] compiled = [.. files.Select(file => Trimmed(File.ReadAllText(file)))];
        var listings = Listings(document, "csharp");
        Assert.Equal(count, listings.Length);
        Assert.All(listings, listing => Assert.Contains(compiled, file => file.Contains(Trimmed(listing), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_listings_run()
    {
        using var folder = new TemporaryFolder();
        var former = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            Exporting.Export();
        }
        finally
        {
            Directory.SetCurrentDirectory(former);
        }

        Assert.True(File.Exists(folder[Path.Combine("classifier", "model.py")]));
        using var head = new Head();
        Assert.Contains("        return 2 * x\n", head.ToPyTorch());
    }

    [Fact]
    public void The_Python_of_the_page_is_that_of_the_model()
    {
        using var model = new Classifier(words: 5_000);
        Assert.All(Listings("docs/to-pytorch.md", "python"), listing => Assert.Contains(listing.TrimEnd('\n'), model.ToPyTorch()));
    }

    /// <summary>
    /// The files are written anew when the environment variable ACCEPT_SNAPSHOTS is 1.
    /// </summary>
    [Fact]
    public void The_source_of_GPT_2_is_what_the_export_writes()
    {
        using var model = new ModelGen.Models.Gpt2(
            D: 768, heads: 12, hidden: 3072, layers: 12, positions: 1024, vocabulary: 50257, device: META);
        var path = Path.Combine(Here(), "..", "..", "docs", "pytorch", "gpt2.py");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, model.ToPyTorch());
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), model.ToPyTorch());
    }

    private static string[] Listings(string document, string language) => [.. Regex.Matches(
        File.ReadAllText(Path.Combine(Here(), "..", "..", document)).ReplaceLineEndings("\n"), $"^```{language}[^\n]*\n(.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    private static string Trimmed(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
