using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime.Handwritten;

/// <summary>A Transformer layer of someone who knows TorchSharp: a dispose scope a module, and the fused kernel for attention.</summary>
internal sealed class CarefulBlock : nn.Module<Tensor, Tensor>
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

    /// <inheritdoc cref="DirectBlock(long, long, bool)"/>
    public CarefulBlock(long features, long heads, bool isGpt = false)
        : base(nameof(CarefulBlock))
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

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (_isGpt)
        {
            x = x + Attend(norm1.call(x));
            return (x + linear2.call(nn.functional.gelu(linear1.call(norm2.call(x))))).MoveToOuterDisposeScope();
        }

        x = norm1.call(x + Attend(x));
        return norm2.call(x + linear2.call(nn.functional.relu(linear1.call(x)))).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Split(query.call(x)), Split(key.call(x)), Split(value.call(x)));
        var attended = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: _isGpt);
        return output.call(attended.transpose(1, 2).reshape(x.shape)).MoveToOuterDisposeScope();
    }

    private Tensor Split(Tensor x) => x.view(x.size(0), x.size(1), _heads, -1).transpose(1, 2);
}
