using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Run-time checks of what a declaration promises. A check that holds costs a few native reads and allocates nothing;
/// one that fails throws a <see cref="ShapeMismatchException"/> that explains itself.
/// </summary>
public static class Guard
{
    private const string Result = "result of ";

    // What NextToken and MaskedTokens leave out, as PyTorch's losses do.
    private const long UsuallyIgnored = -100;

    /// <summary>The tensor must be present.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <exception cref="ShapeMismatchException">The tensor is <c>null</c>.</exception>
    public static void NotNull([NotNull] Tensor? tensor, string model, string input)
    {
        if (tensor is null)
        {
            throw new ShapeMismatchException($"{model}: {Subject(input)} is null, expected a tensor.", model, input, expected: "a tensor", actual: "null");
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
        NotNull(tensor, model, input);
        if (tensor.dim() != rank)
        {
            throw WrongRank(tensor, Axes(rank), model, input, shape);
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
        NotNull(tensor, model, input);
        if (tensor.dim() < rank)
        {
            throw WrongRank(tensor, $"at least {Axes(rank)}", model, input, shape);
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
    public static Tensor Returned(Tensor? result, Tensor[] arguments, string model, string source, DType type, string shape, bool hasLeading, long[] sizes)
    {
        var name = Result + source;
        if (hasLeading)
        {
            RankAtLeast(result, sizes.Length, model, name, shape);
        }
        else
        {
            Rank(result, sizes.Length, model, name, shape);
        }

        Type(result, type, model, name);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            Size(result, axis - sizes.Length, sizes[axis], model, name, null, shape);
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
        long value2 = 0)
    {
        if (tensor.size(axis) != expected)
        {
            throw WrongSize(tensor, axis, expected, model, input, symbol, shape, part, value, part2, value2);
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
            throw WrongType(tensor, type, model, input, weights: null);
        }
    }

    /// <summary>The tensor's elements must be of the declared type, and the tensor must fit the model's weights, with which it is computed.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The declared type; <see cref="DType.Float"/> is the floating-point type of the weights.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="weights">Where the model's weights are, and of which type.</param>
    /// <param name="anyFloat">Whether any floating-point type will do: the tensor meets the weights only in operations that convert it.</param>
    /// <exception cref="ShapeMismatchException">The elements are of another type, or the tensor is on another device.</exception>
    public static void Type(Tensor tensor, DType type, string model, string input, WeightPlacement weights, bool anyFloat = false)
    {
        var actual = tensor.dtype;
        if (!Holds(actual, type) || !weights.Accepts(tensor, actual, type == DType.Float && !anyFloat))
        {
            throw Misplaced(tensor, type, model, input, weights, anyFloat);
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
        Tensor tensor, int trailing, Tensor reference, int referenceTrailing, string model, string input, string shape, string? referenceInput = null)
    {
        var leading = tensor.dim() - trailing;
        var agree = leading == reference.dim() - referenceTrailing;
        for (var axis = 0; agree && axis < leading; axis++)
        {
            agree = tensor.size(axis) == reference.size(axis);
        }

        if (!agree)
        {
            throw WrongLeading(tensor, reference, referenceTrailing, model, input, shape, referenceInput);
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
            throw TooLong(tensor, maximum, layer, offset);
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
        return HostScalar.Read<bool>(any) ? throw WrongId(ids, wrong, count, model, layer, input) : ids;
    }

    /// <summary>Every target of a classification must be a class.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="count">How many classes there are: they run from 0 to one less.</param>
    /// <param name="ignored">A target that stands for none.</param>
    /// <param name="model">The model whose loss it is.</param>
    /// <param name="name">What the targets are called.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative, or <paramref name="count"/> or more, and not <paramref name="ignored"/>.</exception>
    internal static void Classes(Tensor target, long count, long ignored, string model, string name)
    {
        using var outside = Outside(target, count);
        using var counts = target.ne(Scalars.Of(ignored));
        using var wrong = outside.logical_and(counts);
        using var any = wrong.any();
        if (HostScalar.Read<bool>(any))
        {
            throw WrongClass(target, wrong, count, ignored, model, name);
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
            throw Unmet(model, requirement, symbol, value, symbol2, value2, symbol3, value3, symbol4, value4, symbol5, value5, symbol6, value6);
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
            throw new ArgumentOutOfRangeException(parameter, value, $"{model}: {parameter} must be {requirement}, got {Text(value)}.");
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
        [DoesNotReturnIf(false)] bool holds, string model, string parameter, long value, string requirement, params (string Parameter, long Value)[] others)
    {
        if (!holds)
        {
            var sizes = Sizes([(parameter, value), .. others]);
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
            throw new ArgumentOutOfRangeException(parameter, value, FormattableString.Invariant($"{model}: {parameter} must be {requirement}, got {value}."));
        }
    }

    /// <summary>A target must be on the device of the output that it is compared with. A single number may be anywhere.</summary>
    internal static void SameDevice(Tensor tensor, Tensor output, string model, string input)
    {
        if (tensor.dim() > 0 && (tensor.device_type != output.device_type || tensor.device_index != output.device_index))
        {
            var (actual, expected) = (tensor.device.ToString(), output.device.ToString());
            throw new ShapeMismatchException(
                $"{model}: {Subject(input)} is on {actual}, expected {expected} as the output; got {Shape(tensor)}: move it with .to(\"{expected}\").",
                model, input, expected: expected, actual: actual);
        }
    }

    internal static string Shape(Tensor tensor)
    {
        var sizes = tensor.shape;
        return sizes.Length == 1 ? $"({Text(sizes[0])},)" : $"({string.Join(", ", Array.ConvertAll(sizes, Text))})";
    }

    private static bool Holds(ScalarType actual, DType declared) => declared switch
    {
        DType.Int64 => actual == ScalarType.Int64,
        DType.Bool => actual == ScalarType.Bool,
        _ => actual is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16,
    };

    // The exceptions are built apart from the checks so that the checks stay small enough to be inlined.
    private static ShapeMismatchException WrongRank(Tensor tensor, string expected, string model, string input, string shape)
    {
        var actual = Axes(tensor.dim());
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has {actual}, expected {expected}; got {Shape(tensor)} for {shape}.", model, input, expected: expected, actual: actual);
    }

    private static ShapeMismatchException WrongSize(
        Tensor tensor, int axis, long expected, string model, string input, string? symbol, string? shape, string? part, long value, string? part2, long value2)
    {
        var sizes = Sizes((part, value), (part2, value2));
        var fromStart = axis < 0 ? axis + (int)tensor.dim() : axis;
        var actual = Text(tensor.size(axis));
        var named = string.IsNullOrEmpty(symbol) || symbol == Text(expected) ? null : symbol;
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has size {actual} along axis {fromStart}{(named is null ? null : $" ({named})")}, expected {Text(expected)}; "
            + $"got {Shape(tensor)}{(string.IsNullOrEmpty(shape) ? null : $" for {shape}")}{(sizes.Length == 0 ? null : $" with {sizes}")}.",
            model, input, fromStart, named, Text(expected), actual);
    }

    private static ShapeMismatchException Misplaced(Tensor tensor, DType type, string model, string input, WeightPlacement weights, bool anyFloat)
    {
        var weight = weights.Weight;
        return weight is null || !Holds(tensor.dtype, type) || (type == DType.Float && !anyFloat && tensor.dtype != weight.dtype)
            ? WrongType(tensor, type, model, input, weight)
            : WrongDevice(tensor, weight, model, input);
    }

    private static ShapeMismatchException WrongType(Tensor tensor, DType type, string model, string input, Tensor? weights)
    {
        var wanted = type switch { DType.Int64 => ScalarType.Int64, DType.Bool => ScalarType.Bool, _ => weights?.dtype ?? ScalarType.Float32 };
        var expected = type switch
        {
            DType.Int64 or DType.Bool => wanted.ToString(),
            _ => weights is null ? "a floating-point type" : $"{wanted} as the model's weights",
        };
        var actual = tensor.dtype.ToString();
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has elements of type {actual}, expected {expected}; got {Shape(tensor)}: convert it with .to({Name(wanted)}).",
            model, input, expected: expected, actual: actual);
    }

    // As C# writes it.
    private static string Name(ScalarType type) => type == ScalarType.Bool ? "torch.@bool" : "torch." + type.ToString().ToLowerInvariant();

    private static ShapeMismatchException WrongDevice(Tensor tensor, Tensor weight, string model, string input)
    {
        var (actual, expected) = (tensor.device.ToString(), weight.device.ToString());
        var repair = (tensor.device_type, weight.device_type) switch
        {
            (_, DeviceType.META) => "the weights have no values yet, so create the model on a device or load them first",
            (DeviceType.META, _) => $"it has no values, so create it with device: \"{expected}\"",
            (_, DeviceType.CPU) => $"move the model with .to(\"{actual}\"), or the input with .cpu()",
            _ => $"move it with .to(\"{expected}\")",
        };
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} is on {actual}, expected {expected} as the model's weights; got {Shape(tensor)}: {repair}.", model, input, expected: expected, actual: actual);
    }

    private static ShapeMismatchException WrongLeading(
        Tensor tensor, Tensor reference, int referenceTrailing, string model, string input, string shape, string? referenceInput)
    {
        var leading = reference.shape[..(int)(reference.dim() - referenceTrailing)];
        var expected = leading.Length == 0 ? "no leading axes" : $"the leading axes ({string.Join(", ", Array.ConvertAll(leading, Text))})";
        var actual = Shape(tensor);
        return new ShapeMismatchException(
            $"{model}: input '{input}' must have {expected}, as {(referenceInput is null ? "the other input" : $"'{referenceInput}'")} does; got {actual} for {shape}.", model, input, expected: expected, actual: actual);
    }

    private static ShapeMismatchException TooLong(Tensor tensor, long maximum, string layer, long offset)
    {
        var axis = (int)tensor.dim() - 2;
        var actual = Text(offset + tensor.size(axis));
        return new ShapeMismatchException(
            $"{layer}: the sequence has {actual} positions along axis {axis}{(offset == 0 ? string.Empty : $", {Text(offset)} earlier ones included")}, expected at most {Text(maximum)}; got {Shape(tensor)} for (..., T, D).",
            layer, "x", axis, "T", $"at most {Text(maximum)}", actual);
    }

    private static Tensor Outside(Tensor ids, long count)
    {
        using var below = ids.lt(Scalars.Of(0));
        using var above = ids.ge(Scalars.Of(count));
        return below.logical_or(above);
    }

    // The first id that is wrong, and where it stands.
    private static (long Id, string Place) First(Tensor ids, Tensor wrong)
    {
        using var places = wrong.nonzero();
        using var row = places[0];
        using var first = row.cpu();
        using var flat = ids.flatten();
        var place = first.data<long>().ToArray();
        var index = 0L;
        for (var axis = 0; axis < place.Length; axis++)
        {
            index = (index * ids.size(axis)) + place[axis];
        }

        using var one = flat[index];
        return (HostScalar.Read<long>(one), $"({string.Join(", ", Array.ConvertAll(place, Text))}{(place.Length == 1 ? "," : string.Empty)})");
    }

    private static ArgumentOutOfRangeException WrongClass(Tensor target, Tensor wrong, long count, long ignored, string model, string name)
    {
        var (id, place) = First(target, wrong);
        var hint = id == count ? " (classes are counted from 0)"
            : id == UsuallyIgnored ? $" (it is ignored by default, but here IgnoreIndex = {Text(ignored)})"
            : string.Empty;
        return new ArgumentOutOfRangeException(
            name,
            id,
            $"{model}: {name} has class {Text(id)} at {place}, expected 0 to {Text(count - 1)}, the classes of the output{hint}; got {Shape(target)}.");
    }

    private static ArgumentOutOfRangeException WrongId(Tensor ids, Tensor wrong, long count, string model, string layer, string? input)
    {
        var (id, place) = First(ids, wrong);
        var subject = input is null ? $"the tensor that '{layer}' looks up" : $"input '{input}'";
        return new ArgumentOutOfRangeException(
            input,
            id,
            $"{model}: {subject} has id {Text(id)} at {place}, expected 0 to {Text(count - 1)}, the vocabulary of '{layer}'; got {Shape(ids)}.");
    }

    private static ShapeMismatchException Unmet(
        string model,
        string requirement,
        string symbol,
        long value,
        string? symbol2,
        long value2,
        string? symbol3,
        long value3,
        string? symbol4,
        long value4,
        string? symbol5,
        long value5,
        string? symbol6,
        long value6)
    {
        var actual = Sizes((symbol, value), (symbol2, value2), (symbol3, value3), (symbol4, value4), (symbol5, value5), (symbol6, value6));
        return new ShapeMismatchException($"{model}: {requirement}; got {actual}.", model, string.Empty, symbol: symbol, expected: requirement, actual: actual);
    }

    // T = 5, S = 7
    private static string Sizes(params (string? Symbol, long Value)[] sizes) =>
        string.Join(", ", sizes.Where(size => size.Symbol is not null).Select(size => $"{size.Symbol} = {Text(size.Value)}"));

    private static string Axes(long count) => count == 1 ? "1 axis" : $"{Text(count)} axes";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // What a method returned is no input.
    private static string Subject(string input) => input.StartsWith(Result, System.StringComparison.Ordinal) ? "the " + input : $"input '{input}'";
}
