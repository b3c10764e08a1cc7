using System.Collections.Generic;
using ModelGen.Pickles;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>A storage in a file of <c>torch.save</c>: consecutive elements, which one or several tensors view.</summary>
/// <param name="Key">The key of its data in the file.</param>
/// <param name="Type">The dtype of the elements; bytes if the storage has none.</param>
/// <param name="Count">The number of elements.</param>
internal sealed record TorchStorage(string Key, ScalarType Type, long Count)
{
    private const int LongestKey = 1000;

    // The classes of storages by their names in Python, which files of several versions of PyTorch contain.
    private static readonly Dictionary<string, ScalarType> _types = new()
    {
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
        ["torch.UntypedStorage"] = ScalarType.Byte,
        ["torch._UntypedStorage"] = ScalarType.Byte,
        ["torch.storage.UntypedStorage"] = ScalarType.Byte,
        ["torch.storage._UntypedStorage"] = ScalarType.Byte,
    };

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>The number of bytes per element.</summary>
    public int ElementBytes => ElementType.Bytes(Type);

    /// <summary>Reads the description of a storage: <c>("storage", class, key, device, count)</c>, in old files with a view.</summary>
    /// <param name="reference">The reference in the pickle.</param>
    /// <param name="file">The path of the file, for errors.</param>
    /// <exception cref="CheckpointException">The description is malformed.</exception>
    public static TorchStorage Of(PickleReference reference, string file)
        => reference.Id is object?[] id and ({ Length: 5 } or [_, _, _, _, _, null])
            && id is ["storage", PickleName type, string { Length: <= LongestKey } key, _, >= 0L and long count, ..]
            && _types.TryGetValue(type.Name, out var element)
                ? new TorchStorage(key, element, count)
                : throw new CheckpointException(
                    file, null, "a storage of its tensors is described in an unknown way; save the file again with a current PyTorch.");
}
