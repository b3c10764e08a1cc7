using System.IO;
using ModelGen.Training;
using SkiaSharp;

namespace Tasks;

/// <summary>Reads and writes PNG files.</summary>
internal static class Png
{
    /// <summary>Reads a file as an image of three channels, scaled to a size.</summary>
    /// <exception cref="TrainingException">The file cannot be read, or is not an image.</exception>
    public static ImagePixels Read(string path, int height, int width)
    {
        using var original = SKBitmap.Decode(path) ?? throw new TrainingException($"'{path}' cannot be read as an image.");
        using var sized = original.Resize(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), new SKSamplingOptions(SKCubicResampler.Mitchell))
            ?? throw new TrainingException($"'{path}' cannot be scaled to {width} x {height} pixels.");
        var image = ImagePixels.FromBytes(sized.GetPixelSpan(), channels: 4, height, width);
        return image with { Values = image.Values[..(3 * height * width)], Channels = 3 };
    }

    /// <summary>Writes a file.</summary>
    public static void Write(string path, SKBitmap image)
    {
        using var stream = File.Create(path);
        image.Encode(stream, SKEncodedImageFormat.Png, quality: 100);
    }
}
