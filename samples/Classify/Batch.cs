using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using TorchSharp;
using static TorchSharp.torch;

namespace Classify;

/// <summary>Snippets as the encoder takes them, padded to the longest.</summary>
/// <param name="Bytes">Int64 <c>(B, T)</c>, 0 where a snippet is over.</param>
/// <param name="Padding">Bool <c>(B, T)</c>, <c>true</c> where a snippet is over.</param>
/// <param name="Classes">Int64 <c>(B)</c>.</param>
internal sealed record Batch(Tensor Bytes, Tensor Padding, Tensor Classes) : IBatch<Batch>
{
    public long Count => Bytes.size(0);

    public IReadOnlyList<Tensor> Tensors => [Bytes, Padding, Classes];


    /// <summary>Makes a batch.</summary>
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
