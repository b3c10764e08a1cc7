using System;
using System.Globalization;
using System.IO;
using SkiaSharp;

namespace Tasks;

/// <summary>
/// Draws images of six shapes: bright ones of any color, size and rotation, at any place, over dark stripes, with a line across and with
/// noise. No pixel by itself says which shape an image has.
/// </summary>
internal static class DrawnShapes
{
    private const int Size = 32;

    private static readonly (string Name, Func<SKPath> Draw)[] _shapes =
    [
        ("circle", Circle),
        ("cross", () => Polygon(Cross)),
        ("half", Half),
        ("square", () => Polygon([.. Corners(4, _ => 1)])),
        ("star", () => Polygon([.. Corners(10, i => i % 2 == 0 ? 1 : 0.45f)])),
        ("triangle", () => Polygon([.. Corners(3, _ => 1)])),
    ];

    private static SKPoint[] Cross => Points(
        -0.3f, -1, 0.3f, -1, 0.3f, -0.3f, 1, -0.3f, 1, 0.3f, 0.3f, 0.3f, 0.3f, 1, -0.3f, 1, -0.3f, 0.3f, -1, 0.3f, -1, -0.3f, -0.3f, -0.3f);

    /// <summary>Writes the images into one subfolder per shape; the same seed gives the same images.</summary>
    /// <param name="folder">The folder, which is created.</param>
    /// <param name="images">The number of images per shape.</param>
    /// <param name="seed">The seed.</param>
    public static void Write(string folder, int images, int seed)
    {
        var random = new Random(seed);
        foreach (var (name, draw) in _shapes)
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            for (var i = 0; i < images; i++)
            {
                using var bitmap = Image(draw, random);
                Png.Write(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.png")), bitmap);
            }
        }
    }

    private static SKBitmap Image(Func<SKPath> draw, Random random)
    {
        var bitmap = new SKBitmap(Size, Size, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(Color(random, 0, 100));
        paint.Color = Color(random, 0, 100);
        for (float x = random.Next(8); x < Size; x += 8)
        {
            canvas.DrawRect(x, 0, 3, Size, paint);
        }

        var radius = 7 + 6 * random.NextSingle();
        canvas.Save();
        canvas.Translate(radius + (Size - 2 * radius) * random.NextSingle(), radius + (Size - 2 * radius) * random.NextSingle());
        canvas.RotateDegrees(360 * random.NextSingle());
        canvas.Scale(radius);
        paint.Color = Color(random, 120, 256);
        using (var path = draw())
        {
            canvas.DrawPath(path, paint);
        }

        canvas.Restore();
        (paint.Color, paint.StrokeWidth) = (Color(random, 0, 256), 1);
        canvas.DrawLine(Size * random.NextSingle(), 0, Size * random.NextSingle(), Size, paint);
        canvas.Flush();
        AddNoise(bitmap.GetPixelSpan(), random);
        return bitmap;
    }

    private static void AddNoise(Span<byte> pixels, Random random)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            // The fourth channel is the opacity.
            pixels[i] = i % 4 == 3 ? (byte)255 : (byte)Math.Clamp(pixels[i] + random.Next(-15, 16), 0, 255);
        }
    }

    private static SKColor Color(Random random, int darkest, int end) =>
        new((byte)random.Next(darkest, end), (byte)random.Next(darkest, end), (byte)random.Next(darkest, end));

    private static SKPath Circle()
    {
        var path = new SKPath();
        path.AddCircle(0, 0, 1);
        return path;
    }

    private static SKPath Half()
    {
        var path = new SKPath();
        path.AddArc(new SKRect(-1, -1, 1, 1), 0, 180);
        path.Close();
        return path;
    }

    private static SKPath Polygon(SKPoint[] corners)
    {
        var path = new SKPath();
        path.AddPoly(corners);
        return path;
    }

    private static SKPoint[] Corners(int count, Func<int, float> radius)
    {
        var corners = new SKPoint[count];
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * i / count);
            corners[i] = new(radius(i) * cos, radius(i) * sin);
        }

        return corners;
    }

    private static SKPoint[] Points(params float[] coordinates)
    {
        var points = new SKPoint[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new(coordinates[2 * i], coordinates[2 * i + 1]);
        }

        return points;
    }
}
