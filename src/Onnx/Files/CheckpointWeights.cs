using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Files;

/// <summary>Points the weights of a graph to the bytes of a checkpoint in safetensors that has them already.</summary>
/// <remarks>
/// A weight is found by its name in <c>state_dict</c> and else by its bytes, because checkpoints of other programs have other names.
/// </remarks>
internal sealed class CheckpointWeights : IDisposable
{
    private readonly string _model;
    private readonly string _path;
    private readonly string _folder;
    private readonly CheckpointFile _checkpoint;
    private readonly Dictionary<string, CheckpointBytes> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CheckpointTensor Tensor, long Offset)> _byName = new(StringComparer.Ordinal);
    private readonly ILookup<(ScalarType Type, long Length), string> _byLength;

    private CheckpointWeights(string model, string path, string onnx)
    {
        (_model, _path, _folder) = (model, path, Path.GetDirectoryName(Path.GetFullPath(onnx))!);
        _checkpoint = CheckpointFile.Open(path);
        try
        {
            foreach (var file in _checkpoint.Tensors.GroupBy(tensor => tensor.File))
            {
                Open(file.Key, [.. file]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _byLength = _checkpoint.Tensors.ToLookup(tensor => (tensor.Type, tensor.Length), tensor => tensor.Name);
    }

    /// <summary>Points the weights that a checkpoint has to its files.</summary>
    /// <param name="proto">The model, whose graph is changed where a weight is stored with its axes exchanged.</param>
    /// <param name="weights">The weights, and the tensors that hold their numbers.</param>
    /// <param name="path">The checkpoint: a file in safetensors, an index of such files, or their folder.</param>
    /// <param name="onnx">The path of the ONNX file, whose folder has the files of the checkpoint in it.</param>
    /// <returns>The weights that the checkpoint does not have.</returns>
    /// <exception cref="OnnxExportException">The checkpoint has other weights, or is in a place that ONNX does not allow.</exception>
    /// <exception cref="CheckpointException">The checkpoint is incomplete.</exception>
    public static IReadOnlyList<(TensorProto Proto, Tensor Tensor)> Use(
        ModelProto proto, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, string path, string onnx)
    {
        using var checkpoint = new CheckpointWeights(proto.Graph.Name, path, onnx);
        using var quiet = no_grad();
        return checkpoint.Use(proto, weights);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }

        _checkpoint.Dispose();
    }

    private List<(TensorProto Proto, Tensor Tensor)> Use(ModelProto proto, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights)
    {
        var missing = new List<(TensorProto Proto, Tensor Tensor)>();
        var differing = new List<string>();
        foreach (var weight in weights)
        {
            using var scope = NewDisposeScope();
            var tensor = weight.Tensor.detach().cpu();
            var rows = WeightRows.Of(tensor);
            var name = rows is null ? weight.Proto.Name : WeightRows.NameOf(weight.Proto);
            if (rows is not null && Find(name, rows) is { } exchanged)
            {
                WeightRows.Exchange(proto, weight.Proto, rows);
                Point(weight.Proto, exchanged);
            }
            else if (Find(name, tensor.contiguous()) is { } found)
            {
                Point(weight.Proto, found);
            }
            else if (_byName.TryGetValue(name, out var other))
            {
                differing.Add(Difference(name, rows ?? tensor, other.Tensor));
            }
            else
            {
                missing.Add(weight);
            }
        }

        return differing.Count > 0
            ? throw new OnnxExportException(
                $"{_model} cannot be exported with {nameof(OnnxExportOptions.WeightsFrom)}, because '{_path}' has other weights: "
                + $"{differing[0]}{(differing.Count == 1 ? string.Empty : $", and {differing.Count - 1} more differ")}. Save the model to "
                + $"that file first, or set {nameof(OnnxExportOptions.Weights)} to the type of the file.")
            : missing.Count == weights.Count && weights.Count > 0
            ? throw new OnnxExportException(
                $"{_model} cannot be exported with {nameof(OnnxExportOptions.WeightsFrom)}, because '{_path}' has none of its weights: "
                + $"name the checkpoint from which it was loaded, or save the model first. '{weights[0].Proto.Name}' is missing, for "
                + "example.")
            : missing;
    }

    private static string Difference(string name, Tensor tensor, CheckpointTensor other) =>
        tensor.dtype != other.Type ? $"'{name}' is {other.Type} there and {tensor.dtype} in the export"
        : !tensor.shape.SequenceEqual(other.Shape) ? $"'{name}' is {Shape(other.Shape)} there and {Shape(tensor.shape)} in the model"
        : $"'{name}' has other numbers";

    private static string Shape(IEnumerable<long> sizes) => $"({string.Join(", ", sizes)})";

    private string? Find(string name, Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return null;
        }

        var alike = _byLength[(tensor.dtype, tensor.numel() * tensor.element_size())];
        var names = alike.Contains(name) ? alike.Prepend(name) : alike;
        return names.FirstOrDefault(candidate =>
            _files[_byName[candidate].Tensor.File].Contains(tensor, _byName[candidate].Offset));
    }

    private void Point(TensorProto weight, string name)
    {
        var (tensor, offset) = _byName[name];
        OnnxFile.Point(weight, _files[tensor.File].Location, offset, tensor.Length);
    }

    // The tensors of a file are in its order and without gaps, and the last one ends with the file.
    private void Open(string path, IReadOnlyList<CheckpointTensor> tensors)
    {
        var full = Path.GetFullPath(path);
        var location = Path.GetRelativePath(_folder, full).Replace(Path.DirectorySeparatorChar, '/');
        if (!full.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            throw new OnnxExportException(
                $"'{path}' is not a file in safetensors, from which {nameof(OnnxExportOptions.WeightsFrom)} reads: save the model with "
                + "Checkpoint.Save, to a path that ends with .safetensors.");
        }

        if (Path.IsPathRooted(location) || location.Split('/')[0] == "..")
        {
            throw new OnnxExportException(
                $"'{path}' is not in the folder of the ONNX file, '{_folder}', or below, where ONNX finds weights: move one of them, or "
                + $"leave out {nameof(OnnxExportOptions.WeightsFrom)}.");
        }

        _files[path] = new CheckpointBytes(full, location);
        var offset = _files[path].Length - tensors.Sum(tensor => tensor.Length);
        foreach (var tensor in tensors)
        {
            _byName[tensor.Name] = (tensor, offset);
            offset += tensor.Length;
        }
    }
}
