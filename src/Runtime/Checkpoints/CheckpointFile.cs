using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// An open checkpoint: the names, shapes and dtypes of its tensors, whose data is read on demand. The format, safetensors, PyTorch's
/// <c>torch.save</c>, or TorchSharp's <c>module.save</c>, is detected from the content. Nothing in a file is executed.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    // The number of attempts to open a checkpoint that another process keeps replacing.
    private const int Attempts = 20;

    private readonly IReadOnlyList<ByteSource> _sources;
    private readonly IReadOnlyDictionary<string, CheckpointTensor> _byName;

    internal CheckpointFile(
        string path, IReadOnlyList<ByteSource> sources, IReadOnlyList<CheckpointTensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        var byName = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new CheckpointException(
                    path, tensor.Name, $"is in both {byName[tensor.Name].File} and {tensor.File}, expected in one.");
            }
        }

        Path = path;
        _sources = sources;
        _byName = byName;
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The path that was given.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<CheckpointTensor> Tensors { get; }

    /// <summary>The metadata of the file; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Returns a tensor by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="CheckpointException">The checkpoint has no tensor with this name.</exception>
    public CheckpointTensor this[string name]
        => Find(name) ?? throw new CheckpointException(Path, name, "the checkpoint has no tensor with this name.");

    /// <summary>Opens a checkpoint and checks everything but the data.</summary>
    /// <param name="path">
    /// A file in any of the formats, an index (<c>model.safetensors.index.json</c>), or a directory that contains
    /// <c>model.safetensors</c>, <c>pytorch_model.bin</c> or the index of one of them. Links are followed.
    /// </param>
    /// <returns>The checkpoint, which keeps its files open until it is disposed.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or not only data.</exception>
    /// <exception cref="IOException">A file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read a file.</exception>
    public static CheckpointFile Open(string path) => OpenEntry(path, null);

    /// <summary>Opens one of several state dicts in a file of <c>torch.save</c>.</summary>
    /// <param name="path">As for <see cref="Open(string)"/>.</param>
    /// <param name="entry">
    /// The path of the state dict in the file, with dots between the keys, such as <c>state_dict</c> or <c>ema.model</c>; empty for the
    /// outermost dictionary.
    /// </param>
    /// <returns>The checkpoint, which keeps its files open until it is disposed.</returns>
    /// <inheritdoc cref="Open(string)" path="/exception"/>
    public static CheckpointFile Open(string path, string entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return OpenEntry(path, entry);
    }

    /// <summary>Opens a checkpoint, or one entry of it.</summary>
    internal static CheckpointFile OpenEntry(string path, string? entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            return OpenFile(path, entry);
        }

        for (var attempt = 1; ; attempt++)
        {
            var before = State(path);
            try
            {
                return OpenFile(InDirectory(path), entry);
            }
            catch (Exception cause) when (cause is IOException or CheckpointException && attempt < Attempts && State(path) != before)
            {
                // Another process has replaced the checkpoint in the meantime, possibly a single file by shards.
            }
        }
    }

    /// <summary>Opens a checkpoint that is in memory, such as an embedded resource.</summary>
    /// <param name="content">The bytes of one file, which must not change while the checkpoint is open.</param>
    /// <param name="name">The name in error messages.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or not only data.</exception>
    public static CheckpointFile Open(ReadOnlyMemory<byte> content, string name) => Owning(new ByteSource(content, name), null);

    /// <summary>Returns a tensor by its name, if it exists.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The tensor, or <c>null</c> if the checkpoint has no tensor with this name.</returns>
    public CheckpointTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Loads the checkpoint into a module, as <see cref="Checkpoint.Load"/> does, and keeps it open.</summary>
    /// <inheritdoc cref="Checkpoint.Load"/>
    public LoadResult LoadInto(nn.Module module, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        var plan = new LoadPlan(module, this, options ?? new LoadOptions());
        plan.Execute(module);
        return plan.Result;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private static CheckpointFile OpenFile(string path, string? entry)
        => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? ShardIndex.Open(path, entry)
            : Owning(new ByteSource(path), entry);

    private static CheckpointFile Owning(ByteSource source, string? entry)
    {
        try
        {
            var (tensors, metadata) = CheckpointFormat.Read(source, entry);
            return new CheckpointFile(source.Name, [source], tensors, metadata);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static (DateTime Index, DateTime Single) State(string directory)
    {
        DateTime Written(string name) => File.GetLastWriteTimeUtc(System.IO.Path.Combine(directory, name));
        return (Written(ShardIndex.FileName), Written(ShardIndex.SingleFileName));
    }

    private static string InDirectory(string directory)
        => ShardIndex.FileNames.Select(name => System.IO.Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw new CheckpointException(directory, null, $"this directory has none of {string.Join(", ", ShardIndex.FileNames)}.");
}
