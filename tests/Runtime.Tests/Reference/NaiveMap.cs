using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Layers over maps by their definitions, element by element in float64: maps of up to three axes, each taken as one of three.
/// </summary>
internal static class NaiveMap
{
    /// <summary>How a kernel slides, for each axis of the map.</summary>
    public sealed record Slide(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation, bool Ceil = false);

    public static Tensor Conv(Tensor x, Tensor weight, Tensor? bias, Slide slide, long groups = 1)
    {
        var (input, kernel) = (new Volume(x), new Volume(weight));
        var perGroup = (input.Channels / groups, kernel.Batch / groups);
        return Compute(x, kernel.Batch, slide, (b, channel, window) =>
        {
            var sum = bias is null ? 0 : bias[channel].item<double>();
            for (long c = 0; c < perGroup.Item1; c++)
            {
                foreach (var (offset, place) in window)
                {
                    sum += input.Get(b, (channel / perGroup.Item2 * perGroup.Item1) + c, place) * kernel.Get(channel, c, offset);
                }
            }

            return sum;
        });
    }

    public static Tensor MaxPool(Tensor x, Slide slide)
    {
        var input = new Volume(x);
        return Compute(x, input.Channels, slide,
            (b, c, window) => window.Where(one => input.Has(one.Place)).Max(one => input.Get(b, c, one.Place)));
    }

    public static Tensor AvgPool(Tensor x, Slide slide, bool countPadding)
    {
        var input = new Volume(x);
        var padding = Three(slide.Padding, 0);
        return Compute(x, input.Channels, slide, (b, c, window) =>
        {
            var counted = countPadding
                ? window.Count(one => Enumerable.Range(0, 3).All(axis => one.Place[axis] < input.Sizes[axis] + padding[axis]))
                : window.Count(one => input.Has(one.Place));
            return window.Sum(one => input.Get(b, c, one.Place)) / counted;
        });
    }

    /// <summary>Each element of the input adds its multiple of the kernel to the result.</summary>
    public static Tensor ConvTranspose(Tensor x, Tensor weight, Tensor? bias, Slide slide, long[] outputPadding, long groups = 1)
    {
        var (input, kernel) = (new Volume(x), new Volume(weight));
        var (stride, padding, dilation, extra) =
            (Three(slide.Stride, 1), Three(slide.Padding, 0), Three(slide.Dilation, 1), Three(outputPadding, 0));
        var sizes = Enumerable.Range(0, 3)
            .Select(axis => ((input.Sizes[axis] - 1) * stride[axis]) - (2 * padding[axis])
                + (dilation[axis] * (kernel.Sizes[axis] - 1)) + extra[axis] + 1).ToArray();
        var channels = kernel.Channels * groups;
        var result = new Volume(input.Batch, channels, sizes);
        for (long b = 0; b < input.Batch; b++)
        {
            for (long c = 0; c < input.Channels; c++)
            {
                for (long o = 0; o < kernel.Channels; o++)
                {
                    var group = c / (input.Channels / groups);
                    foreach (var place in Places(input.Sizes))
                    {
                        foreach (var offset in Places(kernel.Sizes))
                        {
                            var target = Enumerable.Range(0, 3)
                                .Select(axis => (place[axis] * stride[axis]) + (offset[axis] * dilation[axis]) - padding[axis]).ToArray();
                            result.Add(b, (group * kernel.Channels) + o, target, input.Get(b, c, place) * kernel.Get(c, o, offset));
                        }
                    }
                }
            }
        }

        var tensor = result.ToTensor((int)x.dim());
        return bias is null ? tensor : tensor + bias.reshape([1, channels, .. Enumerable.Repeat(1L, (int)x.dim() - 2)]);
    }

    private static Tensor Compute(Tensor x, long channels, Slide slide, Func<long, long, (long[] Offset, long[] Place)[], double> element)
    {
        var input = new Volume(x);
        var (kernel, stride, padding, dilation) =
            (Three(slide.Kernel, 1), Three(slide.Stride, 1), Three(slide.Padding, 0), Three(slide.Dilation, 1));
        var sizes = Enumerable.Range(0, 3)
            .Select(axis => Count(input.Sizes[axis], (dilation[axis] * (kernel[axis] - 1)) + 1, stride[axis], padding[axis], slide.Ceil))
            .ToArray();
        var result = new Volume(input.Batch, channels, sizes);
        foreach (var place in Places(sizes))
        {
            var window = Places(kernel)
                .Select(offset => (offset, Enumerable.Range(0, 3)
                    .Select(axis => (place[axis] * stride[axis]) - padding[axis] + (offset[axis] * dilation[axis])).ToArray()))
                .ToArray();
            for (long b = 0; b < input.Batch; b++)
            {
                for (long c = 0; c < channels; c++)
                {
                    result.Add(b, c, place, element(b, c, window));
                }
            }
        }

        return result.ToTensor((int)x.dim());
    }

    // Steps from the start as long as the kernel fits; with ceil as long as it starts before the end and reaches it no
    // earlier than a full step before.
    private static long Count(long size, long extent, long stride, long padding, bool ceil)
    {
        long count = 0;
        for (var start = -padding; ceil
            ? start < size && start + extent - stride < size + padding
            : start + extent <= size + padding; start += stride)
        {
            count++;
        }

        return count;
    }

    private static long[] Three(long[] numbers, long missing) => [.. Enumerable.Repeat(missing, 3 - numbers.Length), .. numbers];

    private static long[][] Places(long[] sizes) =>
    [
        .. from z in Enumerable.Range(0, (int)sizes[0])
           from y in Enumerable.Range(0, (int)sizes[1])
           from x in Enumerable.Range(0, (int)sizes[2])
           select new long[] { z, y, x },
    ];

    /// <summary>(B, C, D, H, W), zero outside.</summary>
    private sealed class Volume
    {
        private readonly double[] _values;

        public Volume(long batch, long channels, long[] sizes)
        {
            (Batch, Channels, Sizes) = (batch, channels, sizes);
            _values = new double[batch * channels * sizes[0] * sizes[1] * sizes[2]];
        }

        public Volume(Tensor tensor)
            : this(tensor.size(0), tensor.size(1), Three(tensor.shape[2..], 1))
        {
            using var wide = tensor.detach().to(ScalarType.Float64).contiguous();
            _values = wide.data<double>().ToArray();
        }

        public long Batch { get; }

        public long Channels { get; }

        public long[] Sizes { get; }

        public bool Has(long[] place) => Enumerable.Range(0, 3).All(axis => place[axis] >= 0 && place[axis] < Sizes[axis]);

        public double Get(long batch, long channel, long[] place) => Has(place) ? _values[Index(batch, channel, place)] : 0;

        public void Add(long batch, long channel, long[] place, double value)
        {
            if (Has(place))
            {
                _values[Index(batch, channel, place)] += value;
            }
        }

        public Tensor ToTensor(int axes) => tensor(_values, [Batch, Channels, .. Sizes[(5 - axes)..]]);

        private long Index(long batch, long channel, long[] place) =>
            (((((((batch * Channels) + channel) * Sizes[0]) + place[0]) * Sizes[1]) + place[1]) * Sizes[2]) + place[2];
    }
}
