using System;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Checks at run time what a declaration states about tensors and parameters. A check that succeeds reads a few native values and allocates
/// nothing; one that fails throws an exception with the expected and the actual value and a repair.
/// </summary>
public static class Guard
{
    /// <summary>Checks that a tensor is not null.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c>.</exception>
    public static void NotNull([NotNull] Tensor? tensor, string model, string input)
    {
        if (tensor is null)
        {
            throw GuardMessages.Absent(model, input, "pass a tensor");
        }
    }

    /// <summary>Checks that a tensor has <paramref name="rank"/> axes.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rank">The number of axes.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="shape">The declared shape, for the message: <c>(B, T, D)</c>.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c> or has another number of axes.</exception>
    public static void Rank([NotNull] Tensor? tensor, int rank, string model, string input, string shape)
    {
        if (tensor is null || tensor.dim() != rank)
        {
            throw GuardMessages.WrongRank(tensor, GuardMessages.Axes(rank), model, input, shape);
        }
    }

    /// <summary>
    /// Checks that a tensor has at least <paramref name="rank"/> axes, because its declared shape starts with <c>...</c>.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rank">The minimum number of axes.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="shape">The declared shape, for the message: <c>(..., D)</c>.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c> or has fewer axes.</exception>
    public static void RankAtLeast([NotNull] Tensor? tensor, int rank, string model, string input, string shape)
    {
        if (tensor is null || tensor.dim() < rank)
        {
            throw GuardMessages.WrongRank(tensor, $"at least {GuardMessages.Axes(rank)}", model, input, shape);
        }
    }

    /// <summary>Checks the tensor that a method or module of the user returned against its declaration.</summary>
    /// <param name="result">The returned tensor.</param>
    /// <param name="arguments">The tensors that were passed. If one of them was returned, the result is a new handle to it.</param>
    /// <param name="model">The model that made the call.</param>
    /// <param name="source">The method or module.</param>
    /// <param name="type">The declared element type.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    /// <param name="hasLeading">Whether the shape starts with <c>...</c>.</param>
    /// <param name="sizes">The declared sizes of the last axes.</param>
    /// <returns>The tensor, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">The result is <c>null</c> or has another shape or dtype.</exception>
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

    /// <summary>Checks the size of one axis.</summary>
    /// <param name="tensor">The tensor, whose number of axes has been checked.</param>
    /// <param name="axis">The axis, counted from the end if negative.</param>
    /// <param name="expected">The expected size.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="symbol">The axis in the declaration: a symbol, an expression, or <c>null</c> for a number.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    /// <param name="part">A symbol of the expression, or <c>null</c>.</param>
    /// <param name="value">The value of <paramref name="part"/>.</param>
    /// <param name="part2">A second symbol of the expression, or <c>null</c>.</param>
    /// <param name="value2">The value of <paramref name="part2"/>.</param>
    /// <param name="other">The input that determines the value of the symbol; <c>null</c> if a constructor parameter does.</param>
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

    /// <summary>Checks the dtype of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The declared type; <see cref="DType.Float"/> accepts any floating-point dtype.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <exception cref="ShapeMismatchException">The tensor has another dtype.</exception>
    public static void Type(Tensor tensor, DType type, string model, string input)
    {
        if (!Holds(tensor.dtype, type))
        {
            throw GuardMessages.WrongType(tensor, type, model, input, weights: null);
        }
    }

    /// <summary>Checks the dtype of a tensor, and that its dtype and device match those of the model's weights.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The declared type; <see cref="DType.Float"/> is the floating-point dtype of the weights.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="weights">The dtype and device of the model's weights.</param>
    /// <param name="anyFloat">
    /// Whether any floating-point dtype is accepted, because only operations that convert it combine the tensor with weights.
    /// </param>
    /// <exception cref="ShapeMismatchException">The tensor has another dtype or is on another device.</exception>
    public static void Type(Tensor tensor, DType type, string model, string input, WeightPlacement weights, bool anyFloat = false)
    {
        var actual = tensor.dtype;
        if (!Holds(actual, type) || !weights.Accepts(tensor, actual, type == DType.Float && !anyFloat))
        {
            throw GuardMessages.Misplaced(tensor, type, model, input, weights, anyFloat);
        }
    }

    /// <summary>Checks that two inputs have equal leading axes, those that <c>...</c> matches.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="trailing">The number of axes after <c>...</c> in the declaration of <paramref name="tensor"/>.</param>
    /// <param name="reference">The tensor to compare with.</param>
    /// <param name="referenceTrailing">The number of axes after <c>...</c> in the declaration of <paramref name="reference"/>.</param>
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

    /// <summary>Checks that a sequence is not longer than a table of positions.</summary>
    /// <param name="tensor">The sequence <c>(..., T, D)</c>.</param>
    /// <param name="maximum">The number of positions in the table.</param>
    /// <param name="layer">The layer that holds the table.</param>
    /// <param name="offset">The position of the first element of the sequence.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="offset"/> + T is larger than <paramref name="maximum"/>.</exception>
    public static void Positions(Tensor tensor, long maximum, string layer, long offset = 0)
    {
        if (offset + tensor.size(-2) > maximum)
        {
            throw GuardMessages.TooLong(tensor, maximum, layer, offset);
        }
    }

