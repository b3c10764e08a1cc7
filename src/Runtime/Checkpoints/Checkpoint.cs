using System;
using System.IO;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Loads and saves the weights of modules: safetensors in one file or several, and files of PyTorch's <c>torch.save</c> and TorchSharp's
/// <c>module.save</c>, which are only loaded.
/// </summary>
/// <remarks>
/// The whole checkpoint is checked before any value is copied. All mismatches are reported together in a
/// <see cref="CheckpointMismatchException"/>, and the module is unchanged.
/// </remarks>
public static class Checkpoint
{
    /// <summary>Loads a checkpoint into a module.</summary>
    /// <param name="module">The module, which keeps its dtypes and devices.</param>
    /// <param name="path">A path that <see cref="CheckpointFile.Open(string)"/> accepts.</param>
    /// <param name="options">How names and layouts correspond, and what may be missing, unexpected or converted; strict when null.</param>
    /// <returns>The tensors that were not loaded; none unless the options allow it.</returns>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not match the module, which is unchanged.</exception>
    /// <exception cref="CheckpointException">
    /// The content is malformed; the module is unchanged unless the message says otherwise.
    /// </exception>
    /// <exception cref="IOException">A file does not exist or cannot be opened.</exception>
    /// <exception cref="ArgumentException">A name map or pattern cannot be applied.</exception>
    public static LoadResult Load(nn.Module module, string path, LoadOptions? options = null)
    {
        using var file = CheckpointFile.OpenEntry(path, options?.Entry);
        return file.LoadInto(module, options);
    }

    /// <summary>
    /// Compares the names and shapes of a module with those of a checkpoint, and proposes a name map for <see cref="LoadOptions.Map"/>.
    /// Tensors are only paired if their shapes are equal. Each rule states how many tensors it maps and whether the shapes, the names or
    /// only the order determine them.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="path">A path that <see cref="CheckpointFile.Open(string)"/> accepts.</param>
    /// <param name="entry">As for <see cref="LoadOptions.Entry"/>.</param>
    /// <returns>The proposal, the same for the same names and shapes; no values are read.</returns>
    /// <exception cref="CheckpointException">The content is malformed, or not only data.</exception>
    /// <exception cref="IOException">A file does not exist or cannot be opened.</exception>
    public static NameMapSuggestion Suggest(nn.Module module, string path, string? entry = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var file = CheckpointFile.OpenEntry(path, entry);
        return NameSuggester.Suggest(module, file);
    }

    /// <summary>
    /// Saves the parameters and persistent buffers of a module as safetensors; existing files are replaced when the new ones are complete.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, by convention <c>model.safetensors</c>; its directory must exist.</param>
    /// <param name="options">The layout, the metadata and the size of shards.</param>
    /// <exception cref="ArgumentException">The module cannot be written in that layout; nothing is written.</exception>
    /// <exception cref="IOException">The files cannot be written; existing files are unchanged.</exception>
    public static void Save(nn.Module module, string path, SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var plan = new SavePlan(module.state_dict(), options ?? new SaveOptions());
        plan.Write(path);
    }

    /// <summary>
    /// Creates a model and loads a checkpoint into it without initialising its weights: the model is constructed on the meta device,
    /// checked against the checkpoint, and materialised with the values of the checkpoint. If that is impossible, because some tensors are
    /// not loaded or the model has layers that cannot be materialised, such as recurrent ones, the model is initialised first; the result
    /// is the same.
    /// </summary>
    /// <typeparam name="T">The type of the model.</typeparam>
    /// <param name="create">Creates the model on a device; may be called twice.</param>
    /// <param name="path">A path that <see cref="CheckpointFile.Open(string)"/> accepts.</param>
    /// <param name="options">As for <see cref="Load"/>.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <returns>The model, owned by the caller.</returns>
    /// <inheritdoc cref="Load" path="/exception"/>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded.</exception>
    public static T Create<T>(Func<Device, T> create, string path, LoadOptions? options = null, Device? device = null)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(create);
        LibTorch.RequiredBy(typeof(T).Name);
        using var file = CheckpointFile.OpenEntry(path, options?.Entry);
        return Create(create, file, options ?? new LoadOptions(), device ?? CPU);
    }

    /// <summary>Creates a model and loads an open checkpoint into it.</summary>
    internal static T Create<T>(Func<Device, T> create, CheckpointFile file, LoadOptions options, Device device)
        where T : nn.Module
    {
        var model = Uninitialized.TryCreate(create, device, laidOut => new LoadPlan(laidOut, file, options).Result.Missing.Count == 0)
            ?? create(device);
        try
        {
            file.LoadInto(model, options);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
