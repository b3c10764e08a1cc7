using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ModelGen.Generator.Layers;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What the documents show is true.</summary>
public sealed class DocumentationTests
{
    private static readonly Regex Fence = new("^```(?<info>[^\n]*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);

    private static readonly string[] Documents =
    [
        "README.md",
        "docs/adapters.md",
        "docs/decoding.md",
        "docs/getting-started.md",
        "src/Package/README.md",
    ];

    public static IEnumerable<TheoryDataRow<string>> Declarations() =>
        Documents.SelectMany(document => Blocks(document, "csharp")).Distinct().Select(text => new TheoryDataRow<string>(text));

    [Theory]
    [MemberData(nameof(Declarations))]
    public Task EveryDeclarationIsCorrect(string declaration) => Diagnostics.Verify(declaration);

    [Fact]
    public void TheGeneratedCodeIsWhatIsGenerated()
    {
        var generated = Compile.Run(Blocks("README.md", "csharp").First()).Sources.Values.Single().ToString();
        Assert.Contains(Blocks("README.md", "csharp generated").Single(), generated);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Package/README.md")]
    public Task TheDiagnosticIsWhatIsReported(string document)
    {
        var declaration = Blocks(document, "csharp").First().Replace("[Linear(10)]", "[Linear(10, In = {|MG0102:500|})]");
        return Diagnostics.Verify(declaration, Blocks(document, "text diagnostic").Single().Trim().Replace("MG0102: ", string.Empty));
    }

    [Fact]
    public void EveryKindHasARow()
    {
        foreach (var name in LayerCatalog.All.Select(kind => kind.Name).Concat(LossCatalog.All.Select(kind => kind.Name)))
        {
            Assert.Matches($@"\| [^|]*`{name}\b", Document.Read("docs/vocabulary.md"));
            Assert.Matches($@"\| [^|]*`{name}\b|`{name}(<T>)?`", Document.Read("README.md"));
        }
    }

    private static IEnumerable<string> Blocks(string document, string info) =>
        Fence.Matches(Document.Read(document))
            .Where(match => match.Groups["info"].Value == info).Select(match => match.Groups["text"].Value);
}
