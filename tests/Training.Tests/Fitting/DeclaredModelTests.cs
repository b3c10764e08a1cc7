using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>A declared model with a loss is trained without a loss function, on its own batches.</summary>
public sealed class DeclaredModelTests
{
    private static readonly TrainerOptions _quiet = new() { ShowProgress = false, StopOnCtrlC = false, Epochs = 3 };

    [Fact]
    public void The_trainer_calls_the_loss_of_the_model()
    {
        using var expected = Create();
        using (var optimizer = optim.SGD(expected.parameters(), 0.1))
        {
            var byHand = Trainer.Create(
                expected, optimizer, (TwoResults net, TwoResults.Batch batch) => net.Loss(batch.X, batch.Target), _quiet);
            byHand.Fit(Data());
        }

        using var model = Create();
        using var own = optim.SGD(model.parameters(), 0.1);
        var trainer = Trainer.Create(model, own, outputs => outputs.score, _quiet);
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        var result = trainer.Fit(Data(), Data());

        Assert.Equal(TinyTask.Weights(expected), TinyTask.Weights(model));
        Assert.Contains("mae", result.History[^1].Validation.Keys);
        using var x = Inputs();
        using var target = Targets();
        var (features, score) = model.call(x);
        using (features)
        using (score)
        {
            Assert.Equal(
                score.sub(target).abs().mean().item<float>(), trainer.Evaluate(Data())["mae"], 1e-5);
        }
    }

    [Fact]
    public void A_class_that_is_no_module_is_refused()
    {
        using var optimizer = optim.SGD([new TorchSharp.Modules.Parameter(zeros(1))], 0.1);
        Assert.StartsWith(
            "NoModule is not a TorchSharp module: derive it from nn.Module.",
            Assert.Throws<ArgumentException>(() => Trainer.Create(new NoModule(), optimizer, _quiet)).Message,
            StringComparison.Ordinal);
    }

    private static TwoResults Create()
    {
        manual_seed(3);
        return new TwoResults();
    }

    private static IBatchSource<TwoResults.Batch> Data() => BatchLoader.FromTensors(
        Inputs(), Targets(), (x, target) => new TwoResults.Batch(x, target), new() { BatchSize = 4 });

    private static Tensor Inputs() => arange(24, dtype: ScalarType.Float32).sin().view(8, 3);

    private static Tensor Targets() => arange(8, dtype: ScalarType.Float32).cos().view(8, 1);

    private sealed class NoModule : ITrainable<Batch, Tensor>
    {
        public (Tensor Loss, Tensor Outputs) LossAndOutputs(Batch batch) => throw new NotSupportedException();
    }
}

/// <summary>Two outputs, of which the second has a loss.</summary>
[Model]
[MseLoss(Of = nameof(score))]
public partial class TwoResults
{
    [Input("B", 3)] Stage x;

    [Linear(4), Tanh, Output] Stage features;

    [Linear(1), Output] Stage score;
}
