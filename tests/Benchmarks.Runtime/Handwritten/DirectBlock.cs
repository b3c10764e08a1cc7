using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime.Handwritten;

/// <summary>A Transformer layer as PyTorch's would be written down in C#: the formulas, and the finalizer for what they leave.</summary>
internal sealed class DirectBlock : nn.Module<Tensor, Tensor>
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly long _heads;
    private readonly bool _isGpt;

    /// <param name="features">The features of input and result.</param>
    /// <param name="heads">The heads of attention.</param>
    /// <param name="isGpt">Whether it is a layer of GPT (pre-LN, GELU, causal) or of an encoder (post-LN, ReLU).</param>
    public DirectBlock(long features, long heads, bool isGpt = false)
        : base(nameof(DirectBlock))
    {
        (_heads, _isGpt) = (heads, isGpt);
        query = nn.Linear(features, features);
        key = nn.Linear(features, features);
        value = nn.Linear(features, features);
        output = nn.Linear(features, features);
        linear1 = nn.Linear(features, 4 * features);
        linear2 = nn.Linear(4 * features, features);
        norm1 = nn.LayerNorm(features);
        norm2 = nn.LayerNorm(features);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => forward(x, null);

    /// <summary>With a cache: keys and values of earlier positions, to which those of x are concatenated.</summary>
    public Tensor forward(Tensor x, Cache? cache)
    {
        if (_isGpt)
        {
            x = x + Attend(norm1.call(x), cache);
            return x + linear2.call(nn.functional.gelu(linear1.call(norm2.call(x))));
        }

        x = norm1.call(x + Attend(x, cache));
        return norm2.call(x + linear2.call(nn.functional.relu(linear1.call(x))));
    }

    private Tensor Attend(Tensor x, Cache? cache)
    {
        var (q, k, v) = (Split(query.call(x)), Split(key.call(x)), Split(value.call(x)));
        if (cache is not null)
        {
            k = cache.Keys = cache.Keys is null ? k : cat([cache.Keys, k], 2);
            v = cache.Values = cache.Values is null ? v : cat([cache.Values, v], 2);
        }

        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.size(-1));
        if (_isGpt)
        {
            var future = ones(q.size(2), k.size(2), dtype: ScalarType.Bool).triu(k.size(2) - q.size(2) + 1);
            scores = scores.masked_fill(future, double.NegativeInfinity);
        }

        var attended = softmax(scores, -1).matmul(v);
        return output.call(attended.transpose(1, 2).reshape(x.shape));
    }

    private Tensor Split(Tensor x) => x.view(x.size(0), x.size(1), _heads, -1).transpose(1, 2);

    /// <summary>Keys and values of the positions so far, <c>(B, heads, S, headDim)</c>.</summary>
    internal sealed class Cache
    {
        public Tensor? Keys { get; set; }

        public Tensor? Values { get; set; }
    }
}
