using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime.Handwritten;

/// <summary><see cref="Gpt"/> as PyTorch's would be written down in C#.</summary>
internal sealed class DirectGpt : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly Embedding positions;
    private readonly ModuleList<DirectBlock> blocks;
    private readonly LayerNorm norm;

    public DirectGpt()
        : base(nameof(DirectGpt))
    {
        embedding = nn.Embedding(8192, 384);
        positions = nn.Embedding(256, 384);
        blocks = nn.ModuleList([.. Enumerable.Range(0, 6).Select(_ => new DirectBlock(384, 6, isGpt: true))]);
        norm = nn.LayerNorm(384);
        RegisterComponents();
    }

    /// <summary>The scores at every position.</summary>
    public override Tensor forward(Tensor ids) => Head(Features(ids, null));

    /// <summary>The scores at the last position alone.</summary>
    public Tensor Last(Tensor ids) => Head(Features(ids, null).narrow(1, ids.size(1) - 1, 1));

    /// <summary>Greedy decoding that computes every position again for each new id.</summary>
    public IReadOnlyList<long> Generate(IReadOnlyList<long> prompt, int count)
    {
        using var quiet = no_grad();
        List<long> ids = [.. prompt];
        for (var i = 0; i < count; i++)
        {
            ids.Add(Likeliest(forward(tensor(ids.ToArray()).unsqueeze(0))));
        }

        return ids[prompt.Count..];
    }

    /// <summary>Greedy decoding with a cache that grows by concatenation.</summary>
    public IReadOnlyList<long> GenerateWithCache(IReadOnlyList<long> prompt, int count)
    {
        using var quiet = no_grad();
        var caches = blocks.Select(_ => new DirectBlock.Cache()).ToArray();
        List<long> ids = [.. prompt];
        var next = prompt.ToArray();
        for (var i = 0; i < count; i++)
        {
            var scores = Head(Features(tensor(next).unsqueeze(0), caches, ids.Count - next.Length));
            next = [Likeliest(scores)];
            ids.AddRange(next);
        }

        return ids[prompt.Count..];
    }

    private Tensor Features(Tensor ids, DirectBlock.Cache[]? caches, long offset = 0)
    {
        var x = embedding.call(ids) + positions.call(arange(offset, offset + ids.size(1)));
        for (var i = 0; i < blocks.Count; i++)
        {
            x = blocks[i].forward(x, caches?[i]);
        }

        return norm.call(x);
    }

    private Tensor Head(Tensor x) => nn.functional.linear(x, embedding.weight!);

    private static long Likeliest(Tensor scores) => scores[0, -1].argmax().item<long>();
}