    /// <summary>Checks that all ids are in the vocabulary of an embedding.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="count">The number of ids; valid ids are 0 to <c>count - 1</c>.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="layer">The name of the embedding.</param>
    /// <param name="input">The input that holds the ids; <c>null</c> if they are computed.</param>
    /// <returns><paramref name="ids"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or <paramref name="count"/> or more.</exception>
    public static Tensor Ids(Tensor ids, long count, string model, string layer, string? input = null)
    {
        using var wrong = Outside(ids, count);
        using var any = wrong.any();
        return HostScalar.Read<bool>(any) ? throw GuardMessages.WrongId(ids, wrong, count, model, layer, input) : ids;
    }

    /// <summary>Checks that all targets of a classification are classes.</summary>
    /// <param name="target">The class indices.</param>
    /// <param name="count">The number of classes; valid indices are 0 to <c>count - 1</c>.</param>
    /// <param name="ignored">The value of targets that are ignored.</param>
    /// <param name="model">The model that has the loss.</param>
    /// <param name="name">The name of the target.</param>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor <paramref name="ignored"/>.</exception>
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

    /// <summary>Checks a condition on sizes that could not be decided at compile time.</summary>
    /// <param name="holds">Whether the condition holds.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="message">The error message.</param>
    /// <exception cref="ShapeMismatchException">The condition does not hold.</exception>
    public static void Condition([DoesNotReturnIf(false)] bool holds, string model, string message)
    {
        if (!holds)
        {
            throw new ShapeMismatchException($"{model}: {message}", model, string.Empty);
        }
    }

    /// <summary>Checks a condition on sizes that could not be decided at compile time, and reports the sizes.</summary>
    /// <param name="holds">Whether the condition holds.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="requirement">The condition as a sentence without full stop: <c>T must be a multiple of 4</c>.</param>
    /// <param name="repair">The repair: <c>pad or cut input 'x' along axis 1 (T) to a multiple of 4</c>.</param>
    /// <param name="symbol">A symbol of the condition.</param>
    /// <param name="value">The value of <paramref name="symbol"/> in this call.</param>
    /// <param name="symbol2">A second symbol, or <c>null</c>.</param>
    /// <param name="value2">The value of <paramref name="symbol2"/>.</param>
    /// <param name="symbol3">A third symbol, or <c>null</c>.</param>
    /// <param name="value3">The value of <paramref name="symbol3"/>.</param>
    /// <param name="symbol4">A fourth symbol, or <c>null</c>.</param>
    /// <param name="value4">The value of <paramref name="symbol4"/>.</param>
    /// <param name="symbol5">A fifth symbol, or <c>null</c>.</param>
    /// <param name="value5">The value of <paramref name="symbol5"/>.</param>
    /// <param name="symbol6">A sixth symbol, or <c>null</c>.</param>
    /// <param name="value6">The value of <paramref name="symbol6"/>.</param>
    /// <exception cref="ShapeMismatchException">The condition does not hold.</exception>
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

    /// <summary>Checks an integer constructor parameter.</summary>
    /// <param name="holds">Whether the requirement is met.</param>
    /// <param name="model">The model that is constructed.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="requirement">The requirement, as the end of a sentence: <c>a multiple of 8</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The requirement is not met.</exception>
    public static void Parameter([DoesNotReturnIf(false)] bool holds, string model, string parameter, long value, string requirement)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"{model}: {parameter} must be {requirement}, got {GuardMessages.Text(value)}.");
        }
    }

    /// <summary>Checks an integer constructor parameter against other parameters.</summary>
    /// <param name="holds">Whether the requirement is met.</param>
    /// <param name="model">The model that is constructed.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="requirement">The requirement, as the end of a sentence: <c>a multiple of heads</c>.</param>
    /// <param name="others">The other parameters and their values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The requirement is not met.</exception>
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

    /// <summary>Checks a floating-point constructor parameter.</summary>
    /// <param name="holds">Whether the requirement is met.</param>
    /// <param name="model">The model that is constructed.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="requirement">The requirement, as the end of a sentence: <c>from 0 to 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The requirement is not met.</exception>
    public static void Parameter([DoesNotReturnIf(false)] bool holds, string model, string parameter, double value, string requirement)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, FormattableString.Invariant($"{model}: {parameter} must be {requirement}, got {value}."));
        }
    }

    /// <summary>Checks that a target is on the device of the output. A scalar may be on any device.</summary>
    internal static void SameDevice(Tensor tensor, Tensor output, string model, string input)
    {
        if (tensor.dim() > 0 && (tensor.device_type != output.device_type || tensor.device_index != output.device_index))
        {
            throw GuardMessages.OtherDeviceThanOutput(tensor, output, model, input);
        }
    }

    /// <summary>Returns whether a dtype matches a declared type.</summary>
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
