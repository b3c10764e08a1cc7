using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Serve.Model;

/// <summary>Lines as the model takes them, without a tensor library: the training and the service share it.</summary>
/// <param name="Bytes">The bytes <c>(B, T)</c>, 0 for padding.</param>
/// <param name="Padding">True for padding, <c>(B, T)</c>.</param>
/// <param name="Count">The number of lines, <c>B</c>.</param>
/// <param name="Length">The length of the longest line, <c>T</c>.</param>
public sealed record LineBatch(long[] Bytes, bool[] Padding, int Count, int Length)
{
    /// <summary>Pads lines to the longest.</summary>
    /// <param name="lines">The lines, at least one, none of them empty.</param>
    /// <returns>The batch.</returns>
    public static LineBatch Of(IReadOnlyList<string> lines)
    {
        byte[][] texts = [.. lines.Select(line => Cut(Encoding.UTF8.GetBytes(line)))];
        var length = texts.Max(text => text.Length);
        var batch = new LineBatch(new long[texts.Length * length], new bool[texts.Length * length], texts.Length, length);
        for (var row = 0; row < texts.Length; row++)
        {
            for (var column = 0; column < length; column++)
            {
                var isPadding = column >= texts[row].Length;
                batch.Padding[(row * length) + column] = isPadding;
                batch.Bytes[(row * length) + column] = isPadding ? 0 : texts[row][column];
            }
        }

        return batch;
    }

    private static byte[] Cut(byte[] text) => text.Length == 0
        ? throw new ArgumentException("A line has no bytes: leave empty lines out.")
        : text.Length <= LineEncoder.MaximumLength ? text : text[..LineEncoder.MaximumLength];
}
