using System;

namespace ModelGen.Training;

/// <summary>A piece of a series: what a forecast is made from, and what it is compared with.</summary>
/// <param name="Start">The time step at which the input begins.</param>
/// <param name="Input">The input, row by row: <c>inputSteps · features</c> numbers.</param>
/// <param name="Target">The target, row by row: <c>horizon · targets</c> numbers.</param>
public sealed record SeriesWindow(int Start, ReadOnlyMemory<float> Input, ReadOnlyMemory<float> Target);
