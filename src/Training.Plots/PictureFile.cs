using System;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using ScottPlot;
using SkiaSharp;

namespace ModelGen.Training;

/// <summary>Writes pictures as files.</summary>
internal static class PictureFile
{
    // On Linux, SkiaSharp's default can be any font, often one with serifs.
    private static readonly string _font =
        new[] { "Segoe UI", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans" }
            .FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    /// <summary>Finds the format of a file.</summary>
    /// <returns>Whether it is SVG, otherwise PNG.</returns>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static bool RequireFormat(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => true,
            ".png" => false,
            var other => throw new ArgumentException(
                $"A picture is written as .png or .svg, but the extension of '{path}' is '{other}'.", nameof(path)),
        };
    }

    /// <summary>Creates a plot that leaves what is drawn beside it.</summary>
    public static Plot NewPlot()
    {
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.Font.Set(_font);
        return plot;
    }

    /// <summary>Draws a plot into a part of a picture.</summary>
    public static void Render(Plot plot, SKCanvas canvas, PixelRect part)
    {
        // ScottPlot draws twice the first time, since the labels decide how much room the axes have. SVG would have everything twice.
        plot.RenderInMemory((int)part.Width, (int)part.Height);
        plot.Render(canvas, part);
    }

    /// <summary>Draws a picture into a file, which is replaced when the new one is complete.</summary>
    public static void Save(string path, Picture picture)
    {
        var isSvg = RequireFormat(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var files = new AtomicFiles();
        files.Write(path, stream => Write(stream, picture, isSvg));
        files.Commit();
    }

    private static void Write(Stream stream, Picture picture, bool isSvg)
    {
        if (isSvg)
        {
            using var canvas = SKSvgCanvas.Create(new SKRect(0, 0, picture.Width, picture.Height), stream);
            picture.Draw(canvas);
        }
        else
        {
            using var bitmap = new SKBitmap(picture.Width, picture.Height);
            using (var canvas = new SKCanvas(bitmap))
            {
                picture.Draw(canvas);
            }

            using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
            data.SaveTo(stream);
        }
    }
}
