using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Checks the target of a loss; its messages show the shape of the output and a repair.</summary>
internal static class TargetGuard
{
    /// <summary>
    /// Checks that a target has the shape of the output, or that shape without the axis of the classes, the expected dtype, and the device
    /// of the output.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="output">The output.</param>
    /// <param name="type">The declared type of the target.</param>
    /// <param name="classes">
    /// The axis of the classes, which a target of class indices does not have; <c>null</c> if it has every axis.
    /// </param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <exception cref="ShapeMismatchException">The target does not match.</exception>
    public static void Check(Tensor target, Tensor output, DType type, int? classes, string model, string name)
    {
        if (target is null)
        {
            throw GuardMessages.Absent(model, name, "pass the target");
        }

        var rank = (int)output.dim() - (classes is null ? 0 : 1);
        if (target.dim() != rank)
        {
            throw GuardMessages.WrongRank(
                target, GuardMessages.Axes(rank), model, name, Declared(output, classes), Repair(target, output, classes));
        }

        Guard.Type(target, type, model, name);
        for (var axis = 0; axis < rank; axis++)
        {
            var expected = output.size(axis < (classes ?? rank) ? axis : axis + 1);
            if (target.size(axis) != expected)
            {
                throw GuardMessages.WrongSize(
                    target, axis, expected, model, name, symbol: null, Declared(output, classes), Repair(target, output, classes));
            }
        }

        Guard.SameDevice(target, output, model, name);
    }

    private static string Declared(Tensor output, int? classes)
    {
        var without = classes is null ? string.Empty : classes == output.dim() - 1 ? " without its last axis" : $" without axis {classes}";
        return $"the output's shape {GuardMessages.Shape(output)}{without}";
    }

    private static string Repair(Tensor target, Tensor output, int? classes)
    {
        var expected = output.shape.Where((_, axis) => axis != classes).ToArray();
        var actual = target.shape;
        if (classes is { } axis && actual.SequenceEqual(output.shape))
        {
            return $"give class indices instead of one-hot vectors, for example with .argmax({axis})";
        }

        if (Missing(expected, actual) is { } missing)
        {
            return $"add the axis with .unsqueeze({missing})";
        }

        if (Missing(actual, expected) is { } surplus)
        {
            return $"remove the axis with .squeeze({surplus})";
        }

        // With equal numbers of axes a reshape would mix the items.
        var isFlat = actual.Length == 1 || expected.Length == 1;
        return isFlat && target.numel() > 0 && target.numel() == expected.Aggregate(1L, (product, size) => product * size)
            ? $"give it this shape with .reshape({string.Join(", ", expected)})"
            : Swapped(actual, expected) is var (first, second) ? $"swap its axes with .transpose({first}, {second})"
            : classes is null ? "give one value per element of the output" : "give one class index per item of the output";
    }

    // The two axes that are swapped.
    private static (int First, int Second)? Swapped(long[] actual, long[] expected)
    {
        if (actual.Length != expected.Length)
        {
            return null;
        }

        var differ = Enumerable.Range(0, actual.Length).Where(axis => actual[axis] != expected[axis]).ToArray();
        return differ.Length == 2 && actual[differ[0]] == expected[differ[1]] && actual[differ[1]] == expected[differ[0]]
            ? (differ[0], differ[1])
            : null;
    }

    // The axis of size 1 whose removal turns the longer shape into the shorter one.
    private static int? Missing(IReadOnlyList<long> longer, long[] shorter)
    {
        for (var axis = longer.Count - 1; axis >= 0; axis--)
        {
            if (longer[axis] == 1 && longer.Where((_, i) => i != axis).SequenceEqual(shorter))
            {
                return axis;
            }
        }

        return null;
    }
}
