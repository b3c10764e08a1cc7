using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>The generated documentation of a model, as the editor shows it.</summary>
public sealed class HoverTests
{
    private const string Block = """
        [MultiHeadAttention(8), Dropout(0.1), Residual, LayerNorm]
            Stage attention;

            [Linear(2048), Relu, Linear("D"), Dropout(0.1), Residual, LayerNorm]
            Stage feedForward;
        """;

    private const string BlockTable = """
        4*D*D + 4105*D + 2048 parameters.

        input                 (B, T, D)                    input of Float
        attention
          multiHeadAttention  (B, T, D)       4*D*D + 4*D  MultiHeadAttention(8), Dropout(0.1), Residual
          layerNorm           (B, T, D)               2*D  LayerNorm
        feedForward
          linear              (B, T, 2048)  2048*D + 2048  Linear(2048), Relu
          linear2             (B, T, D)            2049*D  Linear("D"), Dropout(0.1), Residual
          layerNorm           (B, T, D)               2*D  LayerNorm
        output                (B, T, D)
        """;

    [Fact]
    public async Task AChain() => Assert.Equal(
        """
        class Head

        34 parameters.

        input      (B, T)         input of Int64
        embedding  (B, T, 3)  30  Embedding(10, 3)
        mean       (B, 3)         Mean(Axis = 1)
        linear     (B, 1)      4  Linear(1), Sigmoid
        output     (B, 1)
        """,
        await QuickInfo.At("""
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10, 3), Mean(Axis = 1), Linear(1), Sigmoid]
            public partial class He$$ad;
            """));

    [Fact]
    public async Task Stages() => Assert.Equal("class TransformerBlock\n\n" + BlockTable, await QuickInfo.At($$"""
        [Model, Input("B", "T", "D")]
        public partial class Transformer$$Block
        {
            {{Block}}
        }
        """));

    /// <summary>Roslyn shows the first part's summary and the first part's remarks.</summary>
    [Fact]
    public async Task TheUsersSummaryStandsAbove() => Assert.Equal("class TransformerBlock\n\nAs in the paper.\n\n" + BlockTable, await QuickInfo.At($$"""
        /// <summary>As in the paper.</summary>
        [Model, Input("B", "T", "D")]
        public partial class Transformer$$Block
        {
            {{Block}}
        }
        """));

