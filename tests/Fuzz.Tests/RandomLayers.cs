using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Fuzz.Tests;

/// <summary>Draws layers that probably fit what they are given, with every option that a kind has.</summary>
internal sealed class RandomLayers
{
    private readonly Random _random;
    private readonly Func<Flow, string?>[] _any;
    private readonly Func<Flow, string?>[] _sequence;
    private readonly Func<Flow, string?>[] _map;
    private readonly CatalogLayers _catalog;

    public RandomLayers(Random random)
    {
        _random = random;
        _catalog = new CatalogLayers(random);
        _any = [Activation, Activation, Linear, Linear, Bottleneck, Norm, Select, Slice, Reduce, Flatten, Unsqueeze, Squeeze, Permute,
            Repeat, Expand, Split, Merge, Rearrange, Cast, Glu, FeedForward, Drop];
        _sequence = [Recurrent, Recurrent, Attention, Attention, Transformer, Positions, Linear, Norm, Activation, Bottleneck, Block];
        _map = [Conv, Conv, ConvTranspose, Pool, AdaptivePool, GlobalPool, Upsample, Shuffle, Pad,
            ChannelNorm, ChannelNorm, Activation, Drop];
    }

    /// <summary>The next layer or layers, as attributes without brackets; the flow becomes what they give.</summary>
    public string Next(Flow flow)
    {
        while (true)
        {
            if (flow.Type != DType.Float)
            {
                return flow.Type == DType.Int64 && Odds(3) ? Embedding(flow) : ToFloat(flow);
            }

            if (Odds(8) && _catalog.Next(flow) is { } drawn)
            {
                return drawn;
            }

            var table = flow.HasLeading || flow.Rank is < 3 or > 5 || Odds(3) ? _any
                : flow.Axes[1] is "C" or "16" or "C*2" ? _map : flow.Rank == 3 && Odds(4) ? _sequence : _any;
            if (Pick(table)(flow) is { } layer)
            {
                return layer;
            }
        }
    }

    public string Size() => Pick("4", "8", "16", "6", "\"D\"", "\"E\"", "\"2*D\"", "\"hidden\"", "\"D + E\"", "\"D/2\"");

    public string Linear(Flow flow)
    {
        var size = Size();
        var options = Options(("Bias", "false"),
            ("Init", Pick("Init.Orthogonal", "Init.XavierNormal", "Init.Zeros", "Init.TruncatedNormal")));
        flow.Last = Bare(size);
        return $"Linear({size}{options})";
    }

    private string? Activation(Flow flow) => Pick(
        "Relu", "Gelu",
        "Gelu(Tanh = true)", "Silu", "Tanh", "Sigmoid", "LeakyRelu(NegativeSlope = 0.2)", "Elu", "Mish", "Hardswish", "Softplus", "PRelu",
        $"Softmax(Axis = {Axis(flow)})", $"LogSoftmax(Axis = {Axis(flow)})");

    private string? Bottleneck(Flow flow) => flow.Last == Flow.Unknown ? null
        : $"Linear({Size()}), {Activation(flow)}, "
            + $"Linear({Quoted(flow.Last)}){Pick("", ", Dropout(0.1)", flow.HasLeading ? "" : ", DropPath(0.1)")}";

    private string? Norm(Flow flow) =>
        Pick("LayerNorm", "LayerNorm(Affine = false)", "LayerNorm(Bias = false)", "RmsNorm", "RmsNorm(Affine = false)", "Dropout(0.2)");

    private string? FeedForward(Flow flow) =>
        Pick($"FeedForward({Size()}{Options(("Activation", "Activation.Gelu"), ("Dropout", "0.1"), ("Bias", "false"))})",
            $"GatedFeedForward({Size()}{Options(("Bias", "true"))})");

    private string? Drop(Flow flow) => Pick("Dropout", "Dropout(0.0)", flow.HasLeading ? "Dropout" : "DropPath(0.2)",
        flow is { Rank: >= 3, HasLeading: false } ? "Dropout2d(0.1)" : "Dropout(0.3)");

