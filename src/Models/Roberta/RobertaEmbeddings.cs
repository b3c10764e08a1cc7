using System;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// The embeddings of RoBERTa: adds those of positions and of the only token type to the embeddings of words <c>(B, T, D)</c>, followed by a
/// layer norm. Positions begin at 2; padding, the id 1, has position 1 and is not counted.
/// </summary>
[Model]
[Setting("eps")]
[Setting("dropout")]
public partial class RobertaEmbeddings
{
    internal const long PaddingId = 1;
    internal const long FirstPosition = PaddingId + 1;

    [Input("B", "T", "D")]
    private Stage words;

    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(ids)), Apply(nameof(PositionsOf)), Embedding("positions", "D", InitStd = 0.02, Init = Init.Normal)]
    private Stage places;

    [From(nameof(ids)), Apply(nameof(TypesOf)), Embedding("types", "D", InitStd = 0.02, Init = Init.Normal)]
    private Stage kinds;

    [From(nameof(words)), Add(nameof(kinds)), Add(nameof(places)), LayerNorm(Eps = "eps"), Dropout("dropout"), Output("B", "T", "D")]
    private Stage embedded;

    [return: Shape("B", "T", Type = DType.Int64)]
    private Tensor PositionsOf([Shape("B", "T", Type = DType.Int64)] Tensor ids)
    {
        using var table = _placesEmbedding.weight;
        var longest = table!.size(0) - FirstPosition;
        if (ids.size(1) > longest)
        {
            throw new ArgumentException(
                $"RoBERTa: the input 'ids' has {ids.size(1)} positions, but the model has {longest}: shorten the texts.", nameof(ids));
        }

        using var isText = ids.ne(PaddingId);
        using var counts = isText.to(ScalarType.Int64);
        using var positions = counts.cumsum(1);
        using var masked = positions.mul(counts);
        return masked.add(PaddingId);
    }

    [return: Shape("B", "T", Type = DType.Int64)]
    private static Tensor TypesOf([Shape("B", "T", Type = DType.Int64)] Tensor ids) => zeros_like(ids);
}
