using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Recurrent = ModelGen.Layers.Recurrent;

namespace ModelGen.Runtime.Tests;

public sealed class RecurrentTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void RnnAgreesWithPyTorch(ScalarType type)
    {
        using var reference = Reference.Load("rnn");
        using var rnn = nn.RNN(128, 256, numLayers: 2, batchFirst: true);
        reference.LoadInto(rnn, key => key);
        rnn.to(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);

        var (sequence, h) = Handles.Exactly(2, () => Recurrent.Rnn(rnn, x, h0, 2, 256));
        Agree(reference, "h0.", sequence, h);
        (sequence, h) = Handles.Exactly(2, () => Recurrent.Rnn(rnn, x, null, 2, 256));
        reference.Backward(sequence);
        reference.AssertGradientNorms(rnn, key => key);
        Agree(reference, string.Empty, sequence, h);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void GruAgreesWithPyTorch(ScalarType type)
    {
        using var reference = Reference.Load("gru");
        using var gru = nn.GRU(128, 256, numLayers: 2, batchFirst: true);
        reference.LoadInto(gru, key => key);
        gru.to(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);

        var (sequence, h) = Handles.Exactly(2, () => Recurrent.Gru(gru, x, h0, 2, 256));
        Agree(reference, "h0.", sequence, h);
        (sequence, h) = Handles.Exactly(2, () => Recurrent.Gru(gru, x, null, 2, 256));
        reference.Backward(sequence);
        reference.AssertGradientNorms(gru, key => key);
        Agree(reference, string.Empty, sequence, h);
    }

    /// <summary>libtorch's own kernel without gradients is wrong for some of these numbers of units on some processors.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(200)]
    public void AnLstmComputesTheSameWithoutGradientsAsInFloat64(long units)
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(5, units, numLayers: 2, batchFirst: true, bidirectional: true);
        using var exact = nn.LSTM(5, units, numLayers: 2, batchFirst: true, bidirectional: true, dtype: ScalarType.Float64);
        using (no_grad())
        {
            foreach (var (wide, single) in exact.parameters().Zip(lstm.parameters()))
            {
                wide.copy_(single);
            }
        }

        var x = randn(3, 7, 5);
        var expected = Recurrent.Lstm(exact, x.to(ScalarType.Float64), null, null, 4, units);
        foreach (var mode in new[] { GradientMode.NoGrad, GradientMode.Inference })
        {
            using var entered = mode.Enter(lstm);
            var actual = Handles.Exactly(3, () => Recurrent.Lstm(lstm, x, null, null, 4, units), x);
            foreach (var (result, wanted) in new[]
            {
                (actual.sequence, expected.sequence), (actual.h, expected.h), (actual.c, expected.c),
            })
            {
                Assert.False(result.requires_grad);
                Assert.InRange((result.to(ScalarType.Float64) - wanted.detach()).abs().max().item<double>(), 0, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void LstmAgreesWithPyTorch(ScalarType type)
    {
        using var reference = Reference.Load("lstm_bi");
        using var lstm = nn.LSTM(64, 256, numLayers: 2, batchFirst: true, bidirectional: true);
        reference.LoadInto(lstm, key => key);
        lstm.to(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var h0 = reference.Inputs["h0"].to(type, copy: true);
        using var c0 = reference.Inputs["c0"].to(type, copy: true);

        var (sequence, h, c) = Handles.Exactly(3, () => Recurrent.Lstm(lstm, x, h0, c0, 4, 256));
        Agree(reference, "h0.", sequence, h, c);
        (sequence, h, c) = Handles.Exactly(3, () => Recurrent.Lstm(lstm, x, null, null, 4, 256));
        reference.Backward(sequence);
        reference.AssertGradientNorms(lstm, key => key);

        using var last = Handles.Exactly(1, () => Recurrent.Last(h, bidirectional: true));
        using var end = sequence.select(1, -1).narrow(-1, 0, 256);
        using var start = sequence.select(1, 0).narrow(-1, 256, 256);
        using var expected = cat([end, start], 1);
        Agreement.Assert(last, expected, 0, "last");
        Agree(reference, string.Empty, sequence, h, c);
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void ACallLeavesExactlyItsResults(GradientMode mode)
    {
        using var rnn = nn.RNN(3, 4, batchFirst: true);
        using var gru = nn.GRU(3, 4, numLayers: 2, batchFirst: true, dropout: 0.1);
        using var lstm = nn.LSTM(3, 4, batchFirst: true);
        using var entered = mode.Enter(gru);
        using var x = randn(2, 5, 3);
        using var state = randn(1, 2, 4);
        foreach (var given in new[] { null, state })
        {
            var (sequence, h) = Handles.Exactly(2, () => Recurrent.Rnn(rnn, x, given, 1, 4));
            using var last = Handles.Exactly(1, () => Recurrent.Last(h, bidirectional: false));
            using var end = sequence.select(1, -1);
            Agreement.Assert(last, end, 0, "last");
            sequence.Dispose();
            h.Dispose();

            var (all, hidden, cell) = Handles.Exactly(3, () => Recurrent.Lstm(lstm, x, given, null, 1, 4));
            all.Dispose();
            hidden.Dispose();
            cell.Dispose();
        }

        var (output, final) = Handles.Exactly(2, () => Recurrent.Gru(gru, x, null, 2, 4));
        output.Dispose();
        final.Dispose();
    }

    [Fact]
    public void LastIsNoViewOfTheStates()
    {
        using var quiet = no_grad();
        using var h = ones(2, 3, 4);
        using var last = Owned.Add(Recurrent.Last(h, bidirectional: false), ones(1));
        using var untouched = ones(2, 3, 4);
        Agreement.Assert(h, untouched, 0, "h");
    }

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
