using System;
using ModelGen;
using ModelGen.Models;
using static TorchSharp.torch;

namespace Course;

/// <summary>Every id that can be written can also be read.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(17, 64), Block<DistanceBlock>(2), Linear(17)]
[Autoregressive]
public partial class ClosedReader;

/// <summary>The solutions of chapter 12.</summary>
internal static class PromptingSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: {Misspelled()}");
        Console.WriteLine();
        Console.WriteLine($"2: {Json("Paris")}");
        Console.WriteLine();
        using var reader = new ClosedReader();
        Console.WriteLine($"3: {Show.Shape(reader.call(ones(1, 5, int64)))}");
    }

    // Exercise 1.
    private static string Misspelled()
    {
        try
        {
            return PromptTemplate.Parse("Translate {text} to {language}.").Format(("text", "the cat"), ("langauge", "French"));
        }
        catch (PromptException problem)
        {
            return problem.Message;
        }
    }

    // Exercise 2.
    private static string Json(string city) =>
        PromptTemplate.Parse("Answer as {{\"city\": \"...\"}}. Where is {city}?").Format(("city", city));
}
