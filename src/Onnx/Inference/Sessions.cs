using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using ModelGen.Checkpoints;
using ModelGen.Inference;
using ModelGen.Onnx.Files;
using ModelGen.Onnx.Models;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>Opens sessions of ONNX Runtime for declared models.</summary>
internal static class Sessions
{
    /// <summary>Exports a model and opens a session of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="export">How it is exported.</param>
    /// <param name="inference">How it runs.</param>
    /// <exception cref="OnnxExportException">The model cannot be exported.</exception>
    /// <exception cref="DllNotFoundException">ONNX Runtime's native library is missing.</exception>
    public static InferenceSession Open(nn.Module model, OnnxExportOptions export, InferenceOptions inference)
    {
        export.Validate();
        using var scope = NewDisposeScope();
        var graph = ModelGraph.Of(model, export);
        return Open(model.GetName(), graph.Proto, graph.Builder.Weights, export.ExternalDataFrom, inference);
    }

    /// <summary>Opens a session of a graph.</summary>
    /// <param name="name">The name of the model, for messages.</param>
    /// <param name="model">The graph, whose initializers are weights without numbers, besides its constants.</param>
    /// <param name="weights">The weights, and the tensors that hold their numbers; others than the graph's are ignored.</param>
    /// <param name="externalFrom">From how many bytes on the weights need a file.</param>
    /// <param name="inference">How it runs.</param>
    /// <exception cref="DllNotFoundException">ONNX Runtime's native library is missing.</exception>
    public static InferenceSession Open(
        string name, ModelProto model, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, long externalFrom,
        InferenceOptions inference)
    {
        var used = model.Graph.Initializer.ToHashSet();
        var own = weights.Where(weight => used.Contains(weight.Proto)).ToList();
        return RuntimeSession.Open(name, inference, options =>
        {
            Prepare(options, model);
            if (own.Sum(weight => weight.Tensor.numel() * weight.Tensor.element_size()) >= externalFrom)
            {
                return OpenFile(model, own, options);
            }

            OnnxFile.Embed(own);
            return new InferenceSession(model.ToByteArray(), options);
        });
    }

    /// <summary>Switches off what ONNX Runtime would do to a graph in vain.</summary>
    /// <remarks>
    /// The rearrangement for convolutions crashes in version 1.31 on some graphs of float16 without convolutions: on a recurrent encoder
    /// and decoder, for example.
    /// </remarks>
    private static void Prepare(SessionOptions options, ModelProto model)
    {
        if (!model.Graph.Node.Any(node => node.OpType == "Conv"))
        {
            options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "NchwcTransformer");
        }
    }

    // A model of 2 GiB or more fits into no array.
    private static InferenceSession OpenFile(
        ModelProto model, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, SessionOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("modelgen-onnx-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            using var files = new AtomicFiles();
            OnnxFile.Write(files, path, model, weights, externalFrom: 0);
            files.Commit();
            return new InferenceSession(path, options);
        }
        finally
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // On Windows a mapped file stays until the session ends; the system's clean-up removes it.
            }
        }
    }
}
