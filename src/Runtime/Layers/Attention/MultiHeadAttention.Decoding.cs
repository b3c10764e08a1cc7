using ModelGen.Decoding;
using static TorchSharp.torch;

namespace ModelGen.Layers;

// Attention over what a decoding has kept.
public sealed partial class MultiHeadAttention
{
    /// <summary>The keys and values of a sequence, before its first position.</summary>
    /// <returns>The cache, owned by the caller.</returns>
    public KeyValueCache NewCache() => new(_keyValueHeads, _headDim);

    /// <summary>Attends from further positions to themselves and to those before.</summary>
    /// <param name="x">The input at the further positions <c>(B, T, D)</c>.</param>
    /// <param name="cache">The keys and values so far, which takes up theirs.</param>
    /// <param name="at">Where they stand.</param>
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

    /// <summary>Attends from further positions to a memory.</summary>
    /// <param name="x">The input at the further positions <c>(B, T, D)</c>.</param>
    /// <param name="memory">The memory <c>(B, S, E)</c>, the same at every step.</param>
    /// <param name="cache">Its keys and values, computed at the first step.</param>
    /// <param name="keyPaddingMask">Booleans <c>(B, S)</c>, <c>true</c> for keys to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    public Tensor StepOver(Tensor x, Tensor memory, MemoryCache cache, Tensor? keyPaddingMask = null)
    {
        var (keys, values) = cache.Of(() => KeysAndValues(memory));
        using var queries = Queries(x);
        return Attend(queries, keys, values, keyPaddingMask: keyPaddingMask);
    }
}