    [Fact]
    public async Task TheUsersRemarksAreShownInstead()
    {
        var source = $$"""
            /// <summary>As in the paper.</summary>
            /// <remarks>Mine.</remarks>
            [Model, Input("B", "T", "D")]
            public partial class Transformer$$Block
            {
                {{Block}}
                static object Create() => new TransformerBlock(512);
            }
            """;
        Assert.Equal("class TransformerBlock\n\nAs in the paper.\n\nMine.", await QuickInfo.At(source));
        var constructor = await QuickInfo.At(source.Replace("$$", string.Empty).Replace("new Transformer", "new Trans$$former"));
        Assert.Contains("Mine.\n\n4*D*D + 4105*D + 2048 parameters.\n\n", constructor);
        Assert.Contains("    attention\n", constructor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/// <summary>Theirs.</summary>")]
    [InlineData("/// <summary>Theirs.</summary>\n/// <remarks>More.</remarks>\n/// <typeparam name=\"T\">A type.</typeparam>")]
    [InlineData("/// <remarks><list type=\"bullet\"><item>a</item></list></remarks>")]
    [InlineData("/// <inheritdoc/>")]
    public void BothPartsTogetherAreWellFormed(string documentation)
    {
        var run = Compile.Run(documentation + "\n" + """
            [Model, Input("B", "T", "D")]
            public partial class Net<T> { [Linear("2*D"), Rearrange("b t (h d) -> b h t d", With = "h = 2")] Stage split; }
            """);
        run.AssertCompilesWithoutWarnings();
        var type = run.Output.GetTypeByMetadataName("Net`1")!;
        Assert.StartsWith("<member name=\"T:Net`1\">",
            type.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("b t (h d) -&gt; b h t d",
            type.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>Editors that show Markdown read the asterisks of a product as emphasis, except in code.</summary>
    [Fact]
    public void FormulasOfTheGeneratedDocumentationAreCode()
    {
        var run = Compile.Run("""
            [Model, Input("B", "2*T", "3*D"), MseLoss, Dim("D", MultipleOf = "2*h"), Dim("h", MultipleOf = "2*k")]
            public partial class Net { [Linear("4*D"), Glu] Stage gate; [From(nameof(gate)), Linear("h")] [Output] Stage last; [Output("B", "2*T", "2*h*h")] [Linear("2*h*h")] Stage wide; }

            [Model, Input("B", "D"), Linear("D"), Reshape("2*(D/2)"), MseLoss]
            public partial class Odd;

            [Lora<Odd>(4, Targets = new[] { "linear" })]
            public partial class OddLora;
            """);
        var documented = new[] { "Net", "Odd", "OddLora" }.SelectMany(name => run.Output.GetTypeByMetadataName(name)!
            .GetMembers().Append<Microsoft.CodeAnalysis.ISymbol>(run.Output.GetTypeByMetadataName(name)!));
        var texts = documented
            .Select(symbol => symbol.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken))
            .Where(xml => !string.IsNullOrEmpty(xml))
            .Select(xml => XElement.Parse(xml!))
            .ToList();
        Assert.Contains(texts, text => text.Descendants("c").Any(code => code.Value == "(B, 2*T, 3*D)"));
        Assert.Contains(texts, text => text.Descendants("c").Any(code => code.Value == "2*h"));
        Assert.All(texts, text => Assert.DoesNotContain('*',
            string.Concat(text.DescendantNodes().OfType<XText>().Where(part => part.Parent!.Name.LocalName is not ("c" or "code")))));
    }

    [Fact]
    public async Task ALongChainFoldsWhatRepeats()
    {
        var text = await QuickInfo.At("""
            [Model, Input("B", 8)]
            [Linear(8), Relu, Linear(8), Relu, Linear(8), Relu, LayerNorm, Linear(8), Linear(8, Bias = false), Linear(8, Bias = false)]
            public partial class De$$ep;
            """);
        Assert.Equal(
            """
            class Deep

            432 parameters.

            input             (B, 8)       input of Float
            linear … linear3  (B, 8)  216  3 × Linear(8), Relu
            layerNorm         (B, 8)   16  LayerNorm
            linear4           (B, 8)   72  Linear(8)
            linear5, linear6  (B, 8)  128  2 × Linear(8, Bias = false)
            output            (B, 8)
            """,
            text);
    }

    [Fact]
    public async Task StagesAlikeAreOne()
    {
        var stages = string.Concat(Enumerable.Range(1, 6).Select(i => $"    [Linear(8), Relu, LayerNorm] Stage level{i};\n"));
        Assert.Equal(
            """
            class Deep

            528 parameters.

            input            (B, 8)      input of Float
            level1 … level6              6 alike
              linear         (B, 8)  72  Linear(8), Relu
              layerNorm      (B, 8)  16  LayerNorm
            output           (B, 8)
            """,
            await QuickInfo.At($"[Model, Input(\"B\", 8)]\npublic partial class De$$ep\n{{\n{stages}}}"));
    }

    [Fact]
    public async Task TheMiddleOfAVeryLongModelIsLeftOut()
    {
        var stages = string.Concat(Enumerable.Range(1, 100).Select(i => $"    [Linear({i + 8}), Relu, LayerNorm] Stage level{i};\n"));
        var lines = (await QuickInfo.At($"[Model, Input(\"B\", 8)]\npublic partial class De$$ep\n{{\n{stages}}}")).Split('\n');
        Assert.InRange(lines.Length, 30, 46);
        var gap = System.Array.FindIndex(lines, line => line.StartsWith('…'));
        Assert.StartsWith("  layerNorm", lines[gap - 1]);
        Assert.EndsWith("and 261 more layers", lines[gap]);
        Assert.StartsWith("level98", lines[gap + 1]);
    }

    [Fact]
    public async Task WhatIsNotKnownIsSaid() => Assert.StartsWith(
        "class Net\n\nIts declaration has errors; see its MG diagnostics.\n\ninput ",
        await QuickInfo.At("[Model, Input(\"B\", 3)]\n[Linear(4, In = 7)]\npublic partial class N$$et;"));

    [Fact]
    public async Task ATotalTooLongToReadIsLeftOut()
    {
        var layers = string.Join(", ", Enumerable.Range(1, 200).Select(i => $"Linear(\"d{i}\"), Relu"));
        var text = await QuickInfo.At($"[Model, Input(\"B\", \"d0\")]\n[{layers}]\npublic partial class De$$ep;");
        Assert.StartsWith("class Deep\n\nIts number of parameters is too long an expression.\n\ninput ", text);
        Assert.Contains("d0*d1 + d1  Linear(\"d1\"), Relu\n", text);
    }

    [Fact]
    public async Task ABlockThatDoesNotTellIsNamed() => Assert.Contains("4 parameters and those of own.module.", await QuickInfo.At("""
        class Own() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("own")
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => input.alias();
        }

        [Model, Input("B", 3)]
        public partial class N$$et { [Module<Own>("B", 3)] Stage own; [Linear(1)] Stage score; }
        """));

    [Fact]
    public async Task TheConstructorShowsTheTableAndItsParameters()
    {
        const string source = """
            class User { object Create() => new Transfor$$merBlock(D: 512); }

            [Model, Dim("D", MultipleOf = 8), Input("B", "T", "D")]
            public partial class TransformerBlock
            {
            """ + Block + "}";
        var text = await QuickInfo.At(source);
        Assert.StartsWith("TransformerBlock.TransformerBlock(long D, [TorchSharp.torch.Device? device = null]", text);
        Assert.Contains("Creates the model with newly initialized weights.", text);
        Assert.EndsWith(BlockTable, text);
        Assert.Contains("The size D: at least 1, a multiple of 8.",
            await QuickInfo.At(source.Replace("$$", string.Empty).Replace("(D:", "($$D:")));
    }

    [Theory]
    [InlineData("forward", "Computes (B, 10), (B, 4).")]
    [InlineData("forward", "logits (B, 10); hidden (B, 4), owned by the caller.")]
    [InlineData("Loss", "Computes the loss of the model's 'logits' against a target.")]
    [InlineData("Loss", "A scalar, owned by the caller.")]
    [InlineData("Summary", "The layers with their shapes and parameters, as aligned text.")]
    [InlineData("Architecture", "The declaration as data.")]
    public async Task EachMember(string name, string expected)
    {
        const string source = """
            class User
            {
                void Use(Net model, TorchSharp.torch.Tensor x, TorchSharp.torch.Tensor y)
                {
                    var both = model.forward(x);
                    var loss = model.Loss(x, y);
                    var text = model.Summary();
                    var data = Net.Architecture;
                }
            }

            [Model, CrossEntropyLoss(Of = nameof(logits))]
            public partial class Net
            {
                [Input("B", 3)] Stage x;
                [Linear(10), Output, From(nameof(x))] Stage logits;
                [Linear(4), Output, From(nameof(x))] Stage hidden;
            }
            """;
        Assert.Contains(expected, await QuickInfo.At(source.Replace("." + name, ".$$" + name)));
    }
}
