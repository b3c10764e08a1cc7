using System;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Quantization;

/// <summary>LSTMs with weights of 8 bits and one scale per gate and unit: the operator DynamicQuantizeLSTM of ONNX Runtime.</summary>
internal static class QuantizedLstm
{
    // The operands of LSTM are x, the weights of x and of the state, the biases, the lengths and the two states.
    private const int Input = 1;
    private const int State = 2;
    private const int Operands = 8;

    /// <summary>Whether the operator knows the options of an LSTM.</summary>
    public static bool CanReplace(NodeProto lstm) => lstm.Attribute.All(attribute => attribute.Name is "hidden_size" or "direction");

    /// <summary>Adds the operator.</summary>
    /// <param name="graph">Where it is added.</param>
    /// <param name="lstm">The LSTM that it replaces; it has the same results.</param>
    /// <param name="weightOf">The numbers of a weight by its name, <c>(directions, 4*hidden, inputs)</c>.</param>
    /// <param name="reduced">Whether the integers are at most 64.</param>
    public static void Add(GraphBuilder graph, NodeProto lstm, Func<string, Tensor> weightOf, bool reduced)
    {
        var (input, state) = (Quantized(lstm.Input[Input]), Quantized(lstm.Input[State]));
        var given = lstm.Input.Select(name => name.Length == 0 ? null : new Value(name, DataType.Float, [])).ToList();
        Value?[] operands = [.. given, .. Enumerable.Repeat<Value?>(null, Operands - given.Count)];
        (operands[Input], operands[State]) = (input.Integers, state.Integers);
        graph.RuntimeNode(
            "DynamicQuantizeLSTM", [.. operands, input.Scales, input.Zeros, state.Scales, state.Zeros], DataType.Float, []);
        var node = graph.Nodes[^1];
        node.Attribute.AddRange(lstm.Attribute);
        node.Output.Clear();
        node.Output.AddRange(lstm.Output);

        // The operator has the axis of the inputs before that of the gates.
        (Value Integers, Value Scales, Value Zeros) Quantized(string name)
        {
            using var quiet = no_grad();
            var weight = ChannelQuantization.Of(weightOf(name).transpose(1, 2), inputs: 1, reduced);
            return (
                graph.Weight($"{name}.int8", weight.Integers), graph.Weight($"{name}.scales", weight.Scales),
                graph.Weight($"{name}.zero_points", zeros_like(weight.Scales, dtype: ScalarType.Int8)));
        }
    }
}
