using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Tasks;

/// <summary>A simple recurrent network (Elman 1990): bytes to scores of the next byte, <c>(B, T, 256)</c>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 64), Rnn(128), Linear(256)]
[CrossEntropyLoss]
public partial class RnnReader;

/// <summary>A long short-term memory (Hochreiter and Schmidhuber 1997), whose gates let gradients pass.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 64), Lstm(128), Linear(256)]
[CrossEntropyLoss]
public partial class LstmReader;

/// <summary>Gated recurrent units (Cho et al. 2014), with one gate less.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 64), Gru(128), Linear(256)]
[CrossEntropyLoss]
public partial class GruReader;

/// <summary>Self-attention: each byte looks at those before it, whose order only positions show.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 64), PositionEmbedding(64)]
[MultiHeadAttention(4, Causal = true), LayerNorm, Linear(256)]
[CrossEntropyLoss]
public partial class AttentionReader;

/// <summary>A Transformer block (Vaswani et al. 2017): attention and a feed-forward network, with residuals.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 64), PositionEmbedding(64)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Causal = true), LayerNorm, Linear(256)]
[CrossEntropyLoss]
public partial class TransformerReader;

/// <summary>Sequence models that predict the next byte of a text.</summary>
internal static class Course
{
    /// <summary>Trains on the first nine tenths of a text, and measures on the rest in bits per byte.</summary>
    public static IReadOnlyList<Score> Run(byte[] text, int steps, long seed)
    {
        using var rows = Collation.Stack([.. Packing.Rows([Array.ConvertAll(text, value => (long)value)], length: 65)]);
        var (inputs, targets) = NextToken.Shift(rows);
        var split = (int)(rows.size(0) * 9 / 10);
        manual_seed(seed);
        return
        [
            new("counts of pairs of bytes", ("bits per byte", PairCounts.Bits(rows[..split], rows[split..]))),
            Train(new RnnReader(), (x, y) => new(x, y)),
            Train(new LstmReader(), (x, y) => new(x, y)),
            Train(new GruReader(), (x, y) => new(x, y)),
            Train(new AttentionReader(), (x, y) => new(x, y)),
            Train(new TransformerReader(), (x, y) => new(x, y)),
        ];

        Score Train<TBatch>(ITrainable<TBatch, Tensor> model, Func<Tensor, Tensor, TBatch> batch)
        {
            using var module = (nn.Module)model;
            using var optimizer = ParameterGroups.AdamW(module, learningRate: 5e-3);
            var schedule = LearningRateSchedule.Cosine(warmUp: 0.1);
            var trainer = Trainer.Create(model, optimizer, new() { Steps = steps, ClipNorm = 1, Schedule = schedule });
            trainer.Fit(BatchLoader.FromTensors(
                inputs[..split], targets[..split], batch, new() { BatchSize = 32, Shuffle = true, Seed = seed }));
            var measured = trainer.Evaluate(BatchLoader.FromTensors(inputs[split..], targets[split..], batch));
            return new(module.GetName(), ("bits per byte", measured["loss"] / Math.Log(2)));
        }
    }
}
