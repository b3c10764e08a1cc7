using System;
using SkiaSharp;

namespace ModelGen.Training;

/// <summary>A picture.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record Picture(int Width, int Height, Action<SKCanvas> Draw);
