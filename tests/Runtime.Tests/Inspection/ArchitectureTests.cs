using System.Globalization;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class ArchitectureTests
{
    private static readonly Architecture Block = new(
        "HandWrittenBlock",
        [new SymbolInfo("D", IsParameter: true, Default: 512), new SymbolInfo("B", IsParameter: false), new SymbolInfo("T",
            IsParameter: false)],
        [new PortInfo("input", "(B, T, D)")],
        [
            new LayerInfo(
                "positions", "sinusoidalPositions", "SinusoidalPositions", "SinusoidalPositions", ["input"], "(B, T, D)", "(B, T, D)", "0"),
            new LayerInfo("positions", "positionEmbedding",
                "PositionEmbedding", "PositionEmbedding(32)", ["positions.sinusoidalPositions"], "(B, T, D)", "(B, T, D)", "32*D"),
            new LayerInfo("attention", "multiHeadAttention", "MultiHeadAttention",
                "MultiHeadAttention(2, Causal = true, Dropout = 0.1)", ["positions"], "(B, T, D)", "(B, T, D)", "4*D*D + 4*D"),
            new LayerInfo("attention", "residual",
                "Residual", "Residual", ["attention.multiHeadAttention", "positions"], "(B, T, D)", "(B, T, D)", "0"),
            new LayerInfo("attention", "layerNorm", "LayerNorm", "LayerNorm", ["attention.residual"], "(B, T, D)", "(B, T, D)", "2*D"),
            new LayerInfo("memory", "lstm", "Lstm", "Lstm(\"D\")", ["attention"], "(B, T, D)", "(B, T, D)", "8*D*D + 8*D"),
        ],
        [new PortInfo("memory", "(B, T, D)")]);

    [Fact]
    public void SummaryCountsTheRealParameters()
    {
        using var model = new HandWrittenBlock(64);
        var text = Handles.Exactly(0, () => Block.Summary(model, ("D", 64)));
        Assert.Equal(
            """
            HandWrittenBlock (D = 64)
            input   input (B, T, D) Float
            output  memory (B, T, D) Float

            layer                          declaration                                       input      output     parameters
            ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            positions.sinusoidalPositions  SinusoidalPositions                               (B, T, D)  (B, T, D)           0
            positions.positionEmbedding    PositionEmbedding(32)                             (B, T, D)  (B, T, D)       2,048
            attention.multiHeadAttention   MultiHeadAttention(2, Causal = true, Dropout = …  (B, T, D)  (B, T, D)      16,640
            attention.residual             Residual                                          (B, T, D)  (B, T, D)           0
            attention.layerNorm            LayerNorm                                         (B, T, D)  (B, T, D)         128
            memory.lstm                    Lstm("D")                                         (B, T, D)  (B, T, D)      33,280

            parameters  52,096, all trainable
            memory      203.5 KiB (208,384 bytes)

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void WithoutAnInstanceTheCountsAreSymbolic()
        => Assert.Equal(
            """
            HandWrittenBlock (D = 512)
            input   input (B, T, D) Float
            output  memory (B, T, D) Float

            layer                          declaration                                       input      output      parameters
            ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            positions.sinusoidalPositions  SinusoidalPositions                               (B, T, D)  (B, T, D)            0
            positions.positionEmbedding    PositionEmbedding(32)                             (B, T, D)  (B, T, D)         32*D
            attention.multiHeadAttention   MultiHeadAttention(2, Causal = true, Dropout = …  (B, T, D)  (B, T, D)  4*D*D + 4*D
            attention.residual             Residual                                          (B, T, D)  (B, T, D)            0
            attention.layerNorm            LayerNorm                                         (B, T, D)  (B, T, D)          2*D
            memory.lstm                    Lstm("D")                                         (B, T, D)  (B, T, D)  8*D*D + 8*D

            """.ReplaceLineEndings("\n"),
            Block.ToString());

    [Fact]
    public void NamesInAnyScriptAlign()
    {
        using var model = new Stage("模型", ("線形層", nn.Linear(2, 3)), ("é", nn.Linear(3, 1, hasBias: false)));
        var architecture = new Architecture(
            "模型",
            [],
            [new PortInfo("入力", "(B, 2)"), new PortInfo("ids", "(B)", DType.Int64, Optional: true)],
            [
                new LayerInfo(string.Empty, "線形層", "Linear", "Linear(3)", ["入力"], "(B, 2)", "(B, 3)", "9"),
                new LayerInfo(string.Empty, "é", "Linear", "Linear(1)", ["線形層"], "(B, 3)", "(B, 1)", "3"),
            ],
            [new PortInfo("é", "(B, 1)")]);
        Assert.Equal(
            """
            模型
            input   入力 (B, 2) Float
            input   ids (B) Int64, optional
            output  é (B, 1) Float

            layer   declaration  input   output  parameters
            ───────────────────────────────────────────────
            線形層  Linear(3)    (B, 2)  (B, 3)           9
            é       Linear(1)    (B, 3)  (B, 1)           3

            parameters  12, all trainable
            memory      48 bytes

            """.ReplaceLineEndings("\n"),
            architecture.Summary(model));
    }

    [Fact]
    public void SharedFrozenForeignAndRepeatedParametersAreToldApart()
    {
        var shared = nn.Linear(4, 4, hasBias: false);
        using var model = new Stage(
            "Net",
            ("embedding", shared),
            ("blocks", Stage.Repeated("blocks", Enumerable.Range(0, 3).Select(_ => (nn.Module)nn.Linear(4, 4)))),
            ("again", shared),
            ("mine", nn.Linear(4, 2)));
        shared.weight.requires_grad = false;
        var architecture = new Architecture(
            "Net",
            [],
            [new PortInfo("input", "(B, 4)")],
            [
                new LayerInfo(string.Empty, "embedding", "Linear", "Linear(4, Bias = false)", ["input"], "(B, 4)", "(B, 4)", "16"),
                new LayerInfo(string.Empty, "blocks", "Block", "Block<Layer>(\"N\")", ["embedding"], "(B, 4)", "(B, 4)", "20*N"),
                new LayerInfo(string.Empty, "again", "Linear", "Linear(4, Bias = false)", ["blocks"], "(B, 4)", "(B, 4)", "0"),
            ],
            [new PortInfo("again", "(B, 4)")]);
        Assert.Equal(
            """
            Net (N = 3)
            input   input (B, 4) Float
            output  again (B, 4) Float

            layer      declaration              input   output  parameters
            ──────────────────────────────────────────────────────────────
            embedding  Linear(4, Bias = false)  (B, 4)  (B, 4)          16
            blocks     Block<Layer>("N") ×3     (B, 4)  (B, 4)          60
            again      Linear(4, Bias = false)  (B, 4)  (B, 4)           0
            (other)                                                     10

            parameters  86, 70 trainable
            memory      344 bytes

            """.ReplaceLineEndings("\n"),
            architecture.Summary(model, ("N", 3)));
    }

    [Fact]
    public void TheMachinesCultureDoesNotMatter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            using var model = new HandWrittenBlock(64);
            var expected = Block.Summary(model, ("D", 64));
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, Block.Summary(model, ("D", 64)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
