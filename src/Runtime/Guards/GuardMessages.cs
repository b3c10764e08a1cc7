using System;
using System.Globalization;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Creates the exceptions of <see cref="Guard"/>, which name the model, the input, the expected and the actual value, and a repair. They
/// are separate from the checks to keep those small enough for inlining.
/// </summary>
internal static class GuardMessages
{
    /// <summary>The prefix of a name that denotes the result of a method, not an input.</summary>
    public const string Result = "result of ";

    // The ignored target of NextToken, MaskedTokens and PyTorch's losses.
    private const long UsuallyIgnored = -100;

    public static ShapeMismatchException Absent(string model, string input, string repair) =>
        new($"{model}: {Subject(input)} is null, expected a tensor: {repair}.", model, input, expected: "a tensor", actual: "null");

    public static ShapeMismatchException WrongRank(
        Tensor? tensor, string expected, string model, string input, string shape, string? repair = null)
    {
        if (tensor is null)
        {
            return Absent(model, input, $"pass a tensor of shape {shape}");
        }

        var actual = Axes(tensor.dim());
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has {actual}, expected {expected}; got {Shape(tensor)} for {shape}: "
                + $"{repair ?? ShapeRepair.OfRank(tensor.shape, shape)}.",
            model, input, expected: expected, actual: actual);
    }

    public static ShapeMismatchException WrongSize(
        Tensor tensor, int axis, long expected, string model, string input, string? symbol, string? shape,
        (string? Symbol, long Value) part, (string? Symbol, long Value) part2, string? other)
    {
        var repair = symbol is null || symbol == Text(expected) ? ShapeRepair.OfOrder(tensor.shape, shape)
            ?? $"give it {Text(expected)} along this axis, or declare it with {Text(tensor.size(axis))}"
            : other == input && part.Symbol is not null ? $"pad or cut it to a size of the form {symbol}"
            : other == input ? $"give it the same {symbol} along each of its axes"
            : other is not null ? $"give '{input}' and '{other}' the same {part.Symbol ?? symbol}"
            : $"give it {Text(expected)} along this axis, or create {model} with {(part.Symbol is null
                ? $"{symbol} = {Text(tensor.size(axis))}"
                : $"another {part.Symbol}{(part2.Symbol is null ? null : $" or {part2.Symbol}")}")}";
        var sizes = Sizes(part, part2);
        return WrongSize(tensor, axis, expected, model, input, symbol, shape, repair, sizes.Length == 0 ? string.Empty : $" with {sizes}");
    }

    public static ShapeMismatchException WrongSize(
        Tensor tensor, int axis, long expected, string model, string input, string? symbol, string? shape, string repair, string sizes = "")
    {
        var fromStart = axis < 0 ? axis + (int)tensor.dim() : axis;
        var actual = Text(tensor.size(axis));
        var named = string.IsNullOrEmpty(symbol) || symbol == Text(expected) ? null : symbol;
        var axisName = named is null ? null : $" ({named})";
        var declared = string.IsNullOrEmpty(shape) ? null : $" for {shape}";
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has size {actual} along axis {fromStart}{axisName}, expected {Text(expected)}; "
                + $"got {Shape(tensor)}{declared}{sizes}: {repair}.",
            model, input, fromStart, named, Text(expected), actual);
    }

    public static ShapeMismatchException Misplaced(
        Tensor tensor, DType type, string model, string input, WeightPlacement weights, bool anyFloat)
    {
        var weight = weights.Weight;
        return weight is null || !Guard.Holds(tensor.dtype, type) || (type == DType.Float && !anyFloat && tensor.dtype != weight.dtype)
            ? WrongType(tensor, type, model, input, weight)
            : WrongDevice(tensor, weight, model, input);
    }

    public static ShapeMismatchException WrongType(Tensor tensor, DType type, string model, string input, Tensor? weights)
    {
        var wanted = type switch
        {
            DType.Int64 => ScalarType.Int64,
            DType.Bool => ScalarType.Bool,
            _ => weights?.dtype ?? ScalarType.Float32,
        };
        var expected = type switch
        {
            DType.Int64 or DType.Bool => wanted.ToString(),
            _ => weights is null ? "a floating-point dtype" : $"{wanted}, the dtype of the model's weights",
        };
        var actual = tensor.dtype.ToString();
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} has dtype {actual}, expected {expected}; got {Shape(tensor)}: convert it with .to({Name(wanted)}).",
            model, input, expected: expected, actual: actual);
    }

    // The dtype in C# syntax.
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
            $"{model}: {Subject(input)} is on {actual}, expected {expected}, the device of the model's weights; got {Shape(tensor)}: "
                + $"{repair}.",
            model, input, expected: expected, actual: actual);
    }

    public static ShapeMismatchException WrongLeading(
        Tensor tensor, Tensor reference, int referenceTrailing, string model, string input, string shape, string? referenceInput)
    {
        var leading = reference.shape[..(int)(reference.dim() - referenceTrailing)];
        var expected = leading.Length == 0 ? "no leading axes" : $"the leading axes ({string.Join(", ", Array.ConvertAll(leading, Text))})";
        var actual = Shape(tensor);
        var other = referenceInput is null ? "the other input" : $"'{referenceInput}'";
        return new ShapeMismatchException(
            $"{model}: input '{input}' must have {expected}, as {other} does; got {actual} for {shape}: give both the same leading axes.",
            model, input, expected: expected, actual: actual);
    }

    public static ShapeMismatchException TooLong(Tensor tensor, long maximum, string layer, long offset)
    {
        var axis = (int)tensor.dim() - 2;
        var actual = Text(offset + tensor.size(axis));
        var earlier = offset == 0 ? string.Empty : $", including {Text(offset)} earlier ones";
        return new ShapeMismatchException(
            $"{layer}: the sequence has {actual} positions along axis {axis}{earlier}, expected at most {Text(maximum)}; "
                + $"got {Shape(tensor)} for (..., T, D): shorten the sequence, or raise the maximum number of positions.",
            layer, "x", axis, "T", $"at most {Text(maximum)}", actual);
    }

    // The first wrong id and its indices.
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
        var indices = string.Join(", ", Array.ConvertAll(place, Text));
        return (HostScalar.Read<long>(one), $"({indices}{(place.Length == 1 ? "," : string.Empty)})");
    }

    public static ArgumentOutOfRangeException WrongClass(Tensor target, Tensor wrong, long count, long ignored, string model, string name)
    {
        var (id, place) = First(target, wrong);
        if (count == 0)
        {
            return new ArgumentOutOfRangeException(
                name,
                id,
                $"{model}: {name} has class {Text(id)} at {place}, but the class axis of the output is empty; got {Shape(target)}: "
                    + "give inputs of sizes for which the output has classes.");
        }

        var (hint, repair) = id == count
            ? (" (classes are counted from 0)", "subtract 1 if yours are counted from 1, or give the output more classes")
            : id == UsuallyIgnored
            ? ($" (-100 is ignored by default, but here IgnoreIndex = {Text(ignored)})",
                $"use {Text(ignored)} for ignored targets, or leave IgnoreIndex out")
            : (string.Empty, id < 0
                ? $"give a class, or {Text(ignored)} for ignored targets"
                : "give a class of the output, or give the output more classes");
        return new ArgumentOutOfRangeException(
            name,
            id,
            $"{model}: {name} has class {Text(id)} at {place}, expected 0 to {Text(count - 1)}, the classes of the output{hint}; got "
                + $"{Shape(target)}: {repair}.");
    }

    public static ArgumentOutOfRangeException WrongId(Tensor ids, Tensor wrong, long count, string model, string layer, string? input)
    {
        var (id, place) = First(ids, wrong);
        var subject = input is null ? $"the input of '{layer}'" : $"input '{input}'";
        return new ArgumentOutOfRangeException(
            input,
            id,
            $"{model}: {subject} has id {Text(id)} at {place}, expected 0 to {Text(count - 1)}, the vocabulary of '{layer}'; got "
                + $"{Shape(ids)}: give ids of this vocabulary, or make the vocabulary larger.");
    }

    public static ShapeMismatchException Unmet(string model, string requirement, string repair, params (string? Symbol, long Value)[] sizes)
    {
        var actual = Sizes(sizes);
        return new ShapeMismatchException(
            $"{model}: {requirement}; got {actual}: {repair}.", model, string.Empty, symbol: sizes[0].Symbol, expected: requirement,
            actual: actual);
    }

    public static ShapeMismatchException OtherDeviceThanOutput(Tensor tensor, Tensor output, string model, string input)
    {
        var (actual, expected) = (tensor.device.ToString(), output.device.ToString());
        return new ShapeMismatchException(
            $"{model}: {Subject(input)} is on {actual}, expected {expected}, the device of the output; got {Shape(tensor)}: "
                + $"move it with .to(\"{expected}\").",
            model, input, expected: expected, actual: actual);
    }

    public static string Shape(Tensor tensor)
    {
        var sizes = tensor.shape;
        return sizes.Length == 1 ? $"({Text(sizes[0])},)" : $"({string.Join(", ", Array.ConvertAll(sizes, Text))})";
    }

    // For example: T = 5, S = 7
    public static string Sizes(params (string? Symbol, long Value)[] sizes) =>
        string.Join(", ", sizes.Where(size => size.Symbol is not null).Select(size => $"{size.Symbol} = {Text(size.Value)}"));

    public static string Axes(long count) => count == 1 ? "1 axis" : $"{Text(count)} axes";

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // The result of a method is not an input.
    private static string Subject(string input) =>
        input.StartsWith(Result, System.StringComparison.Ordinal) ? "the " + input : $"input '{input}'";
}
