using System;
using System.IO;
using ModelGen.Checkpoints;
using ModelGen.PyTorch.Files;
using static TorchSharp.torch;

namespace ModelGen.PyTorch;

/// <summary>Writes declared models as Python.</summary>
public static class PyTorchExport
{
    /// <summary>
    /// Writes a model as Python: <c>model.py</c> with a class of PyTorch for each declared class, <c>layers.py</c> with the layers that
    /// PyTorch lacks, <c>checkpoint.py</c> and the weights in <c>model.safetensors</c>. The names of the weights are those of the model.
    /// It runs with PyTorch 1.13 and later.
    /// </summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>.</param>
    /// <param name="folder">
    /// The path of the folder, which is created if it is missing. Existing files are replaced once all new ones are complete.
    /// </param>
    /// <exception cref="PyTorchExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void ExportPyTorch(this nn.Module model, string folder) => ExportPyTorch(model, folder, new PyTorchExportOptions());

    /// <summary>Writes a model as Python, and on request the program that trains it there.</summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>.</param>
    /// <param name="folder">
    /// The path of the folder, which is created if it is missing. Existing files are replaced once all new ones are complete.
    /// </param>
    /// <param name="options">What is written beside the code of the model.</param>
    /// <exception cref="PyTorchExportException">
    /// The model cannot be exported, or it is to be trained and declares no loss; the message says what to change.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void ExportPyTorch(this nn.Module model, string folder, PyTorchExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var scope = NewDisposeScope();
        PyTorchFolder.Write(model, folder, options);
    }

    /// <summary>Returns the classes of a model as Python: the content of <c>model.py</c>.</summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PyTorchExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    public static string ToPyTorch(this nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        return ModelFile.Of(model).Model;
    }
}
