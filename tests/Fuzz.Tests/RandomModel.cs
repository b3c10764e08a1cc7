using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGen.Fuzz.Tests;

/// <summary>Writes declarations that are probably models: chains, and graphs of stages with branches, ports and further inputs.</summary>
internal sealed partial class RandomModel
{
    private readonly Random _random;
    private readonly RandomLayers _layers;

    /// <summary>The models that blocks name.</summary>
    public const string Blocks =
        """
        [Model, Input("B", "T", "W"), Dim("factor", Default = 2), LayerNorm, Linear("factor*W"), Gelu, Linear("W"), Residual]
        public partial class Wide;
        [Model, Input("B", "T", "W"), Dim("W", MultipleOf = 2), Linear("W/2"), Tanh, Linear("W")]
        public partial class Halves;
        """;

    public RandomModel(int seed)
    {
        _random = new Random(seed);
        _layers = new RandomLayers(_random);
    }

    /// <summary>A class of that name.</summary>
    public string Write(string name)
    {
        var body = _random.Next(5) < 2 ? Chain(name) : Graph(name);
        return $"[Model{Facts(body)}]\n{body}";
    }

    private string Chain(string name)
    {
        var (flow, input) = Input();
        StringBuilder text = new($"[{input}]\n");
        var parts = _random.Next(1, 7);
        for (var i = 0; i < parts; i++)
        {
            text.Append($"[{_layers.Next(flow)}]\n");
        }

        return text.Append($"{Loss(flow)}public partial class {name};\n").ToString();
    }

    private string Graph(string name)
    {
        StringBuilder text = new($"public partial class {name}\n{{\n");
        Dictionary<string, Flow> known = [];
        var (first, input) = Input();
        known["x"] = first;
        text.Append($"    [{input}] Stage x;\n");
        if (_random.Next(3) == 0)
        {
            var (second, other) = _random.Next(2) == 0 ? (first.Copy(), Declare(first)) : Input();
            known["y"] = second;
            text.Append($"    [{other}] Stage y;\n");
        }

        var stages = _random.Next(2, 6);
        for (var i = 0; i < stages; i++)
        {
            var stage = $"s{i}";
            if (_random.Next(6) == 0 && Pattern(known, stage) is { } pattern)
            {
                text.Append(pattern);
                continue;
            }

            var (before, attributes, flow) = Stage(known, stage);
            var isOutput = _random.Next(5) == 0;
            text.Append(before).Append($"    {attributes}{(isOutput ? "[Output] " : "")}Stage {stage};\n");
            known[stage] = flow;
        }

        // A stage that nothing reads is an output: otherwise nothing would run it.
        var body = text.Append("}\n").ToString();
        return Stages().Replace(body, stage => stage.Value.Contains("Output", StringComparison.Ordinal)
            || body.Contains($"nameof({stage.Groups[1]})", StringComparison.Ordinal)
            ? stage.Value
            : stage.Value.Replace("Stage ", "[Output] Stage ", StringComparison.Ordinal));
    }

