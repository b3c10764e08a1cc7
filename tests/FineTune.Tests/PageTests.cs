using System.IO;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace FineTune.Tests;

/// <summary>docs/finetune.md shows what is compiled here.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_listing_is_part_of_the_program()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..");
        var page = File.ReadAllText(Path.Combine(root, "docs", "finetune.md")).ReplaceLineEndings("\n");
        var models = File.ReadAllText(Path.Combine(root, "samples", "FineTune", "Models.cs")).ReplaceLineEndings("\n");

        var listing = Assert.Single(Regex.Matches(page, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline));
        Assert.Contains(listing.Groups[1].Value, models);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
