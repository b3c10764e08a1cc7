using System;
using System.IO;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>Loads and saves modules: safetensors in one file or several, and what TorchSharp's <c>module.save</c> wrote.</summary>
/// <remarks>
/// Everything is checked before the first number is copied. What does not fit is reported at once, as a
/// <see cref="CheckpointMismatchException"/>, and the module is unchanged.
/// </remarks>
public static class Checkpoint
{
    /// <summary>Loads a checkpoint into a module.</summary>
    /// <param name="module">The module; its element types and devices stay.</param>
    /// <param name="path">What <see cref="CheckpointFile.Open(string)"/> opens.</param>
    /// <param name="options">What may be missing, unexpected or converted, and under which names; strict when not given.</param>
    /// <returns>What was left alone, which is nothing unless the options allow it.</returns>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not fit; the module is unchanged.</exception>
    /// <exception cref="CheckpointException">The content is malformed; the module is unchanged unless the message says
    /// otherwise.</exception>
    /// <exception cref="IOException">A file is not there or cannot be opened.</exception>
    /// <exception cref="ArgumentException">A name map or pattern cannot be applied.</exception>
    public static LoadResult Load(nn.Module module, string path, LoadOptions? options = null)
    {
        using var file = CheckpointFile.Open(path);
        return file.LoadInto(module, options);
    }

    /// <summary>Saves a module's parameters and persistent buffers as safetensors. Old files stay until the new ones are whole.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, customarily <c>model.safetensors</c>; its directory must exist.</param>
    /// <param name="options">The layout, the free texts and the size of shards.</param>
    /// <exception cref="ArgumentException">The module cannot be written in that layout; nothing is written.</exception>
    /// <exception cref="IOException">The files cannot be written; the old ones are unchanged.</exception>
    public static void Save(nn.Module module, string path, SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var plan = new SavePlan(module.state_dict(), options ?? new SaveOptions());
        plan.Write(path);
    }

    /// <summary>
    /// Creates a model for a checkpoint and loads it, without first drawing weights that are overwritten at once: the model is laid out on
    /// the meta device, checked against the file, and given memory that is filled from the file. Where that is not possible, because the
    /// file leaves some tensors alone or the model has layers that cannot be laid out so, such as recurrent ones, the model is created as
    /// usual; the result is the same.
    /// </summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="create">Creates the model on a device; may be called twice.</param>
    /// <param name="path">What <see cref="CheckpointFile.Open(string)"/> opens.</param>
    /// <param name="options">As for <see cref="Load"/>.</param>
    /// <param name="device">Where the model is to live; the CPU when not given.</param>
    /// <returns>The loaded model, which the caller disposes.</returns>
    /// <inheritdoc cref="Load" path="/exception"/>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded.</exception>
    public static T Create<T>(Func<Device, T> create, string path, LoadOptions? options = null, Device? device = null)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(create);
        LibTorch.RequiredBy(typeof(T).Name);
        using var file = CheckpointFile.Open(path);
        options ??= new LoadOptions();
        device ??= CPU;
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
