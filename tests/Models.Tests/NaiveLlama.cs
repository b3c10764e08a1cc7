using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Checkpoints;
using ModelGen.Runtime.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>The scores of <c>llama_tiny</c> by the papers' formulas, in float64, straight from the tensors of the file.</summary>
internal sealed class NaiveLlama
{
    private const int HeadDim = 16;

    private readonly Dictionary<string, Tensor> _weights;

    public NaiveLlama(string folder)
    {
        using var file = CheckpointFile.Open(folder);
        _weights = file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Read().to(ScalarType.Float64));
    }

    public double Eps { get; init; } = 1e-5;

    /// <summary>The angle a position of each pair that turns.</summary>
    public double[] Frequencies { get; init; } = [.. Powers(10000)];

    public double Magnitude { get; init; } = 1;

    public int? Window { get; init; }

    public Func<Tensor, Tensor> Gate { get; init; } = x => x * x.sigmoid();

    /// <summary><c>base^(-2i/d)</c>.</summary>
    public static IEnumerable<double> Powers(double rotaryBase, int dim = HeadDim) =>
        Enumerable.Range(0, dim / 2).Select(i => Math.Pow(rotaryBase, -2.0 * i / dim));

    public Tensor Scores(Tensor ids)
    {
        var x = _weights["model.embed_tokens.weight"].index_select(0, ids.flatten()).view(ids.size(0), ids.size(1), -1);
        for (var layer = 0; layer < 2; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            var attention = new NaiveAttention
            {
                Weights = new[] { "query", "key", "value", "output" }
                    .SelectMany(name => new[] { ".weight", ".bias" }.Select(part =>
                        (Name: name + part, Weight: _weights.GetValueOrDefault($"{prefix}self_attn.{name[0]}_proj{part}"))))
                    .Where(pair => pair.Weight is not null)
                    .ToDictionary(pair => pair.Name, pair => pair.Weight!),
                Heads = 4,
                KeyValueHeads = 2,
                HeadDim = HeadDim,
                Causal = true,
                Window = Window,
                Frequencies = Frequencies,
                Magnitude = Magnitude,
            };
            x += attention.Apply(Norm(x, prefix + "input_layernorm.weight")).output;
            var normalized = Norm(x, prefix + "post_attention_layernorm.weight");
            x += (Gate(Project(normalized, prefix + "mlp.gate_proj.weight")) * Project(normalized, prefix + "mlp.up_proj.weight"))
                .matmul(_weights[prefix + "mlp.down_proj.weight"].t());
        }

        return Project(Norm(x, "model.norm.weight"),
            _weights.ContainsKey("lm_head.weight") ? "lm_head.weight" : "model.embed_tokens.weight");
    }

    private Tensor Project(Tensor x, string name) => x.matmul(_weights[name].t());

    private Tensor Norm(Tensor x, string name) => x / ((x * x).mean([-1], keepdim: true) + Eps).sqrt() * _weights[name];
}
