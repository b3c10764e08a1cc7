using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace FineTune.Tests;

/// <summary>docs/finetune.md shows what is compiled here.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_listings_are_part_of_the_program()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..");
        var page = File.ReadAllText(Path.Combine(root, "docs", "finetune.md")).ReplaceLineEndings("\n");
        string[] files = ["Models.cs", "Heads/Models.cs"];
        var models = string.Concat(files.Select(file => File.ReadAllText(Path.Combine(root, "samples", "FineTune", file))))
            .ReplaceLineEndings("\n");

        var listings = Regex.Matches(page, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(2, listings.Count);
        Assert.All(listings, listing => Assert.Contains(listing.Groups[1].Value, models));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
