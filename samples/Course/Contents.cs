using System.Collections.Generic;

namespace Course;

/// <summary>The table of contents.</summary>
internal static class Contents
{
    /// <summary>The chapters, in the order of the course: the first is chapter 1.</summary>
    public static IReadOnlyList<Chapter> Chapters { get; } =
    [
        new("order", "Order in text, speech and series", Order.Run, OrderSolutions.Run, Tolerance: 0.05),
    ];
}
