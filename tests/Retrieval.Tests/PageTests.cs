using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Retrieval.Tests;

/// <summary>docs/retrieval.md shows what is compiled here.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_listings_are_parts_of_the_program()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..");
        var page = File.ReadAllText(Path.Combine(root, "docs", "retrieval.md")).ReplaceLineEndings("\n");
        var program = string.Concat(
            new[] { "Encoder/PassageEncoder.cs", "IndexFolder.cs" }
                .Select(file => File.ReadAllText(Path.Combine(root, "samples", "Retrieval", file)).ReplaceLineEndings("\n")));
        program = Regex.Replace(program, "^ +", "", RegexOptions.Multiline);

        var listings = Regex.Matches(page, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(2, listings.Count);
        Assert.All(listings, listing => Assert.Contains(listing.Groups[1].Value, program));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
