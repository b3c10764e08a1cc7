using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using TorchSharp;
using static TorchSharp.torch;

namespace Classify;

/// <summary>A batch of snippets as the inputs of the encoder, padded to the longest.</summary>
/// <param name="Bytes">The bytes <c>(B, T)</c>, Int64, padded with 0.</param>
/// <param name="Padding">The padding mask <c>(B, T)</c>, Bool, true after the end of a snippet.</param>
/// <param name="Classes">The class indices <c>(B)</c>, Int64.</param>
internal sealed record Batch(Tensor Bytes, Tensor Padding, Tensor Classes) : IBatch<Batch>
{
    public long Count => Bytes.size(0);

    public IReadOnlyList<Tensor> Tensors => [Bytes, Padding, Classes];

    /// <summary>Creates a batch.</summary>
    public static Batch Of(IReadOnlyList<Snippet> snippets)
    {
        var longest = snippets.Max(snippet => snippet.Bytes.Length);
        var bytes = new long[snippets.Count * longest];
        var padding = new bool[bytes.Length];
        Array.Fill(padding, true);
        for (var row = 0; row < snippets.Count; row++)
        {
            for (var t = 0; t < snippets[row].Bytes.Length; t++)
            {
                bytes[row * longest + t] = snippets[row].Bytes[t];
                padding[row * longest + t] = false;
            }
        }

        return new Batch(
            tensor(bytes, [snippets.Count, longest]),
            tensor(padding, [snippets.Count, longest]),
            tensor(snippets.Select(snippet => (long)snippet.Class).ToArray()));
    }

    public Batch To(Device device) => new(Bytes.to(device), Padding.to(device), Classes.to(device));

    public void Dispose()
    {
        Bytes.Dispose();
        Padding.Dispose();
        Classes.Dispose();
    }
}
