namespace ModelGen.Training;

/// <summary>How a picture is drawn.</summary>
public sealed record PlotOptions
{
    /// <summary>The title; none if <c>null</c>.</summary>
    public string? Title { get; init; }

    /// <summary>The width in pixels; chosen by the content if <c>null</c>.</summary>
    public int? Width { get; init; }

    /// <summary>The height in pixels; chosen by the content if <c>null</c>.</summary>
    public int? Height { get; init; }
}
