using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>A Transformer block as in "Attention is all you need": each norm follows its residual connection.</summary>
[Model]
[Input("B", "T", "D")]
public partial class PostNormBlock
{
    [MultiHeadAttention(8, Init = Init.XavierUniform), Dropout(0.1), Residual, LayerNorm]
    Stage attention;

    [FeedForward("4*D", Init = Init.XavierUniform), Dropout(0.1), Residual, LayerNorm]
    Stage feedForward;
}

/// <summary>The same block with the norms at the beginning of each part, as in GPT-2.</summary>
[Model]
[Input("B", "T", "D")]
public partial class PreNormBlock
{
    [LayerNorm, MultiHeadAttention(8, Init = Init.XavierUniform), Dropout(0.1), Residual]
    Stage attention;

    [LayerNorm, FeedForward("4*D", Init = Init.XavierUniform), Dropout(0.1), Residual]
    Stage feedForward;
}

/// <summary>The block without residual connections and norms.</summary>
[Model]
[Input("B", "T", "D")]
public partial class PlainBlock
{
    [MultiHeadAttention(8, Init = Init.XavierUniform), Dropout(0.1)]
    Stage attention;

    [FeedForward("4*D", Init = Init.XavierUniform), Dropout(0.1)]
    Stage feedForward;
}

/// <summary>The post-LN block as one attribute.</summary>
[Model]
[Input("B", "T", "D")]
[TransformerEncoderLayer(8, "4*D")]
public partial class ReadyBlock;

/// <summary>Twelve post-LN blocks and a head for ten classes.</summary>
[Model]
[Input("B", "T", 64)]
[Block<PostNormBlock>(12), Mean(Axis = 1), Linear(10)]
[CrossEntropyLoss]
public partial class PostNormStack;

/// <summary>Twelve pre-LN blocks. Only the norm after the last one ends the growth of the sums.</summary>
[Model]
[Input("B", "T", 64)]
[Block<PreNormBlock>(12), LayerNorm, Mean(Axis = 1), Linear(10)]
[CrossEntropyLoss]
public partial class PreNormStack;

/// <summary>Twelve blocks without residual connections.</summary>
[Model]
[Input("B", "T", 64)]
[Block<PlainBlock>(12), Mean(Axis = 1), Linear(10)]
[CrossEntropyLoss]
public partial class PlainStack;

/// <summary>Chapter 9: the block of the Transformer.</summary>
internal static class TransformerBlock
{
    private const int Depth = 12;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Compare();
        Parameters();
        var gradients = Gradients();
        Console.WriteLine($"gradient of block   {string.Join("", new[] { 1, 4, 8, 12 }.Select(block => $"{block,9}"))}");
        foreach (var (name, norms) in gradients)
        {
            Console.WriteLine($"{name,-20}{string.Join("", new[] { 0, 3, 7, 11 }.Select(block => $"{norms[block],9:0.0e+0}"))}");
        }

        lesson.Save(Plot(gradients), "block");
    }

    /// <summary>Computes what the block computes, in evaluation mode.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="x">The input <c>(B, T, D)</c>.</param>
    /// <returns>The output <c>(B, T, D)</c>.</returns>
    public static Tensor ByHand(PostNormBlock model, Tensor x)
    {
        var weights = model.state_dict();
        x = Norm("attention.layerNorm", x + Attend(x));                                                  // mixes positions
        var hidden = Linear("feedForward.feedForward.linear1", x).relu();                                // (B, T, 4 * D)
        return Norm("feedForward.layerNorm", x + Linear("feedForward.feedForward.linear2", hidden));     // mixes features

        Tensor Attend(Tensor y)
        {
            var (query, key, value) = (Heads("query", y), Heads("key", y), Heads("value", y));
            var heads = nn.functional.scaled_dot_product_attention(query, key, value);                   // chapters 6 and 7
            return Linear("attention.multiHeadAttention.output", heads.transpose(1, 2).flatten(2));
        }

        Tensor Heads(string name, Tensor y) =>
            Linear($"attention.multiHeadAttention.{name}", y).unflatten(2, 8, y.size(2) / 8).transpose(1, 2);

        Tensor Linear(string name, Tensor y) => y.matmul(weights[$"{name}.weight"].T) + weights[$"{name}.bias"];

        Tensor Norm(string name, Tensor y)
        {
            var centered = y - y.mean([-1], keepdim: true);
            var variance = centered.square().mean([-1], keepdim: true);
            return centered / (variance + 1e-5).sqrt() * weights[$"{name}.weight"] + weights[$"{name}.bias"];
        }
    }

    /// <summary>Measures, right after initialization, the norm of the gradient of the feed-forward weights of each of 12 blocks.</summary>
    public static IReadOnlyList<(string Name, double[] Norms)> Gradients()
    {
        var (input, classes) = (randn(16, 10, 64), randint(0, 10, 16));
        using var after = new PostNormStack();
        using var before = new PreNormStack();
        using var without = new PlainStack();
        return
        [
            ("post-LN", Norms(after, after.Loss)),
            ("pre-LN", Norms(before, before.Loss)),
            ("neither", Norms(without, without.Loss)),
        ];

        double[] Norms(nn.Module model, Func<Tensor, Tensor, Tensor> loss)
        {
            model.eval();
            loss(input, classes).backward();
            var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            return [.. Enumerable.Range(0, Depth).Select(block =>
                (double)parameters[$"block.{block}.feedForward.feedForward.linear1.weight"].grad!.norm().item<float>())];
        }
    }

    private static void Compare()
    {
        using var block = new PostNormBlock(D: 512);
        block.eval();
        var input = randn(4, 20, 512);
        var output = block.call(input);
        Console.WriteLine($"input {Show.Shape(input)}, output {Show.Shape(output)}");
        Console.WriteLine($"output by hand and by the model are {Show.Agreement(ByHand(block, input), output)}");
        Console.WriteLine($"mean of a position {output[0, 0].mean().item<float>():F2}, "
            + $"deviation {output[0, 0].std(false).item<float>():F2}");
        Console.WriteLine();
    }

    private static void Parameters()
    {
        foreach (var (name, model) in new (string, nn.Module)[]
        {
            ("PostNormBlock", new PostNormBlock(D: 512)), ("PreNormBlock", new PreNormBlock(D: 512)),
            ("ReadyBlock", new ReadyBlock(D: 512)),
        })
        {
            using (model)
            {
                Console.WriteLine($"{name,-15}{Show.Parameters(model),10:N0} parameters");
            }
        }

        Console.WriteLine();
    }

    private static Plot Plot(IReadOnlyList<(string Name, double[] Norms)> gradients)
    {
        var plot = Charts.New("Gradient of the weights of each block, right after initialization", "block", "norm");
        foreach (var (name, norms) in gradients)
        {
            plot.Line([.. Enumerable.Range(1, Depth)], [.. norms.Select(Math.Log10)], name);
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
        {
            IntegerTicksOnly = true, LabelFormatter = value => FormattableString.Invariant($"1e{value:0}"),
        };
        return plot;
    }
}
