using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A reduction with a padding mask is that of the real elements alone.</summary>
public sealed class MaskedReductionTests
{
    [Fact]
    public void Each_row_is_reduced_over_its_real_steps()
    {
        using var model = new MaskedReductions();
        using var x = Waves.Of(3, 5, 2).requires_grad_(true);
        using var padding = Padding(3, 5, 2, 5, 1);
        var (mean, sum, max, indices) = Handles.Exactly(4, () => model.call(x, padding), padding);
        long[] lengths = [2, 5, 1];
        for (var i = 0; i < 3; i++)
        {
            using var real = x.detach()[i].narrow(0, 0, lengths[i]);
            Agreement.Assert(mean[i].detach(), real.mean([0L]), 1e-6, "mean");
            Agreement.Assert(sum[i].detach(), real.sum([0L]).unsqueeze(0), 1e-6, "sum");
            var (largest, places) = real.max(0);
            Agreement.Assert(max[i].detach(), largest, 0, "maximum");
            Assert.True(indices[i].equal(places).all().item<bool>());
        }

        using var loss = mean.sum() + sum.sum() + max.sum();
        loss.backward();
        using var ignored = padding.unsqueeze(-1).expand(3, 5, 2);
        Assert.Equal(0, x.grad!.masked_select(ignored).abs().sum().item<float>());
        Assert.True(x.grad!.masked_select(ignored.logical_not()).ne(0).all().item<bool>());
    }

    [Fact]
    public void Values_of_the_padding_do_not_matter()
    {
        using var model = new MaskedReductions();
        using var padding = Padding(2, 4, 3, 1);
        using var x = Waves.Of(2, 4, 2);
        using var spoilt = x.masked_fill(padding.unsqueeze(-1), float.NaN).requires_grad_(true);
        var expected = model.call(x, padding);
        var actual = model.call(spoilt, padding);
        Agreement.Assert(actual.mean.detach(), expected.mean, 0, "mean");
        Agreement.Assert(actual.sum.detach(), expected.sum, 0, "sum");
        Agreement.Assert(actual.max.detach(), expected.max, 0, "maximum");
        (actual.mean.sum() + actual.sum.sum() + actual.max.sum()).backward();
        Assert.False(spoilt.grad!.isnan().any().item<bool>());
    }

    [Fact]
    public void A_row_of_padding_gives_0_and_no_mask_leaves_nothing_out()
    {
        using var model = new MaskedReductions();
        using var x = Waves.Of(2, 4, 2).requires_grad_(true);
        using var padding = Padding(2, 4, 0, 4);
        var (mean, sum, max, indices) = model.call(x, padding);
        foreach (var result in new[] { mean, sum, max, indices })
        {
            Assert.Equal(0, result[0].abs().sum().to(ScalarType.Float32).item<float>());
        }

        (mean.sum() + max.sum()).backward();
        Assert.False(x.grad!.isnan().any().item<bool>());

        using var none = zeros(2, 4, dtype: ScalarType.Bool);
        var plain = model.call(x, null);
        var masked = model.call(x, none);
        Agreement.Assert(masked.mean.detach(), plain.mean.detach(), 1e-6, "mean");
        Agreement.Assert(masked.sum.detach(), plain.sum.detach(), 0, "sum");
        Agreement.Assert(masked.max.detach(), plain.max.detach(), 0, "maximum");
    }

    [Fact]
    public void Any_axes_may_precede()
    {
        using var model = new MaskedLeading();
        using var x = Waves.Of(2, 3, 4, 2);
        using var padding = Padding(6, 4, 1, 2, 3, 4, 1, 2).view(2, 3, 4);
        using var result = model.call(x, padding);
        using var rows = model.call(x.view(6, 4, 2), padding.view(6, 4));
        Agreement.Assert(result.view(6, 2), rows, 0, "mean");
        var refusal = Assert.Throws<ShapeMismatchException>(() => model.call(x, padding.view(6, 4)));
        Assert.Contains("'padding'", refusal.Message, System.StringComparison.Ordinal);
    }

    private static Tensor Padding(long rows, long steps, params long[] lengths)
    {
        using var scope = NewDisposeScope();
        return arange(steps).unsqueeze(0).ge(tensor(lengths).unsqueeze(1)).view(rows, steps).MoveToOuterDisposeScope();
    }
}

/// <summary>Each reduction over the real steps.</summary>
[Model]
public partial class MaskedReductions
{
    [Input("B", "T", 2)] Stage x;
    [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;

    [From(nameof(x)), Mean(Axis = 1, PaddingMask = nameof(padding)), Output] Stage mean;
    [From(nameof(x)), Sum(Axis = -2, KeepDim = true, PaddingMask = nameof(padding)), Output] Stage sum;
    [From(nameof(x)), Max(Axis = 1, PaddingMask = nameof(padding)), Output] Stage max;
    [From(nameof(max) + ".indices"), Output] Stage indices;
}

/// <summary>A mean over real steps after any number of axes.</summary>
[Model]
public partial class MaskedLeading
{
    [Input("...", "T", 2)] Stage x;
    [Input("...", "T", Type = DType.Bool)] Stage padding;

    [From(nameof(x)), Mean(Axis = -2, PaddingMask = nameof(padding))] Stage mean;
}
