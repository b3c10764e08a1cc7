using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelGen.Inference;

/// <summary>
/// A call of an exported model. Generated code adds the inputs and outputs and runs it. ONNX Runtime reads and writes the memory of the
/// spans, without copies.
/// </summary>
public ref struct ExportedCall
{
    /// <summary>The maximum number of inputs and outputs together.</summary>
    public const int MaxTensors = 16;

    private readonly ExportedModel _model;
    private readonly List<string> _names = [];
    private readonly List<(TensorElementType Type, long[] Shape)> _tensors = [];
    private Memories _memories;
    private int _inputs;

    /// <summary>Begins a call.</summary>
    /// <param name="model">The model.</param>
    public ExportedCall(ExportedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _memories = default;
    }

    /// <summary>Adds an input. The inputs are added in the order of the declaration, before the outputs.</summary>
    /// <typeparam name="T">The type of the elements: <see cref="float"/>, <see cref="long"/> or <see cref="bool"/>.</typeparam>
    /// <param name="index">Its number in the declaration.</param>
    /// <param name="data">The elements in row-major order; empty for an optional input that is left out.</param>
    /// <param name="shape">The sizes of its axes.</param>
    /// <exception cref="ArgumentException">
    /// The number of elements is not the product of the sizes, the model has fewer positions, or the file was exported without this input.
    /// </exception>
    public void Input<T>(int index, ReadOnlySpan<T> data, params long[] shape)
        where T : unmanaged
    {
        var port = _model.Interface.Inputs[index];
        if (port.IsOptional && !_model.Takes(port))
        {
            if (!data.IsEmpty)
            {
                throw new ArgumentException(
                    $"{_model.Name}: the file was exported without the optional input '{port.Name}': leave it out, or export the model "
                    + $"with OptionalInputs = [\"{port.Name}\"].", port.Name);
            }

            return;
        }

        if (shape.Length != _model.RankOf(port))
        {
            throw new ArgumentException(
                $"{_model.Name}: input '{port.Name}' has {shape.Length} axes, expected {_model.RankOf(port)}, because a file fixes the "
                + "number of axes: export the model with another LeadingAxes, or pass other leading sizes.", port.Name);
        }

        Check("input", port, data.Length, shape);
        _model.RequirePositions(port, shape);
        _names.Add(port.Name);
        Add(MemoryMarshal.AsBytes(data), TypeOf<T>(), shape);
        _inputs++;
    }

    /// <summary>Adds an output.</summary>
    /// <typeparam name="T">The type of the elements: <see cref="float"/>, <see cref="long"/> or <see cref="bool"/>.</typeparam>
    /// <param name="index">Its number in the declaration.</param>
    /// <param name="data">Receives the elements in row-major order.</param>
    /// <param name="shape">The sizes of its axes.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of the sizes.</exception>
    public void Output<T>(int index, Span<T> data, params long[] shape)
        where T : unmanaged
    {
        Check("output", _model.Interface.Outputs[index], data.Length, shape);
        Add(MemoryMarshal.AsBytes(data), TypeOf<T>(), shape);
    }

    /// <summary>Computes the outputs.</summary>
    /// <exception cref="InvalidOperationException">ONNX Runtime reports a failure.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public readonly void Run()
    {
        var values = new OrtValue[_tensors.Count];
        try
        {
            PinAndRun(values, 0);
        }
        finally
        {
            Array.ForEach(values, value => value?.Dispose());
        }
    }

    /// <summary>The number of elements of a tensor.</summary>
    internal static int Length(string model, string kind, ExportedPort port, long[] shape)
    {
        var length = shape.Aggregate(1d, (product, size) => product * size);
        return shape.Any(size => size < 0) || length > int.MaxValue
            ? throw new ArgumentException(
                $"{model}: {kind} '{port.Name}' {port.Shape} cannot have the shape {Text(shape)}: pass sizes of at least 0, and at most "
                + "2147483647 elements at once.", port.Name)
            : (int)length;
    }

    // Each memory is pinned by a frame of its own, so that all are while the model runs.
    private readonly unsafe void PinAndRun(OrtValue[] values, int index)
    {
        if (index == values.Length)
        {
            _model.Run(_names, values.AsSpan(0, _inputs).ToArray(), values.AsSpan(_inputs).ToArray());
            return;
        }

        var (type, shape) = _tensors[index];
        var memory = _memories[index];
        fixed (byte* address = memory)
        {
            values[index] = memory.IsEmpty
                ? OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape)
                : OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, (IntPtr)address, memory.Length);
            PinAndRun(values, index + 1);
        }
    }

    private void Add(ReadOnlySpan<byte> memory, TensorElementType type, long[] shape)
    {
        _memories[_tensors.Count] = memory;
        _tensors.Add((type, shape));
    }

    private readonly void Check(string kind, ExportedPort port, int given, long[] shape)
    {
        var expected = Length(_model.Name, kind, port, shape);
        if (given != expected)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{_model.Name}: {kind} '{port.Name}' has {given} elements, expected {expected}, because {port.Shape} is {Text(shape)}: ")
                + "pass as many elements as the sizes need, or the sizes of the elements.", port.Name);
        }
    }

    private static TensorElementType TypeOf<T>() =>
        typeof(T) == typeof(float) ? TensorElementType.Float
        : typeof(T) == typeof(long) ? TensorElementType.Int64
        : typeof(T) == typeof(bool) ? TensorElementType.Bool
        : throw new NotSupportedException($"An exported model has no tensors of {typeof(T)}.");

    private static string Text(long[] shape) =>
        $"({string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}{(shape.Length == 1 ? "," : null)})";

    /// <summary>A list of spans, which no array can hold.</summary>
    private ref struct Memories
    {
        private ReadOnlySpan<byte> _0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15;

        public ReadOnlySpan<byte> this[int index]
        {
            readonly get => index switch
            {
                0 => _0,
                1 => _1,
                2 => _2,
                3 => _3,
                4 => _4,
                5 => _5,
                6 => _6,
                7 => _7,
                8 => _8,
                9 => _9,
                10 => _10,
                11 => _11,
                12 => _12,
                13 => _13,
                14 => _14,
                15 => _15,
                _ => throw TooMany(),
            };

            set
            {
                switch (index)
                {
                    case 0: _0 = value; break;
                    case 1: _1 = value; break;
                    case 2: _2 = value; break;
                    case 3: _3 = value; break;
                    case 4: _4 = value; break;
                    case 5: _5 = value; break;
                    case 6: _6 = value; break;
                    case 7: _7 = value; break;
                    case 8: _8 = value; break;
                    case 9: _9 = value; break;
                    case 10: _10 = value; break;
                    case 11: _11 = value; break;
                    case 12: _12 = value; break;
                    case 13: _13 = value; break;
                    case 14: _14 = value; break;
                    case 15: _15 = value; break;
                    default: throw TooMany();
                }
            }
        }

        private static NotSupportedException TooMany() => new($"A call has at most {MaxTensors} inputs and outputs.");
    }
}
