using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Pickles;

namespace ModelGen.Checkpoints;

/// <summary>
/// A file of <c>torch.save</c>: a pickle that describes the tensors, and their storages. Since PyTorch 1.6 it is a zip file
/// (<c>torch/serialization.py</c>, <c>_save</c>), before that a sequence (<c>_legacy_save</c>, read by <see cref="TorchSequence"/>).
/// </summary>
internal static class TorchFile
{
    /// <summary>The number of bytes with which <see cref="Is"/> recognizes a file.</summary>
    public const int SignatureLength = 13;

    private const string PickleEntry = "data.pkl";

    /// <summary>Returns whether a file is a zip file or a pickle.</summary>
    /// <param name="start">The first <see cref="SignatureLength"/> bytes, or the whole file.</param>
    public static bool Is(ReadOnlySpan<byte> start) => IsZip(start) || TorchSequence.Is(start);

    /// <summary>Reads and checks everything but the data. Nothing in the file is executed.</summary>
    /// <param name="source">The file.</param>
    /// <param name="entry">The state dict, or <c>null</c> for the only one.</param>
    /// <returns>The tensors in the order of the state dict, and the numbers and texts beside it as metadata.</returns>
    /// <exception cref="CheckpointException">The file is malformed, or contains something other than data.</exception>
    public static (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        ByteSource source, string? entry)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(source.Length, SignatureLength)];
        source.Read(0, start);
        var isZip = IsZip(start);
        try
        {
            var (value, offset) = isZip ? ReadZip(source) : TorchSequence.Read(source);
            var tensors = new TorchTensors(source, offset);
            var found = new TorchEntries(source.Name, value);
            return ([.. found.Select(entry).Select(pair => tensors.Tensor(pair.Name, pair.Value))], found.Metadata);
        }
        catch (PickleException cause)
        {
            throw new CheckpointException(source.Name, null, cause.Name is { } name
                ? $"it contains '{CheckpointException.Shown(name)}', which is not a tensor type; nothing was executed. In Python, save the "
                    + "weights alone: torch.save(model.state_dict(), \"weights.pt\")."
                : $"its pickle is damaged: {cause.Message}.");
        }
    }

    private static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);

    private static (object? Value, Func<TorchStorage, long> Offset) ReadZip(ByteSource source)
    {
        var zip = new ZipDirectory(source);
        var suffix = "/" + PickleEntry;
        var pickle = zip.Names.FirstOrDefault(name => name.EndsWith(suffix, StringComparison.Ordinal));
        if (pickle is null)
        {
            throw new CheckpointException(source.Name, null, "this zip file has no data.pkl, which torch.save writes.");
        }

        var folder = pickle[..^PickleEntry.Length];
        if (zip.Names.Contains(folder + "constants.pkl"))
        {
            throw new CheckpointException(
                source.Name, null, "this is a TorchScript program of torch.jit.save; in Python, save the weights alone: "
                    + "torch.save(model.state_dict(), \"weights.pt\").");
        }

        RequireLittleEndian(source, zip.Data(folder + "byteorder"));
        var (start, length) = zip.Data(pickle)!.Value;
        var value = PickleReader.Read(new PickleBytes(source.Read, start, start + length), TorchTensors.Names).Value;
        return (value, storage => Offset(source, zip.Data($"{folder}data/{storage.Key}"), storage));
    }

    private static void RequireLittleEndian(ByteSource source, (long Offset, long Length)? order)
    {
        var text = new byte[Math.Min(order?.Length ?? 0, 8)];
        source.Read(order?.Offset ?? 0, text);
        if (text.Length > 0 && !text.AsSpan().StartsWith("little"u8))
        {
            throw new CheckpointException(source.Name, null, "its byte order is not 'little': save it again on a little-endian machine.");
        }
    }

    private static long Offset(ByteSource source, (long Offset, long Length)? data, TorchStorage storage)
    {
        if (data is { } place && ElementType.TrySize([storage.Count], storage.Type, out var bytes) && place.Length == bytes)
        {
            return place.Offset;
        }

        var found = data is { Length: var length } ? $"{length} bytes" : "no data";
        throw new CheckpointException(
            source.Name, null,
            $"the storage '{CheckpointException.Shown(storage.Key)}' has {found}, expected {storage.Count} elements of {storage.Type}.");
    }
}
