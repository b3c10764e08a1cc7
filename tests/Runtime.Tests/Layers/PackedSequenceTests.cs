using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Recurrences with <c>Lengths</c> are PyTorch's over packed sequences: outputs, final states and gradients.</summary>
public sealed class PackedSequenceTests
{
    [Theory]
    [InlineData("RNN")]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void A_recurrence_with_lengths_agrees_with_PyTorch(string kind)
    {
        using var scope = NewDisposeScope();
        var expected = Expected(kind);
        using nn.Module model = kind switch
        {
            "RNN" => new PackedRnn(dtype: ScalarType.Float64),
            "LSTM" => new PackedLstm(dtype: ScalarType.Float64),
            _ => new PackedGru(dtype: ScalarType.Float64),
        };
        Reference.LoadInto(model, key => expected["weight." + key[(key.LastIndexOf('.') + 1)..]].alias());
        var input = expected["input"].detach().requires_grad_(true);

        var (output, h, c) = Run(model, input, expected);

        Agreement.Assert(output.detach(), expected["output"], Agreement.Exact, "output");
        Agreement.Assert(h.detach(), expected["h"], Agreement.Exact, "hidden state");
        if (c is not null)
        {
            Agreement.Assert(c.detach(), expected["c"], Agreement.Exact, "cell state");
        }

        output.square().mean().add(h.square().mean()).backward();
        Agreement.Assert(input.grad!, expected["gradient"], Agreement.Exact, "gradient of the input");
        foreach (var (name, parameter) in model.named_parameters())
        {
            var key = "gradient." + name[(name.LastIndexOf('.') + 1)..];
            Agreement.Assert(parameter.grad!, expected[key], Agreement.Exact, $"gradient of {name}");
        }
    }

    [Fact]
    public void Sequences_alone_and_in_a_padded_batch_have_the_same_final_state()
    {
        using var model = new LastOfPacked();
        model.eval();
        using var mode = no_grad();
        using var x = Waves.Of(3, 5, 4);
        using var lengths = tensor(new long[] { 2, 5, 1 });
        using var last = Handles.Exactly(1, () => model.call(x, lengths), x, lengths);
        for (var i = 0; i < 3; i++)
        {
            using var alone = x.narrow(0, i, 1).narrow(1, 0, lengths[i].item<long>());
            using var expected = model.call(alone, null);
            Agreement.Assert(last.narrow(0, i, 1), expected, 1e-6, $"sequence {i}");
        }

        using var whole = model.call(x, full([3], 5, dtype: ScalarType.Int64));
        using var plain = model.call(x, null);
        Agreement.Assert(whole, plain, 1e-6, "whole sequences");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_length_that_is_no_number_of_steps_is_refused(long length)
    {
        using var model = new LastOfPacked();
        using var x = Waves.Of(2, 5, 4);
        using var lengths = tensor(new[] { 5, length });
        var message = string.Empty;
        Handles.None(() => message = Assert.Throws<ArgumentOutOfRangeException>(() => model.call(x, lengths)).Message);
        Assert.StartsWith(
            $"LastOfPacked: input 'lengths' has length {length} at (1,), expected 1 to 5, the number of time steps; got (2,): "
                + "give the number of real steps of each sequence, and leave out empty ones.",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_guarded_like_any_input()
    {
        using var model = new LastOfPacked();
        using var x = Waves.Of(2, 5, 4);
        foreach (var wrong in new[] { ones(3, dtype: ScalarType.Int64), ones(2) })
        {
            var refusal = Assert.Throws<ShapeMismatchException>(() => model.call(x, wrong));
            Assert.Contains("'lengths'", refusal.Message, StringComparison.Ordinal);
        }

        using var none = zeros(0, 5, 4);
        using var result = model.call(none, zeros(0, dtype: ScalarType.Int64));
        Assert.Equal([0, 3], result.shape);
    }

    private static (Tensor Output, Tensor H, Tensor? C) Run(nn.Module model, Tensor x, Dictionary<string, Tensor> expected)
    {
        switch (model)
        {
            case PackedRnn rnn:
                var (output, h) = rnn.call(x, expected["lengths"], expected["h0"]);
                return (output, h, null);
            case PackedGru gru:
                (output, h) = gru.call(x, expected["lengths"], expected["h0"]);
                return (output, h, null);
            default:
                (output, h, var c) = ((PackedLstm)model).call(x, expected["lengths"], expected["h0"], expected["c0"]);
                return (output, h, c);
        }
    }

    private static Dictionary<string, Tensor> Expected(string kind)
    {
        using var file = CheckpointFile.Open(Path.Combine(AppContext.BaseDirectory, "Reference", "packed", "packed.safetensors"));
        return file.Tensors.Where(tensor => tensor.Name.StartsWith(kind + ".", StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name[(kind.Length + 1)..], tensor => tensor.Read());
    }
}

/// <summary>Two layers in both directions over sequences of several lengths.</summary>
[Model]
public partial class PackedRnn
{
    [Input("B", "T", 4)] Stage x;
    [Input("B", Type = DType.Int64)] Stage lengths;
    [Input(4, "B", 3)] Stage h0;

    [From(nameof(x)), Output]
    [Rnn(3, NumLayers = 2, Bidirectional = true, Lengths = nameof(lengths), InitialHidden = nameof(h0))]
    Stage states;

    [From(nameof(states) + ".h"), Output] Stage h;
}

/// <inheritdoc cref="PackedRnn"/>
[Model]
public partial class PackedLstm
{
    [Input("B", "T", 4)] Stage x;
    [Input("B", Type = DType.Int64)] Stage lengths;
    [Input(4, "B", 3)] Stage h0;
    [Input(4, "B", 3)] Stage c0;

    [From(nameof(x)), Output]
    [Lstm(3, NumLayers = 2, Bidirectional = true, Lengths = nameof(lengths), InitialHidden = nameof(h0), InitialCell = nameof(c0))]
    Stage states;

    [From(nameof(states) + ".h"), Output] Stage h;
    [From(nameof(states) + ".c"), Output] Stage c;
}

/// <inheritdoc cref="PackedRnn"/>
[Model]
public partial class PackedGru
{
    [Input("B", "T", 4)] Stage x;
    [Input("B", Type = DType.Int64)] Stage lengths;
    [Input(4, "B", 3)] Stage h0;

    [From(nameof(x)), Output]
    [Gru(3, NumLayers = 2, Bidirectional = true, Lengths = nameof(lengths), InitialHidden = nameof(h0))]
    Stage states;

    [From(nameof(states) + ".h"), Output] Stage h;
}

/// <summary>The state after the last real step, where the lengths may be absent.</summary>
[Model]
public partial class LastOfPacked
{
    [Input("B", "T", 4)] Stage x;
    [Input("B", Type = DType.Int64, Optional = true)] Stage lengths;

    [From(nameof(x)), Lstm(3, Lengths = nameof(lengths), Port = "last")] Stage last;
}
