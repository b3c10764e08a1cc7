using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Onnx.Tests.Documented;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The listings of the pages about ONNX are code of the folder <c>Documented</c>; here they run.</summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/onnx.md", 9)]
    [InlineData("docs/deploy.md", 4)]
    [InlineData("src/Onnx/README.md", 2)]
    [InlineData("src/Inference/README.md", 1)]
    public void Every_listing_is_code_that_is_compiled(string document, int count)
    {
        var files = Directory.GetFiles(Path.Combine(Here(), "Documented"), "*.cs");
        string[] compiled = [.. files.Select(file => Trimmed(File.ReadAllText(file)))];
        var text = File.ReadAllText(Path.Combine(Here(), "..", "..", document)).ReplaceLineEndings("\n");
        var listings = Regex.Matches(text, "^```csharp[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(count, listings.Count);
        Assert.All(listings, listing =>
            Assert.Contains(compiled, file => file.Contains(Trimmed(listing.Groups[1].Value), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_listings_run()
    {
        using var folder = new TemporaryFolder();
        var former = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(folder["classifier.onnx"])!);
        try
        {
            Exporting.Export();
            Deploying.Export();
            Assert.Equal(10, Deploying.Run([1, 2, 3]).Length);
            using var writer = new Writer();
            Exporting.ExportGenAI(writer);
        }
        finally
        {
            Directory.SetCurrentDirectory(former);
        }

        Assert.True(File.Exists(folder["classifier.onnx"]));
        using var model = new Classifier(words: 50);
        using var ids = zeros(3, 4, dtype: ScalarType.Int64);
        Assert.Equal([3, 10], Exporting.Run(model, ids));
        Assert.Equal([3, 10], Exporting.RunQuantized(model, ids));
        Assert.True(File.Exists(folder[Path.Combine("writer", "genai_config.json")]));
        using var generating = new Writer();
        generating.eval();
        Assert.Equal(50, Exporting.Generate(generating, [1, 2, 3]).Count);
        using var translator = new Translator();
        translator.eval();
        using var source = ones(1, 7, dtype: ScalarType.Int64);
        Assert.NotEmpty(Exporting.Translate(translator, source, begin: 1));
    }

    private static string Trimmed(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
