using System;
using System.IO;
using System.Linq;
using SkiaSharp;
using Xunit;

namespace Tasks.Tests;

public sealed class ImagesTests
{
    [Fact]
    public void The_same_seed_draws_the_same_images_and_no_two_are_alike()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "one", "two" })
        {
            DrawnShapes.Write(folder[name], images: 5, seed: 7);
        }

        byte[][] Files(string name) =>
            [.. Directory.GetFiles(folder[name], "*.png", SearchOption.AllDirectories).Order().Select(File.ReadAllBytes)];
        Assert.Equal(Files("one"), Files("two"));
        Assert.Equal(30, Files("one").Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_file_is_read_channel_by_channel_and_scaled()
    {
        using var folder = new TemporaryFolder();
        using (var bitmap = new SKBitmap(4, 2, SKColorType.Rgba8888, SKAlphaType.Unpremul))
        {
            bitmap.Erase(new SKColor(255, 51, 0));
            Png.Write(folder["red.png"], bitmap);
        }

        var image = Png.Read(folder["red.png"], height: 3, width: 5);

        Assert.Equal((3, 3, 5), (image.Channels, image.Height, image.Width));
        Assert.All(image.Values[..15], value => Assert.Equal(1, value, 2));
        Assert.All(image.Values[15..30], value => Assert.Equal(0.2, value, 2));
        Assert.All(image.Values[30..], value => Assert.Equal(0, value, 2));
    }

    [Fact]
    public void A_ResNet_learns_the_shapes_that_a_linear_model_does_not()
    {
        using var folder = new TemporaryFolder();
        DrawnShapes.Write(folder["shapes"], images: 40, seed: 1);
        Directory.Delete(folder["shapes/half"], recursive: true);

        var scores = Quiet.Run(() => Images.Run(folder["shapes"], steps: 60, seed: 1));

        Assert.Equal(["linear, augmented", "SmallResNet", "SmallResNet, augmented"], scores.Select(score => score.Name));
        Assert.All(scores.SelectMany(score => score.Values), value => Assert.InRange(value.Value, 0, 1));
        Assert.True(scores[1].Values[0].Value > 0.6, $"{scores[1]} of the training images after 60 steps");
    }
}
