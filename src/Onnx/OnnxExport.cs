using System;
using System.Collections.Generic;
using System.IO;
using ModelGen.Checkpoints;
using System.Linq;
using ModelGen.Onnx.Files;
using ModelGen.Onnx.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx;

/// <summary>Exports declared models to ONNX.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes a model in the ONNX format. The file computes what the model computes in evaluation mode. Sizes that the declaration leaves
    /// open stay open, with the declared symbols as their names; inputs and outputs have the declared names. The model is unchanged.
    /// </summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>.</param>
    /// <param name="path">
    /// The path of the file. Large weights are written to a second file, <c>PATH.data</c>. Existing files are replaced once the new ones
    /// are complete.
    /// </param>
    /// <param name="options">How it is exported; the defaults if null.</param>
    /// <exception cref="OnnxExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="CheckpointException">The file of <see cref="OnnxExportOptions.WeightsFrom"/> is malformed.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void ExportOnnx(this nn.Module model, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxExportOptions();
        options.Validate();
        using var scope = NewDisposeScope();
        var graph = ModelGraph.Of(model, options);
        using var files = new AtomicFiles();
        OnnxFile.Write(files, path, graph.Proto, graph.Builder.Weights, options.ExternalDataFrom, options.WeightsFrom);
        files.Commit();
    }

    /// <summary>Returns a model in the ONNX format.</summary>
    /// <remarks>
    /// Weights of 2 GiB or more do not fit into an array: use <see cref="ExportOnnx(nn.Module, string, OnnxExportOptions?)"/>.
    /// </remarks>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>.</param>
    /// <param name="options">How it is exported; the defaults if null.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="OnnxExportException">
    /// The model cannot be exported, or has weights of 2 GiB or more; the message names the layer and what to change.
    /// </exception>
    public static byte[] ToOnnx(this nn.Module model, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxExportOptions();
        options.Validate(inMemory: true);
        using var scope = NewDisposeScope();
        var graph = ModelGraph.Of(model, options);
        return OnnxFile.ToBytes(graph.Proto, graph.Builder.Weights);
    }

    /// <summary>
    /// Writes a language model as a folder for ONNX Runtime GenAI: <c>model.onnx</c>, the step of a decoding
    /// (<see cref="OnnxExportOptions.Decoding"/>), <c>genai_config.json</c> and, if given, the files of the tokenizer.
    /// </summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c> and <c>[Autoregressive]</c>.</param>
    /// <param name="folder">
    /// The path of the folder, which is created if it is missing. Existing files are replaced once all new ones are complete.
    /// </param>
    /// <param name="options">How it is exported.</param>
    /// <exception cref="OnnxExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void ExportGenAI(this ILanguageModel model, string folder, GenAIExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        using var scope = NewDisposeScope();
        GenAIFolder.Write(model, folder, options);
    }
}
