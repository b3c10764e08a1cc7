using System;
using System.Collections.Generic;
using System.IO;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// An open checkpoint: the names, shapes and types of its tensors, which are read when they are asked for. Safetensors, sharded safetensors
/// with their index, and what TorchSharp's <c>module.save</c> writes; which of them it is the content tells.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    // Of a checkpoint that another program replaces again and again meanwhile.
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
                    path, tensor.Name, $"stands in both {byName[tensor.Name].File} and {tensor.File}, expected in one.");
            }
        }

        Path = path;
        _sources = sources;
        _byName = byName;
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of the file.</summary>
    public IReadOnlyList<CheckpointTensor> Tensors { get; }

    /// <summary>The free texts of the file; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>A tensor by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="CheckpointException">There is none of this name.</exception>
    public CheckpointTensor this[string name] => Find(name) ?? throw new CheckpointException(Path, name, "there is none of this name.");

    /// <summary>Opens a checkpoint and checks all of it but the data.</summary>
    /// <param name="path">
    /// A file of any of the formats, an index (<c>model.safetensors.index.json</c>), or a directory with that index or with
    /// <c>model.safetensors</c>. Links are followed.
    /// </param>
    /// <returns>The checkpoint, which keeps its files open until it is disposed.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or of a format that has to be converted first.</exception>
    /// <exception cref="IOException">A file is not there or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read a file.</exception>
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
                // Another save has replaced the checkpoint meanwhile, perhaps one file by several.
            }
        }
    }

    /// <summary>Reads a checkpoint that is in memory already, such as an embedded resource.</summary>
    /// <param name="content">The bytes of one file, which must not change as long as the checkpoint is open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or of a format that has to be converted first.</exception>
    public static CheckpointFile Open(ReadOnlyMemory<byte> content, string name) => Owning(new ByteSource(content, name));

    /// <summary>A tensor by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The tensor, or <c>null</c> if there is none of this name.</returns>
    public CheckpointTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Loads the checkpoint into a module, as <see cref="Checkpoint.Load"/> does. It stays open.</summary>
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
        => (File.GetLastWriteTimeUtc(System.IO.Path.Combine(directory, SafeTensorsIndex.FileName)), File.GetLastWriteTimeUtc(
            System.IO.Path.Combine(directory, SafeTensorsIndex.SingleFileName)));

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
