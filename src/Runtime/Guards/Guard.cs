using System;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Run-time checks of what a declaration promises. A check that holds costs a few native reads and allocates nothing;
/// one that fails throws a <see cref="ShapeMismatchException"/> that explains itself.
/// </summary>
public static class Guard
{
    /// <summary>The tensor must be present.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c>.</exception>
    public static void NotNull([NotNull] Tensor? tensor, string model, string input)
    {
        if (tensor is null)
        {
            throw GuardMessages.Absent(model, input, "pass a tensor");
        }
    }

    /// <summary>The tensor must have exactly <paramref name="rank"/> axes.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rank">The number of axes.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="shape">The declared shape, for the message: <c>(B, T, D)</c>.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c> or has another number of axes.</exception>
    public static void Rank([NotNull] Tensor? tensor, int rank, string model, string input, string shape)
    {
        if (tensor is null || tensor.dim() != rank)
        {
            throw GuardMessages.WrongRank(tensor, GuardMessages.Axes(rank), model, input, shape);
        }
    }

    /// <summary>The tensor must have <paramref name="rank"/> axes or more: the shape begins with <c>...</c>.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rank">The smallest number of axes.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="shape">The declared shape, for the message: <c>(..., D)</c>.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c> or has fewer axes.</exception>
    public static void RankAtLeast([NotNull] Tensor? tensor, int rank, string model, string input, string shape)
    {
        if (tensor is null || tensor.dim() < rank)
        {
            throw GuardMessages.WrongRank(tensor, $"at least {GuardMessages.Axes(rank)}", model, input, shape);
        }
    }

    /// <summary>What a user's method or module returned must be what its declaration says.</summary>
    /// <param name="result">What it returned.</param>
    /// <param name="arguments">The tensors it was given; if it hands one of them back, the result is a handle of its own to it.</param>
    /// <param name="model">The model that called it.</param>
    /// <param name="source">The method or module.</param>
    /// <param name="type">The declared element type.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    /// <param name="hasLeading">Whether the shape begins with <c>...</c>.</param>
    /// <param name="sizes">The declared sizes of the last axes.</param>
    /// <returns>The tensor, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">It is <c>null</c> or has another shape or type.</exception>
    public static Tensor Returned(
        Tensor? result, Tensor[] arguments, string model, string source, DType type, string shape, bool hasLeading, long[] sizes)
    {
        const string repair = "return what is declared, or declare what is returned";
        var name = GuardMessages.Result + source;
        if (result is null || (hasLeading ? result.dim() < sizes.Length : result.dim() != sizes.Length))
        {
            var axes = GuardMessages.Axes(sizes.Length);
            throw result is null
                ? GuardMessages.Absent(model, name, repair)
                : GuardMessages.WrongRank(result, hasLeading ? $"at least {axes}" : axes, model, name, shape, repair);
        }

        Type(result, type, model, name);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (result.size(axis - sizes.Length) != sizes[axis])
            {
                throw GuardMessages.WrongSize(result, axis - sizes.Length, sizes[axis], model, name, symbol: null, shape, repair);
            }
        }

