using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 5.</summary>
public sealed class GruTests
{
    [Fact]
    public void Gates_by_hand_give_the_outputs_of_the_layer()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new GruLayer();
        var input = randn(3, 5, 128);

        var (outputs, state) = model.call(input);

        Assert.True(outputs.allclose(Gru.ByHand(model, input), atol: 1e-5));
        Assert.True(state.allclose(outputs[.., -1]));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(33)]
    public void RNN_GRU_and_LSTM_have_parameters_in_the_ratio_1_3_4(long hidden)
    {
        using var rnn = new SizedRnn(hidden);
        using var gru = new SizedGru(hidden);
        using var lstm = new SizedLstm(hidden);

        Assert.Equal((128 * hidden) + (hidden * hidden) + (2 * hidden), Show.Parameters(rnn));
        Assert.Equal(3 * Show.Parameters(rnn), Show.Parameters(gru));
        Assert.Equal(4 * Show.Parameters(rnn), Show.Parameters(lstm));
    }
}
