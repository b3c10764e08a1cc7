using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

/// <summary>
/// What a <see cref="LayerKind"/> works with to say how it treats the axis of a sequence: its tensors, and along which axis each runs.
/// </summary>
internal sealed class TimeContext
{
    private readonly ModelContext _model;
    private readonly Func<Value, int?> _axisOf;
    private readonly Func<Value, bool> _isAbsent;

    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="reads">The tensors that its steps read and that are not its own; at least one runs along the sequence.</param>
    /// <param name="axisOf">The sequence's axis in a tensor, from the end; null if the tensor does not depend on the sequence.</param>
    /// <param name="isAbsent">Whether a tensor is left out in steps: an optional input of all positions.</param>
    public TimeContext(
        ModelContext model, InferredLayer layer, IReadOnlyList<Value> reads, Func<Value, int?> axisOf, Func<Value, bool> isAbsent)
    {
        _model = model;
        _axisOf = axisOf;
        _isAbsent = isAbsent;
        Layer = layer;
        Reads = reads;
    }

    public InferredLayer Layer { get; }

    public AttributeUse Use => Layer.Bound.Use;

    public IReadOnlyList<Value> Reads { get; }

    /// <summary>The first input.</summary>
    public Value Input => Layer.Inputs[0];

    public Value Result => Layer.Output!;

    /// <summary>The sequence's axis in the first tensor that runs along it.</summary>
    public int Axis => _axisOf(Reads.First(value => _axisOf(value) is not null))!.Value;

    /// <summary>Whether the first input runs along the sequence.</summary>
    public bool IsInputAlong => _axisOf(Input) is not null;

    /// <summary>The module that the layer calls.</summary>
    public ModuleField Module =>
        Layer.Steps[0].Repeat ?? Layer.Steps.SelectMany(step => step.Code.Parts).First(part => part.Kind == CodePartKind.Module).Module!;

    public int? AxisOf(Value value) => _axisOf(value);

    public bool IsAbsent(Value value) => _isAbsent(value);

    /// <inheritdoc cref="LayerContext.Get{T}(AttributeArgument{T})"/>
    public T Get<T>(AttributeArgument<T> argument) => Layer.Bound.Arguments.Get(argument);

    /// <inheritdoc cref="LayerContext.Get(SizeArgument)"/>
    public Dim Get(SizeArgument argument) => Layer.Bound.Arguments.Get(argument)!;

    /// <inheritdoc cref="LayerContext.Get(SizeArgument)"/>
    public long Get(AxisArgument argument) => Layer.Bound.Arguments.Get(argument)!.Value;

    public Site At(AttributeArgument argument) => Use.At(argument);

    /// <summary>The tensor that an argument names, if it names one.</summary>
    public Value? Tensor(TensorArgument argument) =>
        _model.Find(Layer.Bound.References.First(argument));

    /// <summary>The tensors that an array argument names.</summary>
    public IReadOnlyList<Value> Tensors(TensorArgument argument) =>
        Layer.Bound.References.Of(argument).Select(_model.Find).OfType<Value>().ToList();

    public Signature? SignatureOf(string key) => _model.SignatureOf(key);

    public BlockReference? Block(string key) => _model.Block(key);

    /// <summary>Every element is computed from the elements at the same index, with broadcasting.</summary>
    public TimeFlow Elementwise()
    {
        var axes = Reads.Select(_axisOf).Where(axis => axis is not null).Distinct().ToList();
        return axes.Count == 1 ? new TimeFlow.Pointwise(axes[0]!.Value) : TimeFlow.Unknown;
    }

    /// <summary>The elements along the last axis are mixed; every other axis is left alone.</summary>
    public TimeFlow OverLast() => Over(1);

    /// <summary>The elements along an axis that an argument gives are mixed; every other axis is left alone.</summary>
    public TimeFlow OverAxis(AxisArgument argument) => Over(FromEnd(Get(argument)), argument);

    /// <summary>An axis of the first input, from the end.</summary>
    public int FromEnd(long axis) => (int)(axis < 0 ? -axis : Input.Shape.Count - axis);

    /// <summary>
    /// The axes before the sequence's stay together, and so do those after it: only how they are split into axes changes.
    /// </summary>
    public TimeFlow Reshaped()
    {
        var (before, after) = (Input.Shape, Result.Shape);
        var index = before.Count - Axis;
        if (index < 0)
        {
            return new TimeFlow.Pointwise(Axis - before.Count + after.Count);
        }

        Dim Outside(Shape shape, int end) => shape.Dims.Take(end).Aggregate(Dim.One, (product, dim) => product * dim);
        var (size, outside) = (before.Dims[index], Outside(before, index));
        for (var i = 0; i < after.Count; i++)
        {
            if (after.Dims[i] == size && Outside(after, i) == outside)
            {
                return new TimeFlow.Pointwise(after.Count - i);
            }
        }

        return new TimeFlow.NonCausal($"mixes {size} with other axes", $"keep {size} as an axis of its own");
    }

    /// <summary>One axis is removed, and the others are unchanged.</summary>
    /// <param name="gone">The axis of the first input, from the end.</param>
    /// <param name="argument">The argument that gives it.</param>
    /// <param name="how">What happens to the positions if it is theirs.</param>
    public TimeFlow Without(int gone, AttributeArgument argument, string how) => gone == Axis
        ? new TimeFlow.NonCausal(how, "let it work along another axis, or leave it to the code that reads the output", At(argument))
        : new TimeFlow.Pointwise(gone < Axis ? Axis - 1 : Axis);

    /// <summary>Each position is computed independently, as the user states, and its axis is where the result has the same size.</summary>
    public TimeFlow SameAxes()
    {
        var along = Reads.First(value => _axisOf(value) is not null);
        var index = along.Shape.Count - Axis;
        if (index < 0)
        {
            // The positions are among the leading axes, which are unchanged.
            return Result.Shape.HasLeading
                ? new TimeFlow.Pointwise(Axis - along.Shape.Count + Result.Shape.Count)
                : new TimeFlow.Unprovable(
                    $"gives {Result.Shape}, without the leading axes that hold the positions", "let its result keep \"...\"");
        }

        var size = along.Shape.Dims[index];
        var axes = Enumerable.Range(0, Result.Shape.Count).Where(i => Result.Shape.Dims[i] == size).ToList();
        return axes.Count switch
        {
            1 => new TimeFlow.Pointwise(Result.Shape.Count - axes[0]),
            0 => new TimeFlow.Unprovable($"gives {Result.Shape}, which has no axis of {size} positions",
                $"let {size} be an axis of its result"),
            _ => new TimeFlow.Unprovable($"gives {Result.Shape}, where {axes.Count} axes have the size {size}",
                $"let only the axis of the positions have the size {size}"),
        };
    }

    private TimeFlow Over(int mixed, AttributeArgument? argument = null) =>
        Elementwise() is TimeFlow.Pointwise { Axis: var axis } && axis != mixed
            ? new TimeFlow.Pointwise(axis)
            : new TimeFlow.NonCausal("mixes all positions", "let it work along another axis", argument is null ? null : At(argument));
}
