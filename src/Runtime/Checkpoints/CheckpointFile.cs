using System;
using System.Collections.Generic;
using System.IO;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// An open checkpoint: the names, shapes and dtypes of its tensors, whose data is read on demand. The format, safetensors, sharded
/// safetensors with an index, or TorchSharp's <c>module.save</c>, is detected from the content.
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
    /// A file in any of the formats, an index (<c>model.safetensors.index.json</c>), or a directory that contains that index or
    /// <c>model.safetensors</c>. Links are followed.
    /// </param>
    /// <returns>The checkpoint, which keeps its files open until it is disposed.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or its format must be converted first.</exception>
    /// <exception cref="IOException">A file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read a file.</exception>
    public static CheckpointFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            return OpenFile(path);
        }

        for (var attempt = 1; ; attempt++)
        {
            var before = State(path);
            try
            {
                return OpenFile(InDirectory(path));
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
    /// <exception cref="CheckpointException">The content is malformed, or its format must be converted first.</exception>
    public static CheckpointFile Open(ReadOnlyMemory<byte> content, string name) => Owning(new ByteSource(content, name));

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

    private static CheckpointFile OpenFile(string path)
        => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? SafeTensorsIndex.Open(path) : Owning(new ByteSource(path));

    private static CheckpointFile Owning(ByteSource source)
    {
        try
        {
            CheckpointFormat.Refuse(source);
            return CheckpointFormat.IsSafeTensors(source)
                ? Single(source, SafeTensorsHeader.Read(source))
                : Single(source, TorchSharpFormat.Read(source));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static CheckpointFile Single(
        ByteSource source, (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) content)
        => new(source.Name, [source], content.Tensors, content.Metadata);

    private static (DateTime Index, DateTime Single) State(string directory)
    {
        DateTime Written(string name) => File.GetLastWriteTimeUtc(System.IO.Path.Combine(directory, name));
        return (Written(SafeTensorsIndex.FileName), Written(SafeTensorsIndex.SingleFileName));
    }

    private static string InDirectory(string directory)
    {
        foreach (var name in new[] { SafeTensorsIndex.FileName, SafeTensorsIndex.SingleFileName })
        {
            var path = System.IO.Path.Combine(directory, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new CheckpointException(
            directory, null, $"this directory has neither {SafeTensorsIndex.FileName} nor {SafeTensorsIndex.SingleFileName}.");
    }
}
