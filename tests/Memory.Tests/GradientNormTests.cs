using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Memory.Tests;

public sealed class GradientNormTests
{
    /// <summary>Jᵀv by central differences of v·f(x), for the same v, which the same seed draws.</summary>
    [Fact]
    public void Norms_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new GruRecall(RecallTask.Tokens, 4, 5, RecallTask.Clues);
        model.to(ScalarType.Float64);
        var tokens = RecallTask.Draw(new Random(1), sequences: 2, distance: 6).Input;
        manual_seed(9);
        var direction = randn_like(zeros(2, 5, ScalarType.Float64));
        var inputs = model.Embed(tokens).detach();
        double Value(Tensor x) => (model.Read(x).select(1, -1) * direction).sum().item<double>();

        const double Step = 1e-5;
        var gradient = zeros_like(inputs);
        for (var row = 0; row < 2; row++)
        {
            for (var t = 0; t < 7; t++)
            {
                for (var i = 0; i < 4; i++)
                {
                    var (above, below) = (inputs.clone(), inputs.clone());
                    above[row, t, i] += Step;
                    below[row, t, i] -= Step;
                    gradient[row, t, i] = (Value(above) - Value(below)) / (2 * Step);
                }
            }
        }

        var expected = gradient.square().sum(2).mean([0]).sqrt().data<double>().Reverse().ToArray();
        manual_seed(9);
        var norms = GradientNorms.Measure(model, tokens);

        Assert.Equal(7, norms.Length);
        Assert.All(norms.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
    }

    /// <summary>A linear recurrence h' = W h + V x has the Jacobian W^k V, whose norm is known exactly.</summary>
    [Fact]
    public void Norms_of_a_linear_network_are_those_of_the_powers_of_its_matrix()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new LinearNetwork(recurrent: 0.9);

        var norms = GradientNorms.Measure(model, zeros(4000, 12, ScalarType.Int64));

        // V is the identity of 4 rows, and W = 0.9 times a rotation: |W^k|² = 4 · 0.81^k.
        Assert.All(Enumerable.Range(0, 12), k => Assert.Equal(2 * Math.Pow(0.9, k), norms[k], 0.05));
        Assert.Equal(0.9, GradientNorms.FactorPerStep(norms, 0, 11), 3);
    }

    [Fact]
    public void Gradients_of_an_LSTM_at_initialization_fall_below_single_precision()
    {
        manual_seed(1);
        using var model = new LstmRecall(RecallTask.Tokens, 8, 16, RecallTask.Clues);
        using var batch = RecallTask.Draw(new Random(1), sequences: 2, distance: 400);

        var norms = GradientNorms.MeasureInDouble(model, batch.Input);

        // The forget gate begins near 1/2.
        Assert.InRange(GradientNorms.FactorPerStep(norms, 50, 150), 0.4, 0.8);
        Assert.InRange(norms[400], double.Epsilon, 1e-38);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [Fact]
    public void A_Transformer_block_reaches_all_inputs_alike()
    {
        manual_seed(1);
        using var model = new TransformerRecall(RecallTask.Tokens, 8, RecallTask.Clues);
        using var batch = RecallTask.Draw(new Random(1), sequences: 4, distance: 60);

        var norms = GradientNorms.MeasureInDouble(model, batch.Input);

        Assert.InRange(norms[60] / norms[20], 0.2, 5);
        Assert.True(norms[60] > 1e-4, $"{norms[60]}");
    }

    private sealed class LinearNetwork(double recurrent) : nn.Module(nameof(LinearNetwork)), IRecallModel
    {
        public Tensor Embed(Tensor tokens) => zeros(tokens.size(0), tokens.size(1), 4, ScalarType.Float64);

        public Tensor Read(Tensor vectors)
        {
            // Exchanges the features in a circle, a rotation.
            var state = zeros_like(vectors.select(1, 0));
            for (var t = 0; t < vectors.size(1); t++)
            {
                state = state.roll(1, 1) * recurrent + vectors.select(1, t);
            }

            return state.unsqueeze(1);
        }
    }
}
