using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Quantization;
using ModelGen.Onnx.Schema;
using ModelGen.Onnx.Scopes;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Models;

/// <summary>The graph of a whole model, with its inputs, outputs and metadata.</summary>
internal sealed class ModelGraph
{
    private readonly OnnxExportOptions _options;
    private readonly nn.Module _module;
    private readonly IDeclaredModel _declared;

    private ModelGraph(nn.Module module, OnnxExportOptions options)
    {
        (_module, _options) = (DeclaredModule.Of(module, out _), options);
        _declared = (IDeclaredModel)_module;
        var floats = FloatsOf(_module);
        Builder = new GraphBuilder(options.Opset, FloatsOf(options.Weights, floats))
        {
            ModelFloats = floats,
            AdaptedWeights = DeclaredModule.AdaptedWeights(_module),
            StoredFloats = options.Weights == WeightType.BFloat16 ? DataType.Bfloat16 : FloatsOf(options.Weights, floats),
        };
        Proto = new ModelProto
        {
            IrVersion = options.Opset >= 23 ? 11 : 8,
            ProducerName = FileMetadata.Producer,
            ProducerVersion = typeof(ModelGraph).Assembly.GetName().Version!.ToString(3),
            Graph = new GraphProto { Name = _declared.Architecture.Name },
        };
        Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = options.Opset });
        AddMetadata(FileMetadata.Declaration, _declared.Architecture.ToString());
        AddMetadata(FileMetadata.FormatKey, $"{FileMetadata.Format}");
        if (options.Weights != WeightType.Unchanged)
        {
            AddMetadata(FileMetadata.Weights, $"{options.Weights}");
        }

        foreach (var (symbol, size) in _declared.Config.Sizes)
        {
            AddMetadata(FileMetadata.Size + symbol, $"{size}");
        }

        foreach (var (input, limits) in PositionLimits.Of(_module))
        {
            AddMetadata(FileMetadata.Positions + input, PositionLimit.Format(limits));
        }
    }

    /// <summary>The model, whose weights have no numbers yet.</summary>
    public ModelProto Proto { get; }

    /// <summary>The nodes and weights.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>The step of a decoding that the graph computes; null if it computes whole sequences.</summary>
    public DecodingGraph? Step { get; private set; }

    /// <summary>Builds the graph.</summary>
    /// <exception cref="OnnxExportException">The model cannot be exported.</exception>
    public static ModelGraph Of(nn.Module module, OnnxExportOptions options)
    {
        var graph = new ModelGraph(module, options);
        graph.Build();
        return graph;
    }

    private void Build()
    {
        var architecture = _declared.Architecture;
        foreach (var name in _options.OptionalInputs)
        {
            if (!architecture.Inputs.Any(port => port.Optional && port.Name == name))
            {
                throw new OnnxExportException($"{architecture.Name} has no optional input '{name}'.");
            }
        }

        var inputs = new Dictionary<string, Value?>(StringComparer.Ordinal);
        foreach (var port in architecture.Inputs)
        {
            inputs[port.Name] = port.Optional && !_options.OptionalInputs.Contains(port.Name) ? null : Input(port);
        }

        var loss = !_options.Loss ? null : architecture.Loss ?? throw new OnnxExportException(
            $"{architecture.Name} declares no loss: add an attribute such as [MseLoss], or set {nameof(OnnxExportOptions.Loss)} = false.");
        Value[] targets = [.. (loss?.Targets ?? []).Select(Input)];

        // Results get the names of the declaration, so no layer may take one.
        string[] names = [.. architecture.Outputs.Select(port => Builder.Unique(port.Name))];
        var nameOfLoss = loss is null ? string.Empty : Builder.Unique("loss");
        Step = _options.Decoding ? DecodingGraph.Of(_module, inputs, Builder, _options.ScoresFrom) : null;
        var outputs = Step?.Export(_module, inputs) ?? ModelExporter.Export(Builder, _module, string.Empty, inputs);
        Proto.Graph.Input.AddRange(Step?.Inputs ?? []);
        Proto.MetadataProps.AddRange(Step?.Metadata ?? []);
        foreach (var ((port, value), name) in outputs.Zip(names))
        {
            var result = InPortType(value);
            Builder.Name(result, name);
            AddMetadata(FileMetadata.Output + port.Name, $"{port.Shape} {port.Type}");
            Proto.Graph.Output.Add(Describe(name, result.Type, port.Shape, result.Rank));
        }

        if (loss is not null)
        {
            var value = InPortType(ModelExporter.ExportLoss(Builder, _module, outputs, targets));
            Builder.Name(value, nameOfLoss);
            Proto.Graph.Output.Add(Ports.Describe(nameOfLoss, value));
        }

        Proto.Graph.Output.AddRange(Step?.Outputs ?? []);
        WeightQuantizer.Apply(Builder, _declared.Architecture.Name, _options);
        Builder.RemoveUnused(Proto.Graph.Output.Select(output => output.Name));
        Proto.Graph.Node.AddRange(Builder.Nodes);
        Proto.Graph.Initializer.AddRange(Builder.Constants);
        Proto.Graph.Initializer.AddRange(Builder.Weights.Select(weight => weight.Proto));
        if (Builder.Nodes.Any(node => node.Domain == GraphBuilder.RuntimeDomain))
        {
            Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.RuntimeDomain, Version = 1 });
        }
    }

    private void AddMetadata(string key, string value) => Proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    private Value Input(PortInfo port)
    {
        AddMetadata(FileMetadata.Input + port.Name, $"{port.Shape} {port.Type}");
        var type = port.Type switch
        {
            DType.Int64 => DataType.Int64,
            DType.Bool => DataType.Bool,
            _ => PortFloats,
        };
        var axes = SizeText.Axes(port.Shape);
        var rank = axes.Contains("...") ? axes.Count - 1 + _options.LeadingAxes : axes.Count;
        var name = Builder.Unique(port.Name);
        var info = Describe(name, type, port.Shape, rank);
        Proto.Graph.Input.Add(info);
        var value = new Value(
            name, type,
            [.. info.Type.TensorType.Shape.Dim.Select(size => size.HasDimValue ? (long?)size.DimValue : null)]);
        return type == PortFloats ? Builder.Cast(value, Builder.Floats) : value;
    }

    private DataType PortFloats => _options.KeepPortTypes ? Builder.ModelFloats : Builder.Floats;

    private Value InPortType(Value value) => value.Type == Builder.Floats ? Builder.Cast(value, PortFloats) : value;

    // A size of the constructor is a number, every other size a text with the declared symbols.
    private ValueInfoProto Describe(string name, DataType type, string shape, int rank)
    {
        var axes = SizeText.Axes(shape);
        var leading = Enumerable.Range(1, rank - axes.Count + 1).Select(i => $"leading{i}");
        string[] names = [.. axes.SelectMany(axis => axis == "..." ? leading : [axis])];
        return Ports.Describe(
            name,
            new Value(name, type, [.. axes.SelectMany(axis =>
                axis == "..." ? leading.Select(_ => (long?)null) : [SizeText.Known(axis, _declared.Config.Sizes)])]),
            names);
    }

    // The type in which the file computes, beside products of integers.
    private static DataType FloatsOf(WeightType weights, DataType ofModel) => weights switch
    {
        WeightType.Unchanged => ofModel,
        WeightType.Float16 => DataType.Float16,
        _ => DataType.Float,
    };

    private static DataType FloatsOf(nn.Module module)
    {
        var state = module.state_dict();
        var types = state.Values.Where(tensor => tensor.is_floating_point()).Select(tensor => tensor.dtype).Distinct().ToList();
        if (state.FirstOrDefault(tensor => tensor.Value.device_type == DeviceType.META).Key is { } meta)
        {
            throw new OnnxExportException(
                $"{module.GetName()} cannot be exported: the weight '{meta}' is on the meta device and has no numbers. Load the weights "
                + "first.");
        }

        return types.Count switch
        {
            0 => DataType.Float,
            1 => GraphBuilder.TypeOf(types[0]),
            _ => throw new OnnxExportException(
                $"{module.GetName()} has weights of the types {string.Join(" and ", types)}: convert them to one type, such as "
                + "model.to(ScalarType.Float32)."),
        };
    }
}
