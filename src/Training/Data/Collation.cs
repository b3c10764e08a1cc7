using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// Tensors from examples. They are filled directly, without an operation of libtorch, so that background threads can build them beside a
/// model at work.
/// </summary>
public static class Collation
{
    /// <summary>Puts rows of one length below each other.</summary>
    /// <typeparam name="T">The type of an element: <see cref="float"/>, <see cref="double"/>, <see cref="long"/>, <see cref="int"/>,
    /// <see cref="byte"/> or <see cref="bool"/>.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <param name="shape">The shape of a row; its length if it is not given.</param>
    /// <returns>A tensor <c>(B, ...)</c>, which the caller disposes.</returns>
    /// <exception cref="TrainingException">The rows have different lengths.</exception>
    public static Tensor Stack<T>(IReadOnlyList<ReadOnlyMemory<T>> rows, params long[] shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        var length = rows.Count == 0 ? 0 : rows[0].Length;
        long[] sizes = shape.Length == 0 ? [rows.Count, length] : [rows.Count, .. shape];
        if (sizes.Skip(1).Aggregate(1L, (product, size) => product * size) != length && rows.Count > 0)
        {
            throw new TrainingException($"A row has {length} elements, which is not the product of ({string.Join(", ", shape)}).");
        }

        var result = Create<T>(sizes, out var elements);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Length != length)
            {
                result.Dispose();
                throw new TrainingException(
                    $"Row {row} of a batch has {rows[row].Length} elements, and row 0 has {length}: pad them to one length.");
            }

            rows[row].Span.CopyTo(elements[(row * length)..]);
        }

        return result;
    }

    /// <inheritdoc cref="Stack{T}(IReadOnlyList{ReadOnlyMemory{T}}, long[])"/>
    public static Tensor Stack<T>(IReadOnlyList<T[]> rows, params long[] shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Stack<T>([.. rows.Select(row => (ReadOnlyMemory<T>)row)], shape);
    }

    /// <summary>One element per example.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="values">The elements.</param>
    /// <returns>A tensor <c>(B,)</c>, which the caller disposes.</returns>
    public static Tensor Vector<T>(IReadOnlyList<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var result = Create<T>([values.Count], out var elements);
        for (var i = 0; i < values.Count; i++)
        {
            elements[i] = values[i];
        }

        return result;
    }

    /// <summary>Pads sequences to the length of the longest.</summary>
    /// <typeparam name="T">The type of an element, such as <see cref="long"/> for tokens.</typeparam>
    /// <param name="sequences">The sequences.</param>
    /// <param name="padding">What is put behind shorter ones.</param>
    /// <param name="maximum">The length to which longer ones are cut; none if it is not given.</param>
    /// <returns>The padded sequences, where they are padded, and how long they were.</returns>
    public static PaddedSequences Pad<T>(IReadOnlyList<T[]> sequences, T padding = default, int? maximum = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var lengths = sequences.Select(sequence => Math.Min(sequence.Length, maximum ?? int.MaxValue)).ToArray();
        var longest = lengths.DefaultIfEmpty(0).Max();
        var values = Create<T>([lengths.Length, longest], out var elements);
        var mask = Create<bool>([lengths.Length, longest], out var padded);
        elements.Fill(padding);
        padded.Fill(true);
        for (var row = 0; row < lengths.Length; row++)
        {
            sequences[row].AsSpan(0, lengths[row]).CopyTo(elements[(row * longest)..]);
            padded.Slice(row * longest, lengths[row]).Clear();
        }

        return new PaddedSequences(values, mask, Vector(Array.ConvertAll(lengths, length => (long)length)));
    }

    private static Tensor Create<T>(long[] sizes, out Span<T> elements)
        where T : unmanaged
    {
        var type = default(T) switch
        {
            float => ScalarType.Float32,
            double => ScalarType.Float64,
            long => ScalarType.Int64,
            int => ScalarType.Int32,
            byte => ScalarType.Byte,
            bool => ScalarType.Bool,
            _ => throw new NotSupportedException($"Tensors of {typeof(T).Name} cannot be built from examples."),
        };
        var result = empty(sizes, type);
        elements = result.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(result.bytes);
        return result;
    }
}

/// <summary>Sequences of different lengths in one tensor.</summary>
/// <param name="Values">The sequences <c>(B, T)</c>.</param>
/// <param name="Padding">Where <see cref="Values"/> is padding: <c>(B, T)</c>, Bool, as <c>KeyPaddingMask</c> of an attention takes
/// it.</param>
/// <param name="Lengths">The lengths <c>(B,)</c>, Int64.</param>
public sealed record PaddedSequences(Tensor Values, Tensor Padding, Tensor Lengths) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Padding.Dispose();
        Lengths.Dispose();
    }
}
