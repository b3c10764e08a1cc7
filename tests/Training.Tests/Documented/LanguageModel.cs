using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 64), PositionEmbedding(128)]
[TransformerEncoderLayer(4, 256, Causal = true)]
[Linear("vocabulary")]
[CrossEntropyLoss]
public partial class Writer;

public static class WriterMeasurement
{
    /// <summary>Measures a writer on documents in rows of 128 tokens, each predicted from those before it.</summary>
    public static Perplexity Measure(Writer model, IEnumerable<long[]> documents, long endOfText)
    {
        var perplexity = new Perplexity();
        using var _ = no_grad();
        foreach (var rows in Packing.Rows(documents, length: 129, separator: endOfText).Chunk(8))
        {
            using var ids = stack(rows.Select(row => tensor(row)));
            var (input, target) = NextToken.Shift(ids);
            using (input)
            using (target)
            {
                using var loss = model.Loss(input, target);
                perplexity.Add(loss, target);
            }
        }

        return perplexity;
    }
}