        return System.Array.Exists(arguments, argument => ReferenceEquals(argument, result)) ? result.alias() : result;
    }

    /// <summary>One axis of the tensor must have the expected size.</summary>
    /// <param name="tensor">The tensor, whose number of axes has been checked.</param>
    /// <param name="axis">The axis; negative from the end.</param>
    /// <param name="expected">The size it must have.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="symbol">What the declaration calls this axis: a symbol, an expression, or <c>null</c> for a plain number.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    /// <param name="part">A symbol of the expression, if it is one.</param>
    /// <param name="value">Its value.</param>
    /// <param name="part2">A second symbol of the expression.</param>
    /// <param name="value2">Its value.</param>
    /// <param name="other">The input that determines the symbol's value; <c>null</c> if the constructor's parameters do.</param>
    /// <exception cref="ShapeMismatchException">The axis has another size.</exception>
    public static void Size(
        Tensor tensor,
        int axis,
        long expected,
        string model,
        string input,
        string? symbol,
        string? shape = null,
        string? part = null,
        long value = 0,
        string? part2 = null,
        long value2 = 0,
        string? other = null)
    {
        if (tensor.size(axis) != expected)
        {
            throw GuardMessages.WrongSize(tensor, axis, expected, model, input, symbol, shape, (part, value), (part2, value2), other);
        }
    }

    /// <summary>The tensor's elements must be of the declared type.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The declared type; <see cref="DType.Float"/> is any floating-point type.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <exception cref="ShapeMismatchException">The elements are of another type.</exception>
    public static void Type(Tensor tensor, DType type, string model, string input)
    {
        if (!Holds(tensor.dtype, type))
        {
            throw GuardMessages.WrongType(tensor, type, model, input, weights: null);
        }
    }

    /// <summary>
    /// The tensor's elements must be of the declared type, and the tensor must fit the model's weights, with which it is computed.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The declared type; <see cref="DType.Float"/> is the floating-point type of the weights.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="weights">Where the model's weights are, and of which type.</param>
    /// <param name="anyFloat">Whether any floating-point type will do: the tensor meets the weights only in operations that convert
    /// it.</param>
    /// <exception cref="ShapeMismatchException">The elements are of another type, or the tensor is on another device.</exception>
    public static void Type(Tensor tensor, DType type, string model, string input, WeightPlacement weights, bool anyFloat = false)
    {
        var actual = tensor.dtype;
        if (!Holds(actual, type) || !weights.Accepts(tensor, actual, type == DType.Float && !anyFloat))
        {
            throw GuardMessages.Misplaced(tensor, type, model, input, weights, anyFloat);
        }
    }

    /// <summary>The leading axes, those that <c>...</c> stands for, of two inputs must agree.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="trailing">How many axes follow the <c>...</c> in its declaration.</param>
    /// <param name="reference">The tensor whose leading axes count.</param>
    /// <param name="referenceTrailing">How many axes follow the <c>...</c> in its declaration.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input that holds <paramref name="tensor"/>.</param>
    /// <param name="shape">The declared shape of <paramref name="tensor"/>, for the message.</param>
    /// <param name="referenceInput">The name of the input that holds <paramref name="reference"/>.</param>
    /// <exception cref="ShapeMismatchException">The leading axes differ in number or in size.</exception>
    public static void Leading(
        Tensor tensor, int trailing, Tensor reference, int referenceTrailing, string model, string input, string shape,
        string? referenceInput = null)
    {
        var leading = tensor.dim() - trailing;
        var agree = leading == reference.dim() - referenceTrailing;
        for (var axis = 0; agree && axis < leading; axis++)
        {
            agree = tensor.size(axis) == reference.size(axis);
        }

        if (!agree)
        {
            throw GuardMessages.WrongLeading(tensor, reference, referenceTrailing, model, input, shape, referenceInput);
        }
    }

    /// <summary>A sequence must not be longer than the positions that are learned.</summary>
    /// <param name="tensor">The sequence <c>(..., T, D)</c>.</param>
    /// <param name="maximum">The number of positions.</param>
    /// <param name="layer">The layer that holds them.</param>
    /// <param name="offset">The position of the first of the T.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="offset"/> + T is larger than <paramref name="maximum"/>.</exception>
    public static void Positions(Tensor tensor, long maximum, string layer, long offset = 0)
    {
        if (offset + tensor.size(-2) > maximum)
        {
            throw GuardMessages.TooLong(tensor, maximum, layer, offset);
        }
    }

    /// <summary>Every id must be one that an embedding has a vector for.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="count">How many there are: ids run from 0 to one less.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="layer">The embedding's name.</param>
    /// <param name="input">The input that holds the ids; <c>null</c> if they were computed.</param>
    /// <returns><paramref name="ids"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One is negative, or <paramref name="count"/> or more.</exception>
    public static Tensor Ids(Tensor ids, long count, string model, string layer, string? input = null)
    {
        using var wrong = Outside(ids, count);
        using var any = wrong.any();
        return HostScalar.Read<bool>(any) ? throw GuardMessages.WrongId(ids, wrong, count, model, layer, input) : ids;
    }

    /// <summary>Every target of a classification must be a class.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="count">How many classes there are: they run from 0 to one less.</param>
    /// <param name="ignored">A target that stands for none.</param>
    /// <param name="model">The model whose loss it is.</param>
    /// <param name="name">What the targets are called.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative, or <paramref name="count"/> or more, and not
    /// <paramref name="ignored"/>.</exception>
    internal static void Classes(Tensor target, long count, long ignored, string model, string name)
    {
        using var outside = Outside(target, count);
        using var counts = target.ne(Scalars.Of(ignored));
        using var wrong = outside.logical_and(counts);
        using var any = wrong.any();
        if (HostScalar.Read<bool>(any))
        {
            throw GuardMessages.WrongClass(target, wrong, count, ignored, model, name);
        }
    }

    /// <summary>A comparison between sizes that could not be decided when the model was compiled must hold.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="message">The sentence that explains what does not fit.</param>
    /// <exception cref="ShapeMismatchException">It does not hold.</exception>
    public static void Condition([DoesNotReturnIf(false)] bool holds, string model, string message)
    {
        if (!holds)
        {
            throw new ShapeMismatchException($"{model}: {message}", model, string.Empty);
        }
    }

    /// <summary>A comparison as above, with the sizes that decide it.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="requirement">What must hold, as a sentence without its full stop: <c>T must be a multiple of 4</c>.</param>
    /// <param name="repair">What to do: <c>pad or cut input 'x' along axis 1 (T) to a multiple of 4</c>.</param>
    /// <param name="symbol">A symbol of the requirement.</param>
    /// <param name="value">Its value in this call.</param>
    /// <param name="symbol2">A second symbol, if there is one.</param>
    /// <param name="value2">Its value in this call.</param>
    /// <param name="symbol3">A third symbol, if there is one.</param>
    /// <param name="value3">Its value in this call.</param>
    /// <param name="symbol4">A fourth symbol, if there is one.</param>
    /// <param name="value4">Its value in this call.</param>
    /// <param name="symbol5">A fifth symbol, if there is one.</param>
    /// <param name="value5">Its value in this call.</param>
    /// <param name="symbol6">A sixth symbol, if there is one.</param>
    /// <param name="value6">Its value in this call.</param>
    /// <exception cref="ShapeMismatchException">It does not hold.</exception>
    public static void Condition(
        [DoesNotReturnIf(false)] bool holds,
        string model,
        string requirement,
        string repair,
        string symbol,
        long value,
        string? symbol2 = null,
        long value2 = 0,
        string? symbol3 = null,
        long value3 = 0,
        string? symbol4 = null,
        long value4 = 0,
        string? symbol5 = null,
        long value5 = 0,
        string? symbol6 = null,
        long value6 = 0)
    {
        if (!holds)
        {
            throw GuardMessages.Unmet(
                model, requirement, repair, (symbol, value), (symbol2, value2), (symbol3, value3), (symbol4, value4), (symbol5, value5),
                (symbol6, value6));
        }
    }

    /// <summary>A constructor parameter must meet a requirement.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="model">The model that is constructed.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="requirement">What it must be, as the end of a sentence: <c>a multiple of 8</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static void Parameter([DoesNotReturnIf(false)] bool holds, string model, string parameter, long value, string requirement)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"{model}: {parameter} must be {requirement}, got {GuardMessages.Text(value)}.");
        }
    }

    /// <summary>A constructor parameter must meet a requirement that names other parameters.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="model">The model that is constructed.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="requirement">What it must be, as the end of a sentence: <c>a multiple of heads</c>.</param>
    /// <param name="others">The other parameters and their values.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static void Parameter(
        [DoesNotReturnIf(false)] bool holds, string model, string parameter, long value, string requirement,
        params (string Parameter, long Value)[] others)
    {
        if (!holds)
        {
            var sizes = GuardMessages.Sizes([(parameter, value), .. others]);
            throw new ArgumentOutOfRangeException(parameter, value, $"{model}: {parameter} must be {requirement}, got {sizes}.");
        }
    }

    /// <summary>Checks a parameter that is a number.</summary>
    /// <param name="holds">Whether the requirement holds.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="requirement">What it must be, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">The requirement does not hold.</exception>
    public static void Parameter([DoesNotReturnIf(false)] bool holds, string model, string parameter, double value, string requirement)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, FormattableString.Invariant($"{model}: {parameter} must be {requirement}, got {value}."));
        }
    }

    /// <summary>A target must be on the device of the output that it is compared with. A single number may be anywhere.</summary>
    internal static void SameDevice(Tensor tensor, Tensor output, string model, string input)
    {
        if (tensor.dim() > 0 && (tensor.device_type != output.device_type || tensor.device_index != output.device_index))
        {
            throw GuardMessages.OtherDeviceThanOutput(tensor, output, model, input);
        }
    }

    /// <summary>Whether elements of one type are what is declared.</summary>
    internal static bool Holds(ScalarType actual, DType declared) => declared switch
    {
        DType.Int64 => actual == ScalarType.Int64,
        DType.Bool => actual == ScalarType.Bool,
        _ => actual is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16,
    };

    private static Tensor Outside(Tensor ids, long count)
    {
        using var below = ids.lt(Scalars.Of(0));
        using var above = ids.ge(Scalars.Of(count));
        return below.logical_or(above);
    }
}
