using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>A block of the encoder: every position of the source sees all of them.</summary>
[Model]
[Input("B", "S", "D")]
public partial class SourceBlock
{
    [MultiHeadAttention(4), Residual, LayerNorm]
    Stage attention;

    [FeedForward("4*D"), Residual, LayerNorm]
    Stage feedForward;
}

/// <summary>A block of the decoder: the target sees what is written already, then the whole source.</summary>
[Model]
public partial class TargetBlock
{
    [Input("B", "T", "D")]
    Stage x;

    [Input("B", "S", "D")]
    Stage memory;

    [From(nameof(x)), MultiHeadAttention(4, Causal = true), Residual, LayerNorm]
    Stage self;

    [MultiHeadAttention(4, Memory = nameof(memory)), Residual, LayerNorm]
    Stage cross;

    [FeedForward("4*D"), Residual, LayerNorm]
    Stage feedForward;
}

/// <summary>The whole Transformer: two sequences of ids to the log-probabilities of each next id of the target.</summary>
[Model]
[Autoregressive, NllLoss]
public partial class DateTranslator
{
    [Input("B", "S", Type = DType.Int64)]
    Stage source;

    [Input("B", "T", Type = DType.Int64)]
    Stage target;

    [From(nameof(source)), Embedding("symbols", 64), SinusoidalPositions, Block<SourceBlock>(2)]
    Stage memory;                                        // (B, S, 64)

    [From(nameof(target)), Embedding("symbols", 64), SinusoidalPositions]
    [Block<TargetBlock>(Inputs = new[] { nameof(memory) }), Block<TargetBlock>(Inputs = new[] { nameof(memory) })]
    Stage decoded;                                       // (B, T, 64)

    [Linear("symbols"), LogSoftmax, Output("B", "T", "symbols")]
    Stage logProbabilities;                              // (B, T, symbols)
}

/// <summary>The first parts of a block of the decoder, and where it looks in the source.</summary>
[Model]
public partial class TargetAlignment
{
    [Input("B", "T", "D")]
    Stage x;

    [Input("B", "S", "D")]
    Stage memory;

    [From(nameof(x)), MultiHeadAttention(4, Causal = true), Residual, LayerNorm]
    Stage self;

    [MultiHeadAttention(4, Memory = nameof(memory), Port = "weights"), Output("B", 4, "T", "S")]
    Stage cross;
}

/// <summary>The model up to the weights of the attention to the source in its last block.</summary>
[Model]
public partial class DateAlignment
{
    [Input("B", "S", Type = DType.Int64)]
    Stage source;

    [Input("B", "T", Type = DType.Int64)]
    Stage target;

    [From(nameof(source)), Embedding("symbols", 64), SinusoidalPositions, Block<SourceBlock>(2)]
    Stage memory;

    [From(nameof(target)), Embedding("symbols", 64), SinusoidalPositions]
    [Block<TargetBlock>(Inputs = new[] { nameof(memory) }), Block<TargetAlignment>(Inputs = new[] { nameof(memory) }, Name = "block2")]
    Stage decoded;
}

/// <summary>Chapter 10: the whole Transformer, which learns to translate dates.</summary>
internal static class WholeTransformer
{
    private const int Steps = 300;
    private const int Examples = 32;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var model = new DateTranslator(DateTexts.Symbols);
        Shapes(model);
        var trained = Train(lesson, model, Steps);
        Console.WriteLine($"loss per symbol: {trained.First:F2} at first, {trained.Last:F2} after {Steps} steps");
        Console.WriteLine();

        foreach (var source in new[] { "2024-02-29", "1969-07-20", "2001-12-05" })
        {
            Console.WriteLine($"{source} -> {Translate(model, source)}");
        }

        Console.WriteLine($"right: {Accuracy(model):P0} of {DateTexts.HeldOut.Count} dates that are not in the training data");
        lesson.Save(Plot(model, "1969-07-20"), "transformer");
    }

    /// <summary>Trains the model, and returns the loss of the first and the last step.</summary>
    public static (double First, double Last) Train(Lesson lesson, DateTranslator model, int steps)
    {
        var losses = new LossCurve(threads: null);
        lesson.Train(model, Draw, steps, learningRate: 2e-3, losses);
        return (Nats(losses.Points[0]), Nats(losses.Points[^1]));

        static double Nats(LossPoint point) => point.Bits * Math.Log(2);

        static DateTranslator.Batch Draw()
        {
            var (source, target, labels) = DateTexts.Encode(DateTexts.Draw(Examples));
            return new(source, target, labels);
        }
    }

    /// <summary>Translates a date: from the start mark, symbol by symbol, each time the most probable one.</summary>
    public static string Translate(DateTranslator model, string source)
    {
        using var ids = DateTexts.Ids([source]);
        using var translator = model.ConditionOn(ids);
        return DateTexts.Text(translator.Generate([DateTexts.Start], GenerationOptions.Greedy with { StopIds = [DateTexts.End] }));
    }

    private static void Shapes(DateTranslator model)
    {
        var (source, target, labels) = DateTexts.Encode([new(1969, 7, 20), new(2024, 2, 29)]);
        var logProbabilities = model.call(source, target);
        Console.WriteLine($"source {Show.Shape(source)}, target {Show.Shape(target)}, log-probabilities {Show.Shape(logProbabilities)}");
        Console.WriteLine($"the probabilities of each position add up to {Show.Row(logProbabilities.exp().sum(-1)[0, ..4], "{0:F2}")} …");
        Console.WriteLine($"parameters {Show.Parameters(model):N0}");
        Console.WriteLine();
    }

    private static double Accuracy(DateTranslator model) =>
        DateTexts.HeldOut.Average(date => Translate(model, DateTexts.Source(date)) == DateTexts.Target(date) ? 1 : 0);

    // Where the last block looks while it writes, on average over its heads.
    private static Plot Plot(DateTranslator model, string source)
    {
        using var alignment = new DateAlignment(DateTexts.Symbols);
        alignment.load_state_dict(model.state_dict(), strict: false);
        var written = Translate(model, source);
        var target = tensor(DateTexts.Ids(written).Prepend(DateTexts.Start).ToArray()).unsqueeze(0);
        var weights = alignment.call(DateTexts.Ids([source]), target);
        var plot = Charts.New("Where the decoder looks in the source", "source", "symbol that is written");
        plot.Heatmap(weights[0].mean([0]), [.. written.Select(symbol => $"{symbol}"), "end"], [.. source.Select(symbol => $"{symbol}")]);
        return plot;
    }
}
