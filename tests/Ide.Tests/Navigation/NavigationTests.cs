using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;
using Xunit;

namespace ModelGen.Ide.Tests.Navigation;

/// <summary>Where "go to definition" and "find all references" lead.</summary>
public sealed class NavigationTests
{
    private const string Source = """
        class User
        {
            object Use(Net net) => net.forward(null!);

            object Create() => new Net(D: 8);
        }

        [Model]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            [Embedding(100, "D"), LayerNorm]
            Stage features;

            [From(nameof(features)), Add(nameof(features))]
            [TiedLinear(nameof(features) + ".embedding")]
            Stage scores;

            Stage Get() => features;
        }
        """;

    [Theory]
    [InlineData("From(nameof(fea$$tures)", "Stage features;")]
    [InlineData("Add(nameof(fea$$tures)", "Stage features;")]
    [InlineData("=> fea$$tures", "Stage features;")]
    [InlineData("Use(N$$et net)", "public partial class Net")]
    public async Task TheDefinitionIsTheUsers(string caret, string line)
    {
        var (definition, _) = await Definition(caret);
        var location = definition.Locations[0];
        Assert.Equal("/project/Model.cs", location.SourceTree!.FilePath);
        Assert.Contains(line, location.SourceTree
            .GetText(TestContext.Current.CancellationToken).Lines[location.GetLineSpan().StartLinePosition.Line].ToString());
    }

    [Theory]
    [InlineData("net.for$$ward", "forward(global::TorchSharp.torch.Tensor tokens)")]
    [InlineData("new N$$et(", "public Net(long D")]
    public async Task WhatIsGeneratedIsFoundInTheGeneratedFile(string caret, string line)
    {
        var (definition, solution) = await Definition(caret);
        var location = Assert.Single(definition.Locations);
        Assert.Equal("Net.g.cs", Path.GetFileName(location.SourceTree!.FilePath));
        Assert.Contains(line, location.SourceTree
            .GetText(TestContext.Current.CancellationToken).Lines[location.GetLineSpan().StartLinePosition.Line].ToString());
        Assert.IsType<SourceGeneratedDocument>(solution.GetDocument(location.SourceTree));
    }

    [Fact]
    public async Task EveryNameofIsAReference()
    {
        var (definition, solution) = await Definition("Stage fea$$tures");
        var references = (await SymbolFinder.FindReferencesAsync(definition, solution, TestContext.Current.CancellationToken))
            .Single().Locations.ToList();
        Assert.Equal(4, references.Count(reference => reference.Document.Name == "Model.cs"));
        Assert.Equal(2, references.Count(reference => reference.Document is SourceGeneratedDocument));
    }

    private static async Task<(ISymbol Definition, Solution Solution)> Definition(string caret)
    {
        var (source, position) = IdeProject.Caret(Source.Replace(caret.Replace("$$", string.Empty), caret));
        var document = IdeProject.Open(source);
        var symbol = await SymbolFinder.FindSymbolAtPositionAsync(document, position, TestContext.Current.CancellationToken);
        Assert.NotNull(symbol);
        var definition = await SymbolFinder.FindSourceDefinitionAsync(symbol, document.Project.Solution,
            TestContext.Current.CancellationToken);
        return (definition!, document.Project.Solution);
    }
}
