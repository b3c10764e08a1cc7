using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using ModelGen.Training;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>The GPT of chapter 11 with adapters of rank 4 on the projections to queries and values.</summary>
[Lora<LittleGpt>(4, Alpha = 8, Targets = new[] { "query", "value" })]
public partial class AdaptedGpt;

/// <summary>Chapter 14: low-rank adapters.</summary>
internal static class Lora
{
    private const int Steps = 200;
    private const int Examples = 32;
    private const int Sound = 8;
    private const int Smoothed = 10;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        var pretrained = new LittleGpt(Stories.Words);
        BertAndGpt.TrainGpt(lesson, pretrained);
        using var whole = new LittleGpt(Stories.Words);
        whole.load_state_dict(pretrained.state_dict());
        var (oldText, newText) = (Stories.Draw(1000), Stories.Draw(1000, otherSounds: true));
        var before = pretrained.call(oldText);
        var weights = Copy(pretrained);

        using var adapted = new AdaptedGpt(pretrained);
        adapted.eval();
        var input = randn(5, 64);
        Console.WriteLine($"parameters: {Show.Parameters(whole):N0}, of the adapters {adapted.Adapters.TrainableCount:N0}");
        Console.WriteLine($"before training, the outputs with and without adapters are {Show.Agreement(adapted.call(oldText), before)}");
        Console.WriteLine();
        Console.WriteLine("loss, dogs that meow   old text   new text   new sounds right");
        Report("before", pretrained.call);

        var adapterLosses = Train(lesson, adapted, (input, target) => new AdaptedGpt.Batch(input, target));
        var wholeLosses = Train(lesson, whole, (input, target) => new LittleGpt.Batch(input, target));
        Report("adapters", adapted.call);
        adapted.Adapters.Enabled = false;
        Report("adapters, disabled", adapted.call);
        adapted.Adapters.Enabled = true;
        Report("all weights", whole.call);
        Console.WriteLine();

        Console.WriteLine($"the weights of the model are {Same(weights, Copy(adapted.BaseModel))} before and after training");
        Console.WriteLine($"an adapted layer by hand and by the model are "
            + $"{Show.Agreement(ByHand(adapted, input), Layer(adapted).call(input))}");
        var separate = adapted.call(newText);
        adapted.Adapters.Merge();
        Console.WriteLine($"merged, the outputs are {Show.Agreement(adapted.call(newText), separate)}, "
            + $"and the weights are {Same(weights, Copy(adapted.BaseModel))}");
        Console.WriteLine($"tom has a brown dog . -> {Continue(adapted, "tom has a brown dog .")}");
        lesson.Save(Plot(adapterLosses, wholeLosses), "lora");

        void Report(string name, Func<Tensor, Tensor> call)
        {
            using var quiet = no_grad();
            var right = call(newText)[.., Sound - 1].argmax(1).eq(newText[.., Sound]).to(float32).mean().item<float>();
            Console.WriteLine($"{name,-20}{Loss(call, oldText),11:F2}{Loss(call, newText),11:F2}{right,19:P0}");
        }
    }

    /// <summary>Computes what the first adapted layer computes, a projection to queries.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="x">The input <c>(..., 64)</c>.</param>
    public static Tensor ByHand(AdaptedGpt model, Tensor x)
    {
        var (path, scale) = (model.Adapters.Projections[0], model.Adapters.Options.Scaling);         // scale = alpha / rank = 2
        var (weights, adapters) = (model.BaseModel.state_dict(), model.Adapters.state_dict());
        var (a, b) = (adapters[$"{path}.lora_A.weight"], adapters[$"{path}.lora_B.weight"]);          // (4, 64) and (64, 4)
        return x.matmul(weights[$"{path}.weight"].T) + weights[$"{path}.bias"] + scale * x.matmul(a.T).matmul(b.T);
    }

    /// <summary>The first adapted layer.</summary>
    public static nn.Module<Tensor, Tensor> Layer(AdaptedGpt model) =>
        (nn.Module<Tensor, Tensor>)model.BaseModel.named_modules().Single(pair => pair.name == model.Adapters.Projections[0]).module;

    /// <summary>Trains a GPT, or adapters on it, on stories with other sounds.</summary>
    /// <returns>The loss over the steps, averaged over ten of them.</returns>
    public static IReadOnlyList<double> Train<TBatch>(
        Lesson lesson, ITrainable<TBatch, Tensor> model, Func<Tensor, Tensor, TBatch> batch, int steps = Steps)
    {
        var losses = new LossCurve(threads: null);
        lesson.Train(model, batch, () => NextToken.Shift(Stories.Draw(Examples, otherSounds: true)), steps, learningRate: 5e-3, losses);
        return [.. losses.Points.Chunk(Smoothed).Select(points => points.Average(point => point.Bits * Math.Log(2)))];
    }

    private static float Loss(Func<Tensor, Tensor> call, Tensor stories)
    {
        var (input, target) = NextToken.Shift(stories);
        return nn.functional.cross_entropy(call(input).flatten(0, 1), target.flatten()).item<float>();
    }

    private static string Continue(AdaptedGpt model, string text) =>
        Stories.Text(model.Generate(Stories.Encode(text), GenerationOptions.Greedy with { MaxNewTokens = 3 }));

    private static List<Tensor> Copy(nn.Module model) => [.. model.parameters().Select(parameter => parameter.detach().clone())];

    private static string Same(List<Tensor> first, List<Tensor> second) =>
        first.Zip(second).All(pair => pair.First.Equals(pair.Second)) ? "equal" : "different";

    private static Plot Plot(IReadOnlyList<double> adapters, IReadOnlyList<double> whole)
    {
        double[] steps = [.. Enumerable.Range(1, adapters.Count).Select(i => (double)Smoothed * i)];
        var plot = Charts.New("Loss on the new text", "step", "loss per word, nats");
        plot.Line(steps, [.. adapters], "adapters of rank 4");
        plot.Line(steps, [.. whole], "all weights");
        plot.Line([steps[0], steps[^1]], [Stories.BestLoss, Stories.BestLoss], "best");
        return plot;
    }
}