    // Ports, three operands, tied weights: what takes several stages; an output each.
    private string? Pattern(Dictionary<string, Flow> known, string stage)
    {
        var sequences =
            known.Where(other => other.Value is { Type: DType.Float, Rank: 3, HasLeading: false } && other.Value.Last != Flow.Unknown)
            .Select(other => other.Key).ToList();
        if (sequences.Count == 0)
        {
            return null;
        }

        var source = _layers.Pick(sequences);
        var size = _layers.Size();
        return _random.Next(5) switch
        {
            0 => $"    [From(nameof({source})), "
                + $"{_layers.Pick("Lstm", "Gru")}({size}{_layers.Pick("", ", Bidirectional = true", ", NumLayers = 2")})] Stage "
                + $"{stage};\n    [From(nameof({stage}) + \".{_layers.Pick("last", "h")}\"), Linear(4), Output] Stage {stage}End;\n",
            1 => $"    [Input(\"B\", \"S\", {RandomLayers.Quoted(known[source].Last)})] Stage {stage}Keys;\n    "
                + $"[Input(\"B\", \"S\", {size})] Stage {stage}Values;\n"
                + $"    [From(nameof({source}), nameof({stage}Keys), nameof({stage}Values)), "
                + $"ScaledDotProductAttention{_layers.Pick("", "(Causal = true)", "(Dropout = 0.1)")}, Output] Stage {stage};\n",
            2 => $"    [From(nameof({source})), MultiHeadAttention({_layers.Pick("1", "2", "\"heads\"")})] Stage {stage};\n    "
                + $"[From(nameof({stage}) + \".weights\"), Mean(Axis = 1), Output] Stage {stage}Weights;\n",
            3 => $"    [Input(\"B\", \"T\", Type = DType.Int64)] Stage {stage}Tokens;\n    "
                + $"[Embedding(\"vocabulary\", {size}, Init = Init.Normal)] Stage {stage}Embedded;\n    [Linear({size}), "
                + $"TiedLinear(nameof({stage}Embedded)), Output] Stage {stage};\n",
            _ => $"    [From(nameof({source})), Linear({size}, Name = \"one\")] Stage {stage};\n    [From(nameof({source})), "
                + $"Linear({size}, Shared = nameof({stage}) + \".one\"), Add(nameof({stage})), Output] Stage {stage}Twin;\n",
        };
    }

    private (string Before, string Attributes, Flow Flow) Stage(Dictionary<string, Flow> known, string stage)
    {
        var source = _layers.Pick(known.Keys.ToList());
        var flow = known[source].Copy();
        StringBuilder text = new($"[From(nameof({source}))] ");
        var before = "";
        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            text.Append($"[{_layers.Next(flow)}] ");
        }

        if (flow.Type == DType.Float)
        {
            text.Append(Join(known, flow, stage, ref before));
        }

        if (text[^2] != ']' || _random.Next(4) == 0)
        {
            text.Append($"[{_layers.Next(flow)}] ");
        }

        return (before, text.ToString(), flow);
    }

    // What takes a second tensor: another stage or input of the same rank, or a further input made for it.
    private string Join(Dictionary<string, Flow> known, Flow flow, string stage, ref string before)
    {
        var others = known.Where(other => other.Value.Type == DType.Float
            && other.Value.Rank == flow.Rank && other.Value.HasLeading == flow.HasLeading)
            .Select(other => other.Key).ToList();
        var alike = others.Where(other => known[other].Equals(flow)).ToList();
        var size = _layers.Size();
        var bare = RandomLayers.Bare(size);
        switch (_random.Next(15))
        {
            case 0 when alike.Count > 0:
                return $"[{_layers.Pick("Add", "Multiply", "Subtract")}(nameof({_layers.Pick(alike)}))] ";
            case 1 when others.Count > 0:
                var other = _layers.Pick(others);
                var known1 = known[other].Last;
                if (flow.Rank < 2 || known1 == Flow.Unknown || !known[other].Axes.SkipLast(1).SequenceEqual(flow.Axes.SkipLast(1)))
                {
                    return "[Residual] ";
                }

                flow.Last = flow.Last == Flow.Unknown ? Flow.Unknown : $"{flow.Last} + {known1}";
                return $"[Concat(nameof({other}))] ";
            case 2 when alike.Count > 0 && !flow.HasLeading:
                var axis = _random.Next(0, flow.Rank + 1);
                flow.Axes.Insert(axis, "2");
                return $"[StackStages(nameof({_layers.Pick(alike)}), Axis = {axis})] ";
            case 3 when others.Count > 0 && flow.Rank >= 3:
                var right = _layers.Pick(others);
                var (n, m) = (flow.Axes[^2], known[right].Axes[^2]);
                flow.Last = m;
                return n == Flow.Unknown ? "" : $"[MatMul(nameof({right}), TransposeOther = true)] ";
            case 4 when others.Count > 0 && flow is { Rank: 3, HasLeading: false }:
                var second = _layers.Pick(others);
                flow.Last = known[second].Axes[1];
                return $"[Einsum(\"bqd,bkd->bqk\", nameof({second}))] ";
            case 5 when others.Count > 0 && flow.Rank >= 2:
                flow.Last = bare;
                return $"[Bilinear({size}, nameof({_layers.Pick(others)}))] ";
            case 6 or 7 when flow is { Rank: 3, HasLeading: false } && flow.Last != Flow.Unknown:
                before = $"    [Input(\"B\", \"S\", {size})] Stage memory{stage};\n";
                var optional = _layers.Odds(2) ? ", Optional = true" : "";
                var mask = "";
                if (_layers.Odds(2))
                {
                    before += $"    [Input({_layers.Pick("\"T\", \"S\"", "\"B\", \"T\", \"S\"", "\"B\", 1, \"T\", \"S\"")}, "
                        + $"Type = DType.{_layers.Pick("Bool", "Float")}{optional})] Stage mask{stage};\n";
                    mask = $", Mask = nameof(mask{stage})";
                }
                else if (_layers.Odds(2))
                {
                    before += $"    [Input(\"B\", \"S\", Type = DType.Bool{optional})] Stage mask{stage};\n";
                    mask = $", KeyPaddingMask = nameof(mask{stage})";
                }

                return $"[MultiHeadAttention({_layers.Pick("1", "2", "\"heads\"")}, Memory = nameof(memory{stage}){mask})] ";
            case 8 when flow is { Rank: 3, HasLeading: false }:
                before = $"    [Input({_layers.Pick("1", "2")}, \"B\", {size}{(_layers.Odds(2) ? ", Optional = true" : "")})] Stage "
                    + $"initial{stage};\n";
                flow.Last = bare;
                return $"[{_layers.Pick("Rnn", "Lstm", "Gru")}({size}, InitialHidden = nameof(initial{stage}))] ";
            case 10 when flow.Rank >= 2 && flow.IsKnown && !flow.HasLeading:
                before = $"    [{Declare(flow)}] Stage further{stage};\n";
                return $"[{_layers.Pick("Add", "Multiply", "Subtract")}(nameof(further{stage}){_layers.Pick("", ", Broadcast = true")})] ";
            case 11 when flow.Rank >= 2 && !flow.HasLeading && flow.IsKnown:
                before = $"    [Input({RandomLayers.Quoted(flow.Last)})] Stage row{stage};\n";
                return $"[{_layers.Pick("Add", "Multiply", "Subtract")}(nameof(row{stage}), Broadcast = true)] ";
            case 12:
                return "[Residual] ";
            case 13 when flow is { Rank: 3, HasLeading: false }:
                flow.Axes.Clear();
                flow.Axes.AddRange(["B", bare]);
                before = "";
                return $"[Gru({size})] [Select(Axis = 1, Index = -1)] ";
            default:
                return "";
        }
    }

    private (Flow Flow, string Input) Input()
    {
        Flow flow = new(_layers.Pick<string[]>(
            ["B", "T", "D"], ["B", "T", "D"], ["B", "T", "8"], ["B", "D"], ["...", "D"], ["...", "T", "D"],
            ["B", "C", "L"], ["B", "C", "H", "W"], ["B", "C", "H", "W"], ["B", "16", "H", "H"], ["B", "C", "D", "H", "W"],
            ["B", "T"], ["B", "T", "2*D"], ["B", "N", "T", "D"], ["B", "C", "12", "12"]));
        if (flow.Rank == 2 && flow.Last == "T")
        {
            flow.Type = DType.Int64;
        }

        return (flow, Declare(flow));
    }

    private static string Declare(Flow flow) =>
        $"Input({string.Join(", ", flow.Axes.Select(RandomLayers.Quoted))}"
            + $"{(flow.Type == DType.Float ? "" : $", Type = DType.{flow.Type}")})";

    private string Loss(Flow flow) => flow is { Type: DType.Float, Rank: >= 2 } && _layers.Odds(4)
        ? $"[CrossEntropyLoss{_layers.Pick("", "(LabelSmoothing = 0.1)", "(Reduction = LossReduction.None)")}]\n"
        : "";

    // Sizes that most layers like, of the symbols that occur.
    private string Facts(string body)
    {
        var symbols = Quotations()
            .Matches(body).SelectMany(match => Symbol().Matches(match.Value)).Select(match => match.Value).ToHashSet();
        StringBuilder text = new();
        foreach (var (symbol, fact) in new[]
        {
            ("D", "MultipleOf = 8"), ("E", "MultipleOf = 4"), ("C", "MultipleOf = 4"), ("H", "Min = 12"), ("W", "Min = 12"),
            ("L", "Min = 12"), ("T", "Min = 3"), ("B", "Min = 2"), ("hidden", "MultipleOf = 2"), ("heads", "Max = 2"),
            ("groups", "Max = 2"), ("longest", "Min = 20"), ("k", "Max = 4"), ("s", "Max = 3"),
        })
        {
            if (symbols.Contains(symbol) && _random.Next(4) > 0)
            {
                text.Append($", Dim(\"{symbol}\", {fact})");
            }
        }

        return text.ToString();
    }

    [GeneratedRegex("^ +.*(?<!Input.*)Stage (\\w+);", RegexOptions.Multiline)]
    private static partial Regex Stages();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quotations();

    [GeneratedRegex(@"[A-Za-z]\w*")]
    private static partial Regex Symbol();
}