    private string? Select(Flow flow)
    {
        if (flow.Rank < 3)
        {
            return null;
        }

        var axis = Place(flow);
        var text = $"Select(Axis = {Signed(flow, axis)}, Index = {Pick("0", "-1", "1")})";
        flow.Axes.RemoveAt(axis);
        return text;
    }

    private string? Slice(Flow flow)
    {
        var axis = Place(flow);
        var size = flow.Axes[axis];
        var (bounds, result) = _random.Next(5) switch
        {
            0 => ("Start = 1", $"{size} - 1"),
            1 => ("End = 2", "2"),
            2 => ("Step = 2", $"({size} + 1)/2"),
            3 => ("Start = -2", "2"),
            _ when size != Flow.Unknown => ($"Start = {Quoted($"({size})/2")}", $"{size} - ({size})/2"),
            _ => ("End = -1", Flow.Unknown),
        };
        flow.Axes[axis] = size == Flow.Unknown && result != "2" ? Flow.Unknown : result;
        return $"Slice(Axis = {Signed(flow, axis)}, {bounds})";
    }

    private string? Reduce(Flow flow)
    {
        if (flow.Rank < (flow.HasLeading ? 3 : 2))
        {
            return null;
        }

        var axis = Place(flow);
        var keeps = Odds(2);
        var text = $"{Pick("Mean", "Sum", "Max")}(Axis = {Signed(flow, axis)}{(keeps ? ", KeepDim = true" : "")})";
        if (keeps)
        {
            flow.Axes[axis] = "1";
        }
        else
        {
            flow.Axes.RemoveAt(axis);
        }

        return text;
    }

    private string? Flatten(Flow flow)
    {
        if (flow.Rank < 3)
        {
            return null;
        }

        var start = _random.Next(flow.HasLeading ? 1 : 0, flow.Rank - 1);
        var end = _random.Next(start + 1, flow.Rank);
        var joined = flow.Axes.GetRange(start, end - start + 1);
        var text = $"Flatten(StartAxis = {(flow.HasLeading ? start - flow.Rank : start)}, EndAxis = {Signed(flow, end)})";
        flow.Axes.RemoveRange(start, end - start + 1);
        flow.Axes.Insert(start, joined.Contains(Flow.Unknown) ? Flow.Unknown : string.Join("*", joined.Select(axis => $"({axis})")));
        return text;
    }

    private string? Unsqueeze(Flow flow)
    {
        if (flow.Rank > 4)
        {
            return null;
        }

        var axis = _random.Next(flow.HasLeading ? 1 : 0, flow.Rank + 1);
        flow.Axes.Insert(axis, "1");
        return $"Unsqueeze({(flow.HasLeading || Odds(2) ? axis - flow.Rank : axis)})";
    }

    private string? Squeeze(Flow flow)
    {
        var axis = flow.Axes.IndexOf("1");
        if (axis < 0 || flow.Rank < 2)
        {
            return null;
        }

        var text = $"Squeeze({Signed(flow, axis)})";
        flow.Axes.RemoveAt(axis);
        return text;
    }

    private string? Permute(Flow flow)
    {
        if (flow.HasLeading || flow.Rank < 2)
        {
            return null;
        }

        var order = Enumerable.Range(0, flow.Rank).OrderBy(_ => _random.Next()).ToArray();
        var axes = order.Select(axis => flow.Axes[axis]).ToList();
        var text = $"Permute({string.Join(", ", order.Select(axis => Signed(flow, axis)))})";
        flow.Axes.Clear();
        flow.Axes.AddRange(axes);
        return text;
    }

