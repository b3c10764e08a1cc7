using ModelGen.Decoding;
using static TorchSharp.torch;

namespace ModelGen.Layers;

// Incremental decoding with cached keys and values.
public sealed partial class MultiHeadAttention
{
    /// <summary>Creates an empty key-value cache for the layer.</summary>
    /// <returns>The cache, owned by the caller.</returns>
    public KeyValueCache NewCache() => new(_keyValueHeads, _headDim);

    /// <summary>Attends from the next positions to themselves and all preceding ones.</summary>
    /// <param name="x">The input at the next positions <c>(B, T, D)</c>.</param>
    /// <param name="cache">The key-value cache, to which the next positions are appended.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    public Tensor Step(Tensor x, KeyValueCache cache, Positions at)
    {
        var (newKeys, newValues) = KeysAndValues(x, at.Offset);
        using (newKeys)
        using (newValues)
        {
            cache.Append(newKeys, newValues);
        }

        using var queries = Queries(x, at.Offset);
        using var keys = cache.Keys();
        using var values = cache.Values();
        return Attend(queries, keys, values, keyPaddingMask: at.Padding(x.device), offset: at.Offset);
    }

    /// <summary>Attends from the next positions to a memory (cross-attention).</summary>
    /// <param name="x">The input at the next positions <c>(B, T, D)</c>.</param>
    /// <param name="memory">The memory <c>(B, S, E)</c>, the same in every step.</param>
    /// <param name="cache">The cache of the memory's keys and values, which the first step fills.</param>
    /// <param name="keyPaddingMask">Booleans <c>(B, S)</c>, true for keys to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    public Tensor StepCrossAttention(Tensor x, Tensor memory, CrossAttentionCache cache, Tensor? keyPaddingMask = null)
    {
        var (keys, values) = cache.Of(() => KeysAndValues(memory));
        using var queries = Queries(x);
        return Attend(queries, keys, values, keyPaddingMask: keyPaddingMask);
    }
}
