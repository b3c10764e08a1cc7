using System;
using System.Linq;
using Xunit;

namespace ModelGen.Training.Tests.Data;

/// <summary>Augmentations, pixel by pixel.</summary>
public sealed class ImageTests
{
    private static readonly ImagePixels _image = new([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], Channels: 2, Height: 2, Width: 3);

    [Fact]
    public void Bytes_become_channels() =>
        Assert.Equal(
            [0f, 1, 0.2f, 0.4f, 0, 1],
            ImagePixels.FromBytes([0, 51, 0, 255, 102, 255], channels: 3, height: 1, width: 2)
                .Values.Select(value => MathF.Round(value, 5)));

    [Fact]
    public void A_flip_mirrors_the_rows()
    {
        Assert.Equal([3f, 2, 1, 6, 5, 4, 30, 20, 10, 60, 50, 40], _image.RandomFlip(new Random(1), probability: 1).Values);
        Assert.Equal(_image.Values, _image.RandomFlip(new Random(1), probability: 0).Values);
        Assert.Equal([1f, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], _image.Values);
    }

    [Fact]
    public void A_crop_has_zeros_outside()
    {
        Assert.Equal([0f, 0, 0, 0, 1, 2, 0, 0, 0, 0, 10, 20], _image.Crop(-1, -1, 2, 3).Values);
        Assert.Equal([5f, 6, 50, 60], _image.Crop(1, 1, 1, 2).Values);
        Assert.All(_image.Crop(5, 5, 2, 2).Values, value => Assert.Equal(0, value));
        Assert.All(Enumerable.Range(0, 50), seed =>
        {
            var shifted = _image.RandomShift(new Random(seed), 1);
            Assert.Equal((2, 2, 3), (shifted.Channels, shifted.Height, shifted.Width));
            Assert.Equal(shifted.Values[..6].Select(value => value * 10), shifted.Values[6..]);
        });
    }

    [Fact]
    public void Channels_are_normalized_by_their_own_numbers() =>
        Assert.Equal([0f, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], _image.Normalize([1, 10], [1, 10]).Values);

    [Fact]
    public void Brightness_and_erasing_stay_within_their_limits()
    {
        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var changed = _image.RandomBrightness(random, brightness: 0.5, contrast: 0.1);
            Assert.All(
                changed.Values.Zip(_image.Values), pair =>
                    Assert.InRange(pair.First, pair.Second * 0.9f - 0.501f, pair.Second * 1.1f + 0.501f));
            Assert.InRange(_image.RandomErase(random, share: 0.7).Values.Count(value => value == 0), 0, 4);
        }
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            "An image of 3 channels, 1 rows and 2 columns has 6 bytes, but there are 5.",
            Assert.Throws<TrainingException>(() => ImagePixels.FromBytes(new byte[5], 3, 1, 2)).Message);
        Assert.Throws<ArgumentException>(() => _image.Normalize([1], [1]));
    }
}
