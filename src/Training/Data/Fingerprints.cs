using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Short texts that differ between different data.</summary>
internal static class Fingerprints
{
    private const int Samples = 64;
    private const int Digits = 16;

    /// <summary>
    /// The number of items and a hash of up to 64 of them, spread evenly. Of an item whose type is not one of numbers, texts, tensors,
    /// arrays and tuples of them, only the type counts.
    /// </summary>
    public static string Of<T>(IReadOnlyList<T> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var samples = Math.Min(Samples, items.Count);
        for (var i = 0; i < samples; i++)
        {
            Add(hash, items[(int)((long)i * (items.Count - 1) / Math.Max(1, samples - 1))]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{items.Count} examples, {Text(hash.GetHashAndReset())}");
    }

    /// <summary>A hash of a whole file.</summary>
    public static string OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return Text(SHA256.HashData(stream));
    }

    /// <summary>A hash of texts and numbers.</summary>
    public static string OfParts(params object?[] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            Add(hash, part);
        }

        return Text(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, object? value)
    {
        switch (value)
        {
            case Tensor tensor:
                Add(hash, Describe.Shape(tensor));
                using (var copy = tensor.detach().cpu().contiguous())
                {
                    hash.AppendData(copy.bytes);
                }

                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                {
                    Add(hash, tuple[i]);
                }

                break;
            case float[] array:
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.AsSpan()));
                break;
            case byte[] array:
                hash.AppendData(array);
                break;
            case string or IFormattable:
                hash.AppendData(Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                hash.AppendData([0]);
                break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    Add(hash, item);
                }

                break;
            default:
                Add(hash, value?.GetType().Name ?? "null");
                break;
        }
    }

    private static string Text(byte[] hash) => Convert.ToHexString(hash)[..Digits];
}
