using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Completion;
using Xunit;

namespace ModelGen.Ide.Tests.Completions;

/// <summary>What the editor proposes while a declaration is written.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("$$")]
    [InlineData("Li$$")]
    [InlineData("Linear(4), $$")]
    public async Task BracketsOfferTheVocabulary(string attribute)
    {
        var offered = await Offered(attribute);
        var vocabulary = typeof(ModelAttribute).Assembly.GetExportedTypes()
            .Where(type => typeof(Attribute).IsAssignableFrom(type) && !type.IsAbstract && type.Name != "ModelSignatureAttribute")
            .Select(type => type.Name[..type.Name.LastIndexOf("Attribute", StringComparison.Ordinal)]);
        Assert.Empty(vocabulary.Except(offered));
        Assert.Empty(
            offered.Intersect(["Layer", "WeightedLayer", "RecurrentLayer", "TransformerLayer", "ClassLoss", "Loss", "ModelSignature"]));
    }

    [Theory]
    [InlineData("Linear(4, $$)", "Bias", "In", "Init", "InitStd", "Name", "Shared", "When")]
    [InlineData("Linear(4, Bias = false, $$)", "In", "Init", "InitStd", "Name", "Shared", "When")]
    [InlineData("Lstm(4, $$)", "NumLayers", "Bidirectional", "Dropout", "InitialHidden", "InitialCell")]
    [InlineData("Linear(4, Init = $$)", "Init.KaimingNormal", "Init.Orthogonal")]
    [InlineData("Linear(4, Init = Init.$$)", "KaimingNormal", "Orthogonal")]
    [InlineData("FeedForward(4, Activation = Activation.$$)", "Gelu", "GeluTanh")]
    [InlineData("Linear($$)", "Width")]
    public async Task ArgumentsAreOffered(string attribute, params string[] expected) =>
        Assert.Empty(expected.Except(await Offered(attribute)));

    [Fact]
    public async Task WhatIsGeneratedIsOfferedOnAModel()
    {
        var offered = await At("""
            class User { void Use(Net net) { net.$$ } }

            [Model, Input("B", 3), CrossEntropyLoss]
            [Linear(4)]
            public partial class Net;
            """);
        Assert.Empty(new[] { "forward", "call", "Loss", "Summary" }.Except(offered));
        Assert.DoesNotContain("_linear", offered);
    }

    /// <summary>An argument that takes no tensor, such as the method of Apply, is left to C#.</summary>
    [Fact]
    public async Task OtherNamesAreOfferedByTheLanguage() => Assert.Contains("Width", await Offered("Apply(nameof($$))"));

    private static Task<List<string>> Offered(string attribute) => At($$"""
        [Model]
        public partial class Net
        {
            const int Width = 8;

            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            [Embedding(100, "D"), LayerNorm]
            Stage features;

            [{{attribute}}]
            Stage scores;
        }
        """);

    private static async Task<List<string>> At(string marked) => [.. (await Proposals.At(marked)).Select(item => item.DisplayText)];
}
