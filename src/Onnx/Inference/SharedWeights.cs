using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using ModelGen.Onnx.Files;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>
/// The matrices of a model that a session reads in TorchSharp's memory instead of a copy. The session adds what it arranges anew for fast
/// products. The weights of convolutions and norms, small models and other types than float32 are copied.
/// </summary>
internal sealed class SharedWeights : IDisposable
{
    private const long LeastBytes = 1 << 20;
    private const string File = "weights";

    private readonly string _model;
    private readonly List<(Tensor Weight, OrtValue View, float Sample)> _weights = [];

    private SharedWeights(string model) => _model = model;

    /// <summary>Whether the weights of a graph can be shared.</summary>
    /// <param name="weights">Its weights.</param>
    public static bool CanShare(IEnumerable<(TensorProto Proto, Tensor Tensor)> weights) =>
        weights.Where(weight => IsShared(weight.Tensor)).Sum(weight => weight.Tensor.numel() * sizeof(float)) >= LeastBytes;

    /// <summary>Opens a session that shares weights.</summary>
    /// <param name="name">The name of the model, for messages.</param>
    /// <param name="model">The graph, which is left as it is.</param>
    /// <param name="weights">Its weights, and the tensors that hold their numbers.</param>
    /// <param name="options">The options of the session, to which the weights are added.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime wants the numbers of a shared weight while it opens the session.</exception>
    public static WeightedSession Open(
        string name, ModelProto model, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, SessionOptions options)
    {
        var shared = new SharedWeights(name);
        try
        {
            // The graph says that the numbers are in a file, which nothing reads, as the options have them.
            return Sessions.WithFolder(folder =>
            {
                System.IO.File.WriteAllBytes(Path.Combine(folder, File), []);
                options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
                var session = new InferenceSession(shared.Add(model.Clone(), weights, options).ToByteArray(), options);
                return new WeightedSession(name, session, shared);
            });
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    /// <summary>Throws if the model's weights have changed: the session has arranged some of them anew, and reads others.</summary>
    /// <exception cref="InvalidOperationException">They have changed.</exception>
    public void RequireUnchanged()
    {
        foreach (var (weight, _, sample) in _weights)
        {
            if (!SampleOf(weight).Equals(sample))
            {
                throw new InvalidOperationException(
                    $"The weights of {_model} have changed since it was opened in ONNX Runtime: open it again.");
            }
        }
    }

    public void Dispose()
    {
        foreach (var (weight, view, _) in _weights)
        {
            view.Dispose();
            weight.Dispose();
        }

        _weights.Clear();
    }

    private static bool IsShared(Tensor tensor) => tensor.Dimensions == 2 && tensor.dtype == ScalarType.Float32
        && tensor.device_type == DeviceType.CPU && tensor.numel() > 0 && (tensor.is_contiguous() || IsTransposed(tensor));

    private static bool IsTransposed(Tensor tensor)
    {
        using var rows = tensor.t();
        return rows.is_contiguous();
    }

    private static float SampleOf(Tensor weight)
    {
        using var flat = weight.view(-1);
        using var element = flat.narrow(0, weight.numel() / 2, 1);
        return MemoryMarshal.Read<float>(element.bytes);
    }

    private ModelProto Add(ModelProto model, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, SessionOptions options)
    {
        var protos = model.Graph.Initializer.ToDictionary(proto => proto.Name, StringComparer.Ordinal);
        foreach (var (original, tensor) in weights)
        {
            var proto = protos[original.Name];
            if (!IsShared(tensor))
            {
                OnnxFile.Embed([(proto, tensor)]);
                continue;
            }

            using var source = tensor.detach();
            var rows = WeightRows.Of(source);
            if (rows is not null)
            {
                WeightRows.Exchange(model, proto, rows);
            }

            rows ??= source.alias();
            rows.DetachFromDisposeScope();
            OnnxFile.Point(proto, File, 0, rows.numel() * sizeof(float));
            var view = TorchMemory.View(rows);
            _weights.Add((rows, view, SampleOf(rows)));
            options.AddInitializer(proto.Name, view);
        }

        return model;
    }
}
