using System;
using System.Buffers.Binary;

namespace ModelGen.Checkpoints;

/// <summary>Detects the format of a file from its first bytes.</summary>
internal static class CheckpointFormat
{
    private const string Conversion =
        """
        Convert it once, in Python:
            import torch
            from safetensors.torch import save_file
            state = torch.load("pytorch_model.bin", map_location="cpu", weights_only=True)
            save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, "model.safetensors", metadata={"format": "pt"})
        """;

    /// <summary>Throws for files of Python's pickle, which is a program and not data.</summary>
    /// <exception cref="CheckpointException">The file is in PyTorch's own format, or empty.</exception>
    public static void Refuse(ByteSource source)
    {
        if (source.Length == 0)
        {
            throw new CheckpointException(source.Name, null, "the file is empty.");
        }

        Span<byte> start = stackalloc byte[(int)Math.Min(source.Length, 4)];
        source.Read(0, start);
        if (start.StartsWith("PK\x03\x04"u8))
        {
            throw new CheckpointException(
                source.Name, null, $"this is a zip archive of torch.save; its pickle is a program and is not run. {Conversion}");
        }

        // The magic number of torch.save before PyTorch 1.6, and the first bytes of a pickle with protocol 4.
        if (start.SequenceEqual((ReadOnlySpan<byte>)[0x80, 0x02, 0x8A, 0x0A]) || start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x04, 0x95]))
        {
            throw new CheckpointException(
                source.Name, null,
                $"this is a pickle of torch.save before PyTorch 1.6; a pickle is a program and is not run. {Conversion}");
        }
    }

    /// <summary>Returns whether a file is safetensors, by its extension or by the brace after the length of its header.</summary>
    public static bool IsSafeTensors(ByteSource source)
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