    private string? Repeat(Flow flow)
    {
        if (flow.HasLeading || flow.Rank > 4 || !flow.IsKnown)
        {
            return null;
        }

        var counts = flow.Axes.Select(_ => Pick("1", "1", "2", "\"n\"")).ToList();
        if (Odds(4))
        {
            counts.Insert(0, "2");
            flow.Axes.Insert(0, "1");
        }

        for (var i = 0; i < counts.Count; i++)
        {
            flow.Axes[i] = counts[i] == "1" ? flow.Axes[i] : $"({flow.Axes[i]})*{Bare(counts[i])}";
        }

        return $"Repeat({string.Join(", ", counts)})";
    }

    private string? Expand(Flow flow)
    {
        if (flow.HasLeading || !flow.Axes.Contains("1"))
        {
            return null;
        }

        var sizes = flow.Axes.Select(axis => axis == "1" ? Pick("3", "\"T\"", "\"n\"", "1") : "-1").ToList();
        for (var i = 0; i < sizes.Count; i++)
        {
            flow.Axes[i] = sizes[i] == "-1" ? flow.Axes[i] : Bare(sizes[i]);
        }

        return $"Expand({string.Join(", ", sizes)})";
    }

    // One axis becomes two, and two become one.
    private string? Split(Flow flow)
    {
        if (flow.Rank is < 2 or > 4 || !flow.IsKnown)
        {
            return null;
        }

        var last = flow.Last;
        var factor = Pick("2", "4", "heads");
        var front = flow.Axes.Take(flow.Rank - 1).Select(Quoted);
        flow.Axes[^1] = factor;
        flow.Axes.Add($"({last})/{factor}");
        return $"Reshape({string.Join(", ", [.. front, Quoted(factor), Odds(2) ? "-1" : Quoted(flow.Last)])})";
    }

    private string? Merge(Flow flow)
    {
        if (flow.Rank < 3 || !flow.IsKnown || flow.HasLeading)
        {
            return null;
        }

        var rest = string.Join("*", flow.Axes.Skip(1).Select(axis => $"({axis})"));
        var text = $"Reshape({Quoted(flow.Axes[0])}, {(Odds(2) ? "-1" : Quoted(rest))})";
        flow.Axes.RemoveRange(1, flow.Rank - 1);
        flow.Axes.Add(rest);
        return text;
    }

    private string? Rearrange(Flow flow)
    {
        if (!flow.IsKnown || flow.Rank > 4)
        {
            return null;
        }

        var names = flow.Axes.Select((axis, i) => axis == "..." ? "..." : $"a{i}").ToList();
        var split = flow.HasLeading ? flow.Rank - 1 : Place(flow);
        var factor = Pick("2", "4", "heads");
        var (outer, inner) = ($"{factor}", $"({flow.Axes[split]})/{factor}");
        List<(string Name, string Size)> parts = [.. names.Select((name, i) => (name, flow.Axes[i]))];
        parts.RemoveAt(split);
        parts.Insert(split, ("p", outer));
        parts.Insert(split + 1, ("q", inner));
        var moved = parts.Skip(flow.HasLeading ? 1 : 0).OrderBy(_ => _random.Next()).ToList();
        if (flow.HasLeading)
        {
            moved.Insert(0, parts[0]);
        }

        names[split] = "(p q)";
        var right = moved.Select(part => part.Name).ToList();
        var sizes = moved.Select(part => part.Size).ToList();
        if (moved.Count > 3 && Odds(2))
        {
            right[^2] = $"({right[^2]} {right[^1]})";
            right.RemoveAt(right.Count - 1);
            sizes[^2] = $"({sizes[^2]})*({sizes[^1]})";
            sizes.RemoveAt(sizes.Count - 1);
        }

        flow.Axes.Clear();
        flow.Axes.AddRange(sizes);
        return $"Rearrange(\"{string.Join(" ", names)} -> {string.Join(" ", right)}\", With = \"p = {factor}\")";
    }

    private string? Cast(Flow flow) => Odds(3) ? $"Cast(DType.{Pick("Int64", "Bool", "Float")}), Cast(DType.Float)" : null;

