using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class RecurrentNumbersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Rnn(ScalarType type)
    {
        using var reference = Reference.Load("rnn");
        using var model = new ElmanModel(dtype: type);
        reference.LoadInto(model, key => Plain(key, "rnn"));
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);

        var (sequence, h) = Handles.Exactly(2, () => model.call(x, h0), x, h0);
        Agree(reference, "h0.", sequence, h);
        (sequence, h) = Handles.Exactly(2, () => model.call(x), x);
        reference.Backward(sequence);
        reference.AssertGradientNorms(model, key => Plain(key, "rnn"));
        Agree(reference, string.Empty, sequence, h);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Gru(ScalarType type)
    {
        using var reference = Reference.Load("gru");
        using var model = new GruModel(dtype: type);
        reference.LoadInto(model, key => Plain(key, "gru"));
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);

        var (sequence, h) = Handles.Exactly(2, () => model.call(x, h0), x, h0);
        Agree(reference, "h0.", sequence, h);
        (sequence, h) = Handles.Exactly(2, () => model.call(x), x);
        reference.Backward(sequence);
        reference.AssertGradientNorms(model, key => Plain(key, "gru"));
        Agree(reference, string.Empty, sequence, h);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void BidirectionalLstm(ScalarType type)
    {
        using var reference = Reference.Load("lstm_bi");
        using var model = new LstmModel(dtype: type);
        reference.LoadInto(model, key => Plain(key, "lstm"));
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);
        using var c0 = reference.Inputs["c0"].to(type, copy: true);

        var (sequence, h, c) = Handles.Exactly(3, () => model.call(x, h0, c0), x, h0, c0);
        Agree(reference, "h0.", sequence, h, c);
        (sequence, h, c) = Handles.Exactly(3, () => model.call(x), x);
        reference.Backward(sequence);
        reference.AssertGradientNorms(model, key => Plain(key, "lstm"));
        Agree(reference, string.Empty, sequence, h, c);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void The_port_last_of_stacked_layers_is_the_final_state_of_the_upper_one(ScalarType type)
    {
        using var reference = Reference.Load("gru");
        using var model = new GruLastModel(dtype: type);
        reference.LoadInto(model, key => Plain(key, "gru"));
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var last = Handles.Exactly(1, () => model.call(x), x);
        using var expected = reference.Expected64["h_n"].select(0, 1);
        Agreement.Assert(last, expected, type == ScalarType.Float64 ? Agreement.Exact : reference.Tolerance("h_n"), "last");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void The_port_last_of_both_directions_joins_their_final_states(ScalarType type)
    {
        using var reference = Reference.Load("lstm_bi");
        using var model = new LstmLastModel(dtype: type);
        reference.LoadInto(model, key => Plain(key, "lstm"));
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var last = Handles.Exactly(1, () => model.call(x), x);
        using var forward = reference.Expected64["h_n"].select(0, 2);
        using var backward = reference.Expected64["h_n"].select(0, 3);
        using var expected = cat([forward, backward], 1);
        Agreement.Assert(last, expected, type == ScalarType.Float64 ? Agreement.Exact : reference.Tolerance("h_n"), "last");
    }

    private static string Plain(string key, string layer) => key.Replace("sequence.", string.Empty).Replace($"{layer}.", string.Empty);

    private static void Agree(Reference reference, string run, Tensor sequence, Tensor h, Tensor? c = null)
    {
        reference.AssertAgrees(sequence, run + "output");
        reference.AssertAgrees(h, run + "h_n");
        sequence.Dispose();
        h.Dispose();
        if (c is not null)
        {
            reference.AssertAgrees(c, run + "c_n");
            c.Dispose();
        }
    }
}
