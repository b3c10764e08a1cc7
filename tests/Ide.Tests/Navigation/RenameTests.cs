using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Rename;
using Xunit;

namespace ModelGen.Ide.Tests.Navigation;

/// <summary>
/// What follows when a stage is renamed: every <c>nameof</c>; a name in a string only if the user has strings included,
/// and else the diagnostic says it.
/// </summary>
public sealed class RenameTests
{
    /// <summary>Every argument that names a stage, by <c>nameof</c>.</summary>
    private const string Named = """
        [Model, Input("B", "D")]
        public partial class Decoder
        {
            [Linear("D")] Stage inner;
        }

        [Model, Input("B", "T", "D"), Input("B", "S", "D", Name = "other")]
        public partial class Pair
        {
            [From("input"), MultiHeadAttention(2, Memory = "other")] Stage attended;
        }

        [Model, CrossEntropyLoss(Of = nameof(scores))]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            [From(nameof(tokens)), Embedding(100, 8, Init = Init.Normal), Lstm(8)]
            Stage fea$$tures;

            [From(nameof(features) + ".last"), Linear(8)]
            Stage state;

            [From(nameof(features)), MultiHeadAttention(2, Memory = nameof(features)), Add(nameof(features)), Block<Pair>(Inputs = new[] { nameof(features) })]
            Stage attended;

            [From(nameof(attended), nameof(features)), Concat(nameof(features)), Linear(8), TiedLinear(nameof(features) + ".embedding"), Output]
            Stage scores;

            [From(nameof(features)), Linear(8, Name = "own"), Output]
            Stage others;

            [From(nameof(state)), Relu, Linear(8, Shared = nameof(others) + ".own"), Output("B", 8)]
            Stage last;

            Stage Get() => features;
        }
        """;

    [Theory]
    [InlineData("features", "encoded")]
    [InlineData("tokens", "ids")]
    [InlineData("scores", "logits")]
    [InlineData("others", "second")]
    public async Task EveryNameofFollows(string old, string @new)
    {
        var marked = Named.Replace("$$", string.Empty).Replace("Stage " + old + ";", "Stage $$" + old + ";");
        Assert.Empty(await IdeProject.Diagnostics(IdeProject.Open(marked.Replace("$$", string.Empty))));
        var renamed = await Rename(marked, @new, inStrings: false);
        var text = (await renamed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.DoesNotContain($"nameof({old})", text);
        Assert.Contains($"Stage {@new};", text);
        Assert.Empty(await IdeProject.Diagnostics(renamed));
    }

    private const string InStrings = """
        [Model, CrossEntropyLoss(Of = "scores")]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            [From("tokens"), Embedding(100, 8, Init = Init.Normal), Lstm(8)]
            Stage fea$$tures;

            [From("features.last"), Linear(8), Output]
            Stage scores;
        }
        """;

    [Fact]
    public async Task ANameInAStringIsToldWhereItStands()
    {
        var renamed = await Rename(InStrings, "featured", inStrings: false);
        var diagnostic = Assert.Single(await IdeProject.Diagnostics(renamed));
        Assert.Equal("MG0007", diagnostic.Id);
        Assert.Equal("There is no stage or input 'features': did you mean 'featured'?", diagnostic.GetMessage());
        Assert.Equal("\"features.last\"",
            (await renamed.GetTextAsync(TestContext.Current.CancellationToken)).ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public async Task WithStringsIncludedTheyFollow()
    {
        var renamed = await Rename(InStrings, "encoded", inStrings: true);
        Assert.Contains("[From(\"encoded.last\"), Linear(8), Output]",
            (await renamed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Empty(await IdeProject.Diagnostics(renamed));
    }

    [Fact]
    public async Task AConstantFollowsInSizes()
    {
        var renamed = await Rename("""
            [Model, Input("B", Wi$$dth)]
            public partial class Net
            {
                const int Width = 8;
                [Linear(Width), Relu, Linear(nameof(Width))] Stage inner;
            }
            """, "Size", inStrings: false);
        Assert.Contains("[Linear(Size), Relu, Linear(nameof(Size))]",
            (await renamed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Empty(await IdeProject.Diagnostics(renamed));
    }

    [Fact]
    public async Task ABlockFollowsInItsUsers()
    {
        var renamed = await Rename("""
            [Model, Input("B", "D"), Linear("D")]
            public partial class Pa$$rt;

            [Model, Input("B", 8), Block<Part>(2)]
            public partial class Whole;
            """, "Piece", inStrings: false);
        Assert.Contains("Block<Piece>(2)", (await renamed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Empty(await IdeProject.Diagnostics(renamed));
    }

    private static async Task<Document> Rename(string marked, string name, bool inStrings)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        var symbol = await SymbolFinder.FindSymbolAtPositionAsync(document, caret, TestContext.Current.CancellationToken);
        var solution = await Renamer.RenameSymbolAsync(document.Project.Solution, symbol!,
            new SymbolRenameOptions(RenameInStrings: inStrings), name, TestContext.Current.CancellationToken);

        // An editor applies the changes to its text and reads that again.
        return IdeProject.Open((await solution.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }
}
