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
    public static WeightedSession Open(nn.Module model, OnnxExportOptions export, InferenceOptions inference)
    {
        export.Validate(inMemory: true);
        using var scope = NewDisposeScope();
        var graph = ModelGraph.Of(model, export);
        return Open(model.GetName(), graph, graph.Proto, export, inference);
    }

    /// <summary>Opens a session of a graph or of a part of it.</summary>
    /// <param name="name">The name of the model, for messages.</param>
    /// <param name="graph">The graph, which has the weights.</param>
    /// <param name="model">The graph or the part.</param>
    /// <param name="export">How it was exported.</param>
    /// <param name="inference">How it runs.</param>
    /// <exception cref="DllNotFoundException">ONNX Runtime's native library is missing.</exception>
    public static WeightedSession Open(
        string name, ModelGraph graph, ModelProto model, OnnxExportOptions export, InferenceOptions inference)
    {
        var needless = RuntimeSession.Needless(hasConvolutions: model.Graph.Node.Any(node => node.OpType == "Conv"));
        var used = model.Graph.Initializer.ToHashSet();
        var weights = graph.Builder.Weights.Where(weight => used.Contains(weight.Proto)).ToList();
        if (export.Weights == WeightType.Unchanged && inference.Configure is null
            && inference.Optimization >= GraphOptimizationLevel.ORT_ENABLE_EXTENDED && SharedWeights.CanShare(weights))
        {
            try
            {
                return Opened(["ConstantFolding", .. needless], options => SharedWeights.Open(name, model, weights, options));
            }
            catch (Exception cause) when (cause is OnnxRuntimeException or IOException or UnauthorizedAccessException)
            {
                // A copy always works.
            }
        }

        return Opened(needless, options =>
        {
            if (weights.Sum(weight => weight.Tensor.numel() * weight.Tensor.element_size()) >= export.ExternalDataFrom)
            {
                return new WeightedSession(name, OpenFile(model, weights, options), null);
            }

            OnnxFile.Embed(weights);
            return new WeightedSession(name, new InferenceSession(model.ToByteArray(), options), null);
        });

        WeightedSession Opened(string[] disabled, Func<SessionOptions, WeightedSession> open)
        {
            WeightedSession? opened = null;
            RuntimeSession.Open(name, inference, disabled, options => (opened = open(options)).Session);
            return opened!;
        }
    }

    /// <summary>Calls a function with a temporary folder, which is deleted afterwards.</summary>
    /// <param name="use">The function, which is given the path.</param>
    internal static T WithFolder<T>(Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory("modelgen-onnx-");
        try
        {
            return use(folder.FullName);
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

    // A model of 2 GiB or more fits into no array.
    private static InferenceSession OpenFile(
        ModelProto model, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, SessionOptions options) => WithFolder(folder =>
        {
            var path = Path.Combine(folder, "model.onnx");
            using var files = new AtomicFiles();
            OnnxFile.Write(files, path, model, weights, externalFrom: 0);
            files.Commit();
            return new InferenceSession(path, options);
        });
}
