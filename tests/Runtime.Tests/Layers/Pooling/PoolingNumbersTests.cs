using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static ModelGen.Runtime.Tests.Comparison;
using static TorchSharp.torch;
using Slide = ModelGen.Runtime.Tests.NaiveMap.Slide;

namespace ModelGen.Runtime.Tests;

public sealed class PoolingNumbersTests
{
    [Fact]
    public void PoolingSeesEveryWindow()
    {
        for (var size = 5; size < 12; size++)
        {
            Compare(new LargestOfMap(), [2, 2, size, size + 1],
                (_, x) => NaiveMap.MaxPool(x, new Slide([2, 3], [2, 2], [0, 1], [1, 2], Ceil: true)));
            Compare(new LargestOfSequence(), [1, 2, size], (_, x) => NaiveMap.MaxPool(x, new Slide([2], [3], [1], [4])));
            Compare(new LargestOfSpread(), [1, 2, size, size], (_, x) => NaiveMap.MaxPool(x, new Slide([2, 2], [2, 2], [1, 1], [2, 2])));
            Compare(new MeanWithBorder(), [1, 2, size],
                (_, x) => NaiveMap.AvgPool(x, new Slide([3], [2], [1], [1], Ceil: true), countPadding: true));
            Compare(new MeanWithoutBorder(), [1, 2, size, size],
                (_, x) => NaiveMap.AvgPool(x, new Slide([3, 2], [3, 2], [1, 1], [1, 1]), countPadding: false));
        }

        Compare(new LargestOfVolume(), [2, 2, 3, 4, 5],
            (_, x) => NaiveMap.MaxPool(x, new Slide([3, 3, 3], [2, 2, 2], [1, 1, 1], [1, 1, 1])));
    }

    [Fact]
    public void MeansOfParts()
    {
        Compare(new AdaptedMean(), [2, 2, 7, 5], (_, x) =>
        {
            var rows = new[] { (0, 3), (2, 3), (4, 3) }
                .Select(part => x.narrow(2, part.Item1, part.Item2).mean([2], keepdim: true)).ToArray();
            var map = cat(rows, 2);
            return cat([map.narrow(3, 0, 3).mean([3], keepdim: true), map.narrow(3, 2, 3).mean([3], keepdim: true)], 3);
        });
        Compare(new GlobalMean(), [2, 2, 3, 4, 5], (_, x) => x.flatten(2).sum(2) / 60);
    }

    [Fact]
    public void UpsamplingTakesNeighbours()
    {
        Compare(new NearestUpsample(), [2, 2, 3, 4],
            (_, x) => Gather(Gather(x, 2, [0, 0, 1, 1, 2, 2]), 3, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]));
        Compare(new LinearUpsample(), [2, 2, 3, 4], (_, x) => Twice(Twice(x, 2), 3));
        Compare(new AlignedUpsample(), [2, 2, 3], (_, x) =>
        {
            // Seven places over two distances: every third is a given one.
            var (a, b, c) = (x.select(2, 0), x.select(2, 1), x.select(2, 2));
            return stack([a, ((2 * a) + b) / 3, (a + (2 * b)) / 3, b, ((2 * b) + c) / 3, (b + (2 * c)) / 3, c], 2);
        });

        // From three to six a new place lies a quarter to either side; Keys' cubic with a = -0.75, ends repeated.
        Compare(new CubicUpsample(), [2, 2, 3, 3], (_, x) => Cubic(Cubic(x, 2), 3));

        static Tensor Twice(Tensor x, int axis)
        {
            var last = x.size(axis) - 1;
            var places = Enumerable.Range(0, 2 * (int)x.size(axis)).ToArray();
            var near = Gather(x, axis, places.Select(place => (long)place / 2).ToArray());
            var far = Gather(x, axis, places.Select(place => Math.Clamp((place / 2) + (place % 2 == 0 ? -1L : 1L), 0, last)).ToArray());
            return (0.75 * near) + (0.25 * far);
        }

        static Tensor Cubic(Tensor x, int axis)
        {
            var last = x.size(axis) - 1;
            var places = Enumerable.Range(0, 2 * (int)x.size(axis)).Select(place => ((place + 0.5) / 2) - 0.5).ToArray();
            return Enumerable.Range(-1, 4)
                .Select(step => Gather(x, axis, places.Select(place => Math.Clamp((long)Math.Floor(place) + step, 0, last)).ToArray())
                    * tensor(places.Select(place => Keys(Math.Abs(place - Math.Floor(place) - step))).ToArray())
                        .reshape(axis == 3 ? [1, 1, 1, -1] : [1, 1, -1, 1]))
                .Aggregate((sum, one) => sum + one);
        }

        static double Keys(double distance) => distance <= 1
            ? (1.25 * Math.Pow(distance, 3)) - (2.25 * distance * distance) + 1
            : (-0.75 * Math.Pow(distance, 3)) + (3.75 * distance * distance) - (6 * distance) + 3;
    }

    [Theory]
    [InlineData(new long[] { 12, 2, 3 })]
    [InlineData(new long[] { 2, 5, 12, 2, 3 })]
    public void PixelShuffleLaysChannelsOut(long[] shape) => Compare(new ShuffledPixels(), shape, (_, x) =>
    {
        var maps = x.reshape(-1, 3, 2, 2, 2, 3).permute(0, 1, 4, 2, 5, 3);
        return maps.reshape([.. shape[..^3], 3, 4, 6]);
    });
}
