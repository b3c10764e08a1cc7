using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelGen.Inference;

/// <summary>A file that <c>ExportOnnx</c> wrote, compared with the declaration that it is opened for.</summary>
internal sealed class ExportedFile : IDisposable
{
    private readonly ExportedInterface _declared;
    private readonly string _path;

    private ExportedFile(string path, ExportedInterface declared, InferenceSession session)
    {
        (_path, _declared, Session) = (path, declared, session);
        var metadata = session.ModelMetadata;
        CheckOrigin(metadata);
        Sizes = ReadSizes(metadata.CustomMetadataMap);
        CheckInputs(metadata.CustomMetadataMap);
        CheckOutputs(metadata.CustomMetadataMap);
        Limits = declared.Inputs.Where(port => metadata.CustomMetadataMap.ContainsKey(FileMetadata.Positions + port.Name)).ToDictionary(
            port => port.Name, port => PositionLimit.Parse(metadata.CustomMetadataMap[FileMetadata.Positions + port.Name]),
            StringComparer.Ordinal);
    }

    /// <summary>The session.</summary>
    public InferenceSession Session { get; }

    /// <summary>The sizes that the constructor of the exported model was given.</summary>
    public IReadOnlyDictionary<string, long> Sizes { get; }

    /// <summary>How long the inputs that have limits may be, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PositionLimit>> Limits { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="declared">The declaration.</param>
    /// <param name="options">The options of the session.</param>
    /// <returns>The file, owned by the caller.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is incomplete, or is of another declaration.</exception>
    public static ExportedFile Open(string path, ExportedInterface declared, InferenceOptions options)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"{declared.Model}: the file '{path}' does not exist: write it with model.ExportOnnx of ModelGen.Onnx.", path);
        }

        var needless = RuntimeSession.Needless(hasConvolutions: FileOperators.MayContain(path, "Conv"));
        var session = RuntimeSession.Open(declared.Model, options, needless, session => Read(path, declared, session));
        try
        {
            return new ExportedFile(path, declared, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose() => Session.Dispose();

    /// <summary>Whether the file takes an input. It takes the optional ones that it was exported with.</summary>
    public bool Takes(ExportedPort input) => Session.InputMetadata.ContainsKey(input.Name);

    private static InferenceSession Read(string path, ExportedInterface declared, SessionOptions options)
    {
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new InvalidDataException(
                $"{declared.Model}: '{path}' cannot be opened, because it is incomplete, is not an ONNX file, or misses its file of "
                + $"weights: export the model again, and copy '{Path.GetFileName(path)}.data' too if there is one "
                + $"({cause.Message}).", cause);
        }
    }

    private InvalidDataException Refusal(string reason) => new($"{_declared.Model}: '{_path}' {reason}.");

    private void CheckOrigin(ModelMetadata metadata)
    {
        if (metadata.ProducerName != FileMetadata.Producer)
        {
            throw Refusal($"was written by '{metadata.ProducerName}', not by ModelGen: write it with model.ExportOnnx of ModelGen.Onnx");
        }

        if (!metadata.CustomMetadataMap.TryGetValue(FileMetadata.FormatKey, out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format))
        {
            throw Refusal(
                "does not list its inputs and outputs, because an older version of ModelGen.Onnx wrote it: export the model again");
        }

        if (format > FileMetadata.Format)
        {
            throw Refusal(
                $"was written by a newer version of ModelGen.Onnx (format {format}; this version reads up to {FileMetadata.Format}): "
                + "update the package ModelGen.Inference");
        }

        if (metadata.GraphName != _declared.Model)
        {
            throw Refusal(
                $"contains the model {metadata.GraphName}: load it with {metadata.GraphName}Inference, or export {_declared.Model}");
        }
    }

    private Dictionary<string, long> ReadSizes(Dictionary<string, string> metadata)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var symbol in _declared.Sizes)
        {
            sizes[symbol] = metadata.TryGetValue(FileMetadata.Size + symbol, out var text)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                    ? size
                    : throw Refusal($"has no size '{symbol}', because its declaration was another one: export the model again");
        }

        return sizes;
    }

    private void CheckInputs(Dictionary<string, string> metadata)
    {
        foreach (var port in _declared.Inputs)
        {
            if (Takes(port))
            {
                Compare("input", FileMetadata.Input, port, metadata, Session.InputMetadata[port.Name]);
            }
            else if (!port.IsOptional)
            {
                throw Refusal($"has no input '{port.Name}', because its declaration was another one: export the model again");
            }
        }

        if (Session.InputNames.FirstOrDefault(name => _declared.Inputs.All(port => port.Name != name)) is { } further)
        {
            throw Refusal(
                $"takes '{further}', which is not an input of {_declared.Model}: export the model again, and without its loss");
        }
    }

    private void CheckOutputs(Dictionary<string, string> metadata)
    {
        // An output with the name of an input has another name in the file, so the order decides.
        var names = Session.OutputNames;
        if (names.Count != _declared.Outputs.Count)
        {
            throw Refusal(
                $"has {names.Count} outputs, but {_declared.Model} has {_declared.Outputs.Count}, because its declaration was another one: "
                + "export the model again");
        }

        for (var i = 0; i < names.Count; i++)
        {
            Compare("output", FileMetadata.Output, _declared.Outputs[i], metadata, Session.OutputMetadata[names[i]]);
        }
    }

    private void Compare(string kind, string prefix, ExportedPort port, Dictionary<string, string> metadata, NodeMetadata node)
    {
        var declared = $"{port.Shape} {port.Type}";
        if (!metadata.TryGetValue(prefix + port.Name, out var exported) || exported != declared)
        {
            throw Refusal(
                $"was exported from another declaration: its {kind} '{port.Name}' is {exported ?? "missing"}, but {_declared.Model} "
                + $"declares {declared}: export the model again");
        }

        var expected = port.Type switch
        {
            "Int64" => TensorElementType.Int64,
            "Bool" => TensorElementType.Bool,
            _ => TensorElementType.Float,
        };
        if (node.ElementDataType != expected)
        {
            throw Refusal(
                $"has the {kind} '{port.Name}' of {node.ElementDataType}, expected {expected}: convert the model with "
                + "model.to(ScalarType.Float32) before exporting it");
        }
    }
}
