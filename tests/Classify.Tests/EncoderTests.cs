using System;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Classify.Tests;

public sealed class EncoderTests
{
    [Fact]
    public void PaddingChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var model = new SnippetEncoder(3);
        model.eval();
        var (brief, lengthy) = (Make("short"), Make("a snippet that is much longer than that"));
        var alone = Batch.Of([brief]);
        var together = Batch.Of([brief, lengthy]);

        Assert.Equal([2, 39], together.Bytes.shape);
        var difference = model.call(alone.Bytes, alone.Padding)[0] - model.call(together.Bytes, together.Padding)[0];

        Assert.InRange(difference.abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void PredictionsStandInTheOrderOfTheSnippets()
    {
        using var model = new SnippetEncoder(3);
        model.eval();
        var snippets = Enumerable.Range(0, 150).Select(i => Make(new string((char)('a' + i % 26), 1 + i * 37 % 64))).ToList();

        var predictions = Prediction.Of(model, snippets);

        Assert.Equal(snippets, predictions.Select(prediction => prediction.Snippet));
        Assert.Equal(Prediction.Of(model, [snippets[77]])[0].Class, predictions[77].Class);
        Assert.Equal(Prediction.Of(model, [snippets[77]])[0].Probability, predictions[77].Probability, 5);
    }

    [Fact]
    public void AStopEndsTrainingAfterTheStepAtHandAndTheLossFalls()
    {
        manual_seed(1);
        using var model = new SnippetEncoder(2);
        using var interruption = new Interruption(() => { });
        Snippet[] snippets = [Make("words of a text", 0), Make("1234,5678,9012", 1)];

        var losses = Training.Run(
            model, 1e-3, (SnippetEncoder encoder, Batch batch) => encoder.Loss(batch.Bytes, batch.Padding, batch.Classes),
            () => Batch.Of(snippets), new Budget(TimeSpan.FromHours(1), Steps: 1000), interruption, new StopAfter(30, interruption));

        Assert.Equal(30, losses.Count);
        Assert.True(losses[^1].Bits < 0.5 * losses[0].Bits);
        Assert.False(model.training);
    }

    private static Snippet Make(string text, int label = 0) => new(Encoding.UTF8.GetBytes(text), label);

    private sealed class StopAfter(int steps, Interruption interruption) : ITrainingObserver
    {
        public void OnStep(TrainingStep step)
        {
            if (step.Step == steps)
            {
                interruption.Request();
            }
        }
    }
}
