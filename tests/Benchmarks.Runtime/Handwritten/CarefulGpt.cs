using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime.Handwritten;

/// <summary><see cref="Gpt"/> of someone who knows TorchSharp; gives the scores at the last position.</summary>
internal sealed class CarefulGpt : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly Embedding positions;
    private readonly ModuleList<CarefulBlock> blocks;
    private readonly LayerNorm norm;

    public CarefulGpt()
        : base(nameof(CarefulGpt))
    {
        embedding = nn.Embedding(8192, 384);
        positions = nn.Embedding(256, 384);
        blocks = nn.ModuleList([.. Enumerable.Range(0, 6).Select(_ => new CarefulBlock(384, 6, isGpt: true))]);
        norm = nn.LayerNorm(384);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var x = embedding.call(ids) + positions.call(arange(ids.size(1)));
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        var last = norm.call(x.narrow(1, ids.size(1) - 1, 1));
        return nn.functional.linear(last, embedding.weight!).MoveToOuterDisposeScope();
    }
}