    private string? Glu(Flow flow)
    {
        var axis = Place(flow);
        flow.Axes[axis] = flow.Axes[axis] == Flow.Unknown ? Flow.Unknown : $"({flow.Axes[axis]})/2";
        return $"Glu(Axis = {Signed(flow, axis)})";
    }

    private string? Recurrent(Flow flow)
    {
        var size = Size();
        var bidirectional = Odds(3);
        var text = $"{Pick("Rnn", "Lstm", "Gru")}({size}{(bidirectional ? ", Bidirectional = true" : "")}"
            + $"{Options(("NumLayers", "2"), ("Bias", "false"), ("Dropout", "0.0"))})";
        flow.Last = bidirectional ? $"2*({Bare(size)})" : Bare(size);
        return text;
    }

    private string? Attention(Flow flow) => $"MultiHeadAttention({Pick("1", "2", "4", "\"heads\"")}{Options(
        ("Causal", "true"),
        ("Dropout", "0.1"),
        ("HeadDim", Pick("4", "\"E\"")),
        ("KeyValueHeads", Pick("1", "\"groups\"")),
        ("Bias", "false"),
        ("OutputBias", "true"),
        ("QueryKeyNorm", "true"),
        Odds(2) ? ("Rotary", "true") : ("Alibi", "true"))})";

    private string? Transformer(Flow flow) => $"TransformerEncoderLayer({Pick("1", "2", "\"heads\"")}, "
        + $"{Size()}{Options(("NormFirst", "true"), ("Causal", "true"), ("Bias", "false"), ("Activation", "Activation.Gelu"))})";

    private string? Positions(Flow flow) =>
        Pick("SinusoidalPositions", "PositionEmbedding(64)", "PositionEmbedding(\"T\")", "PositionEmbedding(\"longest\")");

    private string? Block(Flow flow) =>
        Pick("Block<Wide>", "Block<Wide>(2)", "Block<Wide>(\"n\")", "Block<Halves>", "Block<Wide>(With = \"factor = 3\")");

    private string? Conv(Flow flow)
    {
        var (channels, size) = Odds(2) ? ("16", "16") : Odds(2) ? ("\"2*C\"", "C*2") : ("8", "8");
        var places = flow.Rank - 2;
        var kernel = Pick("3", "1", "2", "5", "\"k\"",
            $"new[] {{ {string.Join(", ", Enumerable.Range(0, places).Select(_ => Pick("1", "3", "2")))} }}");
        var padding = Pick("", "", ", Padding = 1",
            ", Padding = 2", kernel.Contains('k') ? ", Padding = \"k/2\"" : "", ", Padding = \"same\"", ", Padding = \"valid\"");
        var text = $"Conv({channels}, Kernel = {kernel}{padding}{Options(
            ("Stride", padding.Contains("same") ? "1" : Pick("2", "3", "\"s\"")),
            ("Dilation", Pick("2", "\"s\"")),
            ("Bias", "false"),
            ("PaddingMode", Pick("PaddingMode.Reflect", "PaddingMode.Replicate", "PaddingMode.Circular")),
            ("Groups", Pick("2", "4", "\"C\"", "\"groups\"")))})";
        Places(flow, size);
        return text;
    }

    private string? ConvTranspose(Flow flow)
    {
        var text = $"ConvTranspose(16, Kernel = {Pick("2", "3", "4", "\"k\"")}{Options(
            ("Padding", "1"), (Pick("Stride", "Stride = 3, OutputPadding"), "2"), ("Dilation", "2"), ("Groups", "2"), ("Bias", "false"))})";
        Places(flow, "16");
        return text;
    }

    private string? Pool(Flow flow)
    {
        var text = Odds(2)
            ? $"MaxPool({Pick("2", "3", "\"k\"")}"
                + $"{Options(("Stride", Pick("1", "2", "3", "\"s\"")), ("Padding", "1"), ("Dilation", "2"), ("CeilMode", "true"))})"
            : $"AvgPool({Pick("2", "3", "\"k\"")}{Options(
                ("Stride", Pick("1", "2", "3", "\"s\"")), ("Padding", "1"), ("CeilMode", "true"), ("CountIncludePad", "false"))})";
        Places(flow, flow.Axes[1]);
        return text;
    }

    private string? AdaptivePool(Flow flow)
    {
        var size = Pick("1", "2", "3", "\"s\"");
        for (var i = 2; i < flow.Rank; i++)
        {
            flow.Axes[i] = Bare(size);
        }

        return $"AdaptiveAvgPool({size})";
    }

    private string? GlobalPool(Flow flow)
    {
        if (Odds(3))
        {
            flow.Axes.RemoveRange(2, flow.Rank - 2);
            return "GlobalAvgPool";
        }

        return null;
    }

    private string? Upsample(Flow flow)
    {
        var modes = flow.Rank == 4 ? new[] { "Nearest", "Linear", "Bicubic" } : ["Nearest", "Linear"];
        var mode = Pick(modes);
        var text = $"Upsample({Pick("2", "3", "\"s\"", "Size = 7", "Size = \"k + 3\"")}, "
            + $"Mode = Interpolation.{mode}{(mode != "Nearest" && Odds(2) ? ", AlignCorners = true" : "")})";
        Places(flow, flow.Axes[1]);
        return text;
    }

    private string? Shuffle(Flow flow)
    {
        if (flow.Rank != 4 || flow.Axes[1] == "C")
        {
            return null;
        }

        Places(flow, Flow.Unknown);
        return "PixelShuffle(2)";
    }

    private string? Pad(Flow flow)
    {
        var text = $"Pad({Pick("1", "2", "Before = 1", "After = 2", "\"s\"", "Before = \"2*s\"")}"
            + $"{Options(("Mode", Pick("PaddingMode.Reflect", "PaddingMode.Replicate", "PaddingMode.Circular")))})";
        Places(flow, flow.Axes[1]);
        return text;
    }

    private string? ChannelNorm(Flow flow) => Pick(
        "BatchNorm", "BatchNorm(Affine = false)",
        "BatchNorm(TrackRunningStats = false)", "InstanceNorm", "InstanceNorm(Affine = true, TrackRunningStats = true)",
        "GroupNorm(2)", "GroupNorm(\"groups\")", "GroupNorm(4, Affine = false)", "PRelu(NumParameters = \"C\")", "Dropout2d(0.2)");

    private string Embedding(Flow flow)
    {
        var size = Size();
        flow.Axes.Add(Bare(size));
        flow.Type = DType.Float;
        return $"Embedding({Pick("10", "\"vocabulary\"")}, {size}{Options(("PaddingIndex", "0"))})";
    }

    private static string ToFloat(Flow flow)
    {
        flow.Type = DType.Float;
        return "Cast(DType.Float)";
    }

    // The places of a map become what only arithmetic tells.
    private static void Places(Flow flow, string channels)
    {
        flow.Axes[1] = channels;
        for (var i = 2; i < flow.Rank; i++)
        {
            flow.Axes[i] = Flow.Unknown;
        }
    }

    private int Place(Flow flow) => _random.Next(flow.HasLeading ? 1 : 0, flow.Rank);

    private string Axis(Flow flow) => Signed(flow, Place(flow));

    private string Signed(Flow flow, int axis) =>
        (flow.HasLeading || Odds(2) ? axis - flow.Rank : axis).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string Options(params (string Name, string Value)[] options) =>
        string.Concat(options.Where(_ => Odds(4)).Select(option => $", {option.Name} = {option.Value}"));

    public bool Odds(int against) => _random.Next(against) == 0;

    public T Pick<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public static string Bare(string size) => size.Trim('"');

    public static string Quoted(string text) => $"\"{text}\"";
}
