using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class DeclaredSummaryTests
{
    [Fact]
    public void OfATransformer()
    {
        using var model = new Transformer(META);
        Assert.Equal(
            """
            Transformer
            input   ids (B, T) Int64
            input   mask (1, 1, T, T) Bool, optional
            output  logits (B, T, 1000) Float
            output  probs (B, T, 1000) Float

            layer                         declaration                                       input         output        parameters
            ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            embedded.embedding            Embedding(1000, 512)                              (B, T)        (B, T, 512)      512,000
            embedded.sinusoidalPositions  SinusoidalPositions                               (B, T, 512)   (B, T, 512)            0
            blocks.block                  Block<TransformerBlock>(2, Inputs = ["mask"]) ×2  (B, T, 512)   (B, T, 512)    6,304,768
            logits.linear                 Linear(1000)                                      (B, T, 512)   (B, T, 1000)     513,000
            probs.softmax                 Softmax                                           (B, T, 1000)  (B, T, 1000)           0

            parameters  7,329,768, all trainable
            memory      28.0 MiB (29,319,072 bytes)

            """.ReplaceLineEndings("\n"),
            model.Summary());
    }

    [Fact]
    public void OfALanguageModelWithATiedHead()
    {
        using var model = new SmallLanguageModel(vocabulary: 50, D: 16);
        Assert.Equal(
            """
            SmallLanguageModel (D = 16, vocabulary = 50)
            input   input (B, T) Int64
            output  output (B, T, vocabulary) Float

            layer              declaration                                  input      output              parameters
            ─────────────────────────────────────────────────────────────────────────────────────────────────────────
            embedding          Embedding("vocabulary", "D", Init = Normal)  (B, T)     (B, T, D)                  800
            positionEmbedding  PositionEmbedding(12)                        (B, T, D)  (B, T, D)                  192
            dropout            Dropout(0.1)                                 (B, T, D)  (B, T, D)                    0
            block              Block<Gpt2Block>(3) ×3                       (B, T, D)  (B, T, D)                9,840
            layerNorm          LayerNorm                                    (B, T, D)  (B, T, D)                   32
            tiedLinear         TiedLinear("embedding")                      (B, T, D)  (B, T, vocabulary)           0

            parameters  10,864, all trainable
            memory      42.4 KiB (43,456 bytes)

            """.ReplaceLineEndings("\n"),
            model.Summary());
    }

    [Fact]
    public void OfABlockWithoutAnInstance()
        => Assert.Equal(
            """
            TransformerBlock (D = 512)
            input   x (B, T, D) Float
            input   mask (1, 1, T, T) Bool, optional
            output  feedForward (B, T, D) Float

            layer                         declaration                           input         output           parameters
            ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
            attention.multiHeadAttention  MultiHeadAttention(8, Mask = "mask")  (B, T, D)     (B, T, D)       4*D*D + 4*D
            attention.dropout             Dropout(0.1)                          (B, T, D)     (B, T, D)                 0
            attention.residual            Residual                              (B, T, D)     (B, T, D)                 0
            attention.layerNorm           LayerNorm                             (B, T, D)     (B, T, D)               2*D
            feedForward.linear            Linear(2048)                          (B, T, D)     (B, T, 2048)  2048*D + 2048
            feedForward.relu              Relu                                  (B, T, 2048)  (B, T, 2048)              0
            feedForward.linear2           Linear("D")                           (B, T, 2048)  (B, T, D)            2049*D
            feedForward.dropout           Dropout(0.1)                          (B, T, D)     (B, T, D)                 0
            feedForward.residual          Residual                              (B, T, D)     (B, T, D)                 0
            feedForward.layerNorm         LayerNorm                             (B, T, D)     (B, T, D)               2*D

            """.ReplaceLineEndings("\n"),
            TransformerBlock.Architecture.ToString());
}
