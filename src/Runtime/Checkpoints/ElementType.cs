using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>The dtypes of safetensors that TorchSharp supports.</summary>
internal static class ElementType
{
    // In the order of the reference implementation, which writes later ones first.
    private static readonly (string Name, ScalarType Type, int Bytes)[] Types =
    [
        ("BOOL", ScalarType.Bool, 1),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("I16", ScalarType.Int16, 2),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I32", ScalarType.Int32, 4),
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
    ];

    /// <summary>The names of all dtypes, for error messages.</summary>
    public static string Names { get; } = string.Join(", ", Enumerable.Reverse(Types).Select(type => type.Name));

    /// <summary>Returns the dtype with a name.</summary>
    public static bool TryParse(string name, out ScalarType type)
    {
        var index = Array.FindIndex(Types, candidate => candidate.Name == name);
        type = index < 0 ? default : Types[index].Type;
        return index >= 0;
    }

    /// <summary>Returns whether safetensors has a name for a dtype.</summary>
    public static bool Has(ScalarType type) => Rank(type) >= 0;

    /// <summary>Returns the name of a dtype.</summary>
    public static string Name(ScalarType type) => Types[Rank(type)].Name;

    /// <summary>Returns the number of bytes per element.</summary>
    public static int Bytes(ScalarType type) => Types[Rank(type)].Bytes;

    /// <summary>Returns the rank in the order of the reference implementation.</summary>
    public static int Rank(ScalarType type) => Array.FindIndex(Types, candidate => candidate.Type == type);

    /// <summary>
    /// Returns whether values can be converted: between floating-point dtypes, and from an integer dtype to one that can represent all of
    /// its values.
    /// </summary>
    public static bool Converts(ScalarType from, ScalarType to)
        => from == to || (IsFloat(from) && IsFloat(to)) || (IsSigned(from) && IsSigned(to) && Bytes(from) < Bytes(to))
            || (from == ScalarType.Byte && IsSigned(to) && Bytes(to) > 1);

    /// <summary>
    /// Computes the number of bytes of a tensor if its shape is valid in libtorch: no negative size, at most 64 axes, and a product of the
    /// nonzero sizes that fits into 63 bits.
    /// </summary>
    public static bool TrySize(IReadOnlyList<long> shape, ScalarType type, out long bytes)
    {
        bytes = Bytes(type);
        var isEmpty = false;
        foreach (var size in shape)
        {
            if (size < 0 || Math.BigMul(bytes, Math.Max(size, 1), out var low) != 0 || low < 0)
            {
                return false;
            }

            bytes = low;
            isEmpty |= size == 0;
        }

        bytes = isEmpty ? 0 : bytes;
        return shape.Count <= 64;
    }

    private static bool IsFloat(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private static bool IsSigned(ScalarType type) => type is ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;
}
