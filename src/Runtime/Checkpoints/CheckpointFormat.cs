using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace ModelGen.Checkpoints;

/// <summary>Reads the description of a file's tensors, in the format that its first bytes show.</summary>
internal static class CheckpointFormat
{
    /// <summary>Reads and checks everything but the data.</summary>
    /// <param name="source">The file.</param>
    /// <param name="entry">The state dict in a file of <c>torch.save</c>, or <c>null</c> for the only one.</param>
    /// <returns>The tensors and the metadata.</returns>
    /// <exception cref="CheckpointException">The file is empty, malformed, or in an unknown format.</exception>
    public static (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        ByteSource source, string? entry)
    {
        if (source.Length == 0)
        {
            throw new CheckpointException(source.Name, null, "the file is empty.");
        }

        Span<byte> start = stackalloc byte[(int)Math.Min(source.Length, TorchFile.SignatureLength)];
        source.Read(0, start);
        if (TorchFile.Is(start))
        {
            return TorchFile.Read(source, entry);
        }

        if (entry is not null)
        {
            throw new CheckpointException(
                source.Name, null,
                $"the entry '{CheckpointException.Shown(entry)}' is given, but only files of torch.save have entries: leave Entry out.");
        }

        return IsSafeTensors(source) ? SafeTensorsHeader.Read(source) : TorchSharpFormat.Read(source);
    }

    // By the extension or by the brace after the length of the header.
    private static bool IsSafeTensors(ByteSource source)
    {
        if (source.Name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (source.Length < SafeTensorsHeader.Start + 2)
        {
            return false;
        }

        Span<byte> start = stackalloc byte[SafeTensorsHeader.Start + 1];
        source.Read(0, start);
        return start[^1] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)(source.Length - SafeTensorsHeader.Start);
    }
}
