using ModelGen;
using static TorchSharp.torch;

public static class OwnLoop
{
    public static void Step(FlowerClassifier model, optim.Optimizer optimizer, FlowerClassifier.Batch batch)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss;
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            loss = model.Loss(batch.Input, batch.Target);
        }

        loss.backward();
        optimizer.step();
    }
}
