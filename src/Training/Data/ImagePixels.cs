using System;

namespace ModelGen.Training;

/// <summary>An image, and what augments it. Every operation returns a new image.</summary>
/// <param name="Values">The pixels, channel by channel, row by row: <c>Channels · Height · Width</c> numbers.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
public sealed record ImagePixels(float[] Values, int Channels, int Height, int Width)
{
    /// <summary>An image of bytes from 0 to 255, scaled to numbers from 0 to 1.</summary>
    /// <param name="bytes">The pixels, row by row, the channels of a pixel side by side, as image files have them.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <returns>The image.</returns>
    /// <exception cref="TrainingException">The number of bytes is another.</exception>
    public static ImagePixels FromBytes(ReadOnlySpan<byte> bytes, int channels, int height, int width)
    {
        if (bytes.Length != channels * height * width)
        {
            throw new TrainingException(
                $"An image of {channels} channels, {height} rows and {width} columns has {channels * height * width} bytes, but there "
                + $"are {bytes.Length}.");
        }

        var values = new float[bytes.Length];
        for (var pixel = 0; pixel < height * width; pixel++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                values[channel * height * width + pixel] = bytes[pixel * channels + channel] / 255f;
            }
        }

        return new ImagePixels(values, channels, height, width);
    }

    /// <summary>Mirrors the image from left to right.</summary>
    /// <param name="random">Decides whether it does.</param>
    /// <param name="probability">How likely it does.</param>
    /// <returns>The image.</returns>
    public ImagePixels RandomFlip(Random random, double probability = 0.5)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() >= probability)
        {
            return this;
        }

        var values = (float[])Values.Clone();
        for (var row = 0; row < Channels * Height; row++)
        {
            values.AsSpan(row * Width, Width).Reverse();
        }

        return this with { Values = values };
    }

    /// <summary>Moves the image by up to some pixels in each direction; what comes in from outside is 0.</summary>
    /// <param name="random">Decides how far.</param>
    /// <param name="padding">The number of pixels.</param>
    /// <returns>The image, of the same size.</returns>
    public ImagePixels RandomShift(Random random, int padding)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return Crop(random.Next(2 * padding + 1) - padding, random.Next(2 * padding + 1) - padding, Height, Width);
    }

    /// <summary>Cuts out a part; what is outside the image is 0.</summary>
    /// <param name="top">The first row, which may be negative.</param>
    /// <param name="left">The first column, which may be negative.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <returns>The part.</returns>
    public ImagePixels Crop(int top, int left, int height, int width)
    {
        var values = new float[Channels * height * width];
        var (firstColumn, endColumn) = (Math.Max(0, -left), Math.Min(width, Width - left));
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var row = Math.Max(0, -top); row < Math.Min(height, Height - top) && firstColumn < endColumn; row++)
            {
                Values.AsSpan((channel * Height + top + row) * Width + left + firstColumn, endColumn - firstColumn)
                    .CopyTo(values.AsSpan((channel * height + row) * width + firstColumn));
            }
        }

        return new ImagePixels(values, Channels, height, width);
    }

    /// <summary>Multiplies the contrast and shifts the brightness by random amounts, the same for all pixels.</summary>
    /// <param name="random">Decides how much.</param>
    /// <param name="brightness">The largest shift.</param>
    /// <param name="contrast">The largest change of the contrast, as a share of it.</param>
    /// <returns>The image.</returns>
    public ImagePixels RandomBrightness(Random random, double brightness = 0.1, double contrast = 0.1)
    {
        ArgumentNullException.ThrowIfNull(random);
        var shift = (float)((random.NextDouble() * 2 - 1) * brightness);
        var factor = (float)(1 + (random.NextDouble() * 2 - 1) * contrast);
        return this with { Values = Array.ConvertAll(Values, value => value * factor + shift) };
    }

    /// <summary>Sets a random rectangle to 0 (Zhong et al. 2017).</summary>
    /// <param name="random">Decides where.</param>
    /// <param name="share">The largest share of the height and of the width that it takes.</param>
    /// <returns>The image.</returns>
    public ImagePixels RandomErase(Random random, double share = 0.3)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (height, width) = (random.Next((int)(Height * share) + 1), random.Next((int)(Width * share) + 1));
        var (top, left) = (random.Next(Height - height + 1), random.Next(Width - width + 1));
        var values = (float[])Values.Clone();
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var row = top; row < top + height; row++)
            {
                values.AsSpan((channel * Height + row) * Width + left, width).Clear();
            }
        }

        return this with { Values = values };
    }

    /// <summary>Shifts and scales each channel: <c>(x − mean) / deviation</c>.</summary>
    /// <param name="mean">The mean of each channel over the training data.</param>
    /// <param name="deviation">The standard deviation of each channel over the training data.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">There is not one number per channel.</exception>
    public ImagePixels Normalize(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.Length != Channels || deviation.Length != Channels)
        {
            throw new ArgumentException(
                $"The image has {Channels} channels, but there are {mean.Length} means and {deviation.Length} deviations.");
        }

        var values = (float[])Values.Clone();
        for (var channel = 0; channel < Channels; channel++)
        {
            foreach (ref var value in values.AsSpan(channel * Height * Width, Height * Width))
            {
                value = (value - mean[channel]) / deviation[channel];
            }
        }

        return this with { Values = values };
    }
}
