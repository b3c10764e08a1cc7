using System;

namespace Course;

/// <summary>A chapter of the course, whose page is <c>docs/course/NN-name.md</c>.</summary>
/// <param name="Name">The name, by which the command line runs it.</param>
/// <param name="Title">The title, for the list of chapters.</param>
/// <param name="Run">The run of the chapter. It prints its results and saves its pictures.</param>
/// <param name="Solve">The solutions of the exercises. They print their answers.</param>
/// <param name="Tolerance">
/// The relative difference of printed numbers between processors, which round differently: 0 but for chapters that train.
/// </param>
internal sealed record Chapter(string Name, string Title, Action<Lesson> Run, Action<Lesson> Solve, double Tolerance = 0);
