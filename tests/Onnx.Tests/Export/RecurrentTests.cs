using System;
using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Recurrent layers over sequences of several lengths.</summary>
public sealed class RecurrentTests
{
    public static TheoryData<string, int> Kinds => new(
        from kind in new[] { "LSTM", "GRU", "RNN" }
        from opset in new[] { 17, 23 }
        select new TheoryDataRow<string, int>(kind, opset));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padded_sequences_give_the_same_outputs_and_states(string kind, int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var x = randn(4, 6, 3);
        using var lengths = tensor([2L, 6, 1, 4]);
        using var h0 = randn(kind == "GRU" ? 3 : 4, 4, 5);
        var (model, expected) = Expected(kind, x, lengths, h0);
        using (model)
        {
            using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions
            {
                Opset = opset,
                OptionalInputs = kind == "RNN" ? ["h0"] : ["lengths", "h0"],
            }));
            foreach (var ((actual, wanted), i) in runtime.Run([x, lengths, h0]).Zip(expected).Select((pair, i) => (pair, i)))
            {
                Numbers.AssertEqual(actual, wanted, $"output {i} of {kind}");
            }
        }
    }

    private static (nn.Module Model, Tensor[] Outputs) Expected(string kind, Tensor x, Tensor lengths, Tensor h0)
    {
        switch (kind)
        {
            case "LSTM":
                var lstm = new PaddedLstm(3, 5);
                var (sequence, h, c, last) = lstm.call(x, lengths, h0);
                return (lstm, [sequence, h, c, last]);
            case "GRU":
                var gru = new PaddedGru(3, 5);
                var (outputs, final, top) = gru.call(x, lengths, h0);
                return (gru, [outputs, final, top]);
            default:
                var elman = new PaddedElman(3, 5);
                var (states, end, both) = elman.call(x, lengths, h0);
                return (elman, [states, end, both]);
        }
    }
}
