using System;
using System.Linq;
using System.Text;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Writes classes that look like models: mostly well-formed attributes with likely and unlikely arguments, wired at random.
/// </summary>
internal sealed class RandomDeclaration
{
    private readonly Random _random;
    private readonly RandomAttribute _attributes;

    public RandomDeclaration(Random random)
    {
        _random = random;
        _attributes = new(random, this);
    }

    private static readonly string[] _symbols =
        ["B", "T", "D", "E", "hidden", "heads", "device", "_D", "training", "class", "é", "N", "min", "i", "next", "input", "Item2",
        "forward", "nameof", "var", "register_module", "internal_params", "Net"];

    private static readonly string[] _expressions =
        ["2*D", "D/2", "D + E", "D % 8", "min(D, 4)", "4*(D/4)", "2*", "D D", "", "D - D", "-D", "D/0", "max(1)", "a.b",
        "9223372036854775807*D", "99999999999999999999", "(((D", "...", "D\\n+ 1"];

    private static readonly string[] _oddities =
        ["true", "2.5", "null!", "typeof(int)", "'c'", "new[] { 1, 2 }", "ulong.MaxValue", "long.MaxValue", "long.MinValue", "0", "-1",
        "DType.Bool", "undefined", "double.NaN", "new object[] { \"B\", 3 }", "(Init)77", "int.MaxValue"];

    private static readonly string[] _names =
        ["x", "y", "z", "a", "b", "mask", "h", "forward", "training", "name", "_linear", "Item1", "Rest", "call", "@class", "Architecture",
        "device", "output", "target", "aB", "internal_params", "moved"];

    private static readonly string[] _blocks =
        ["Wide", "Two", "Joined", "Broken", "Plain", "Loop1", "int", "Missing", "Outer<int>.Inner", "Abstract", "Required", "Step"];

    // What the generated part may declare, use or hide.
    private static readonly string[] _members =
    [
        "public bool training;",
        "private TorchSharp.Modules.Parameter scale;",
        "private readonly TorchSharp.torch.Tensor shift;",
        "public TorchSharp.Modules.Parameter Gain { get; private set; }",
        "private TorchSharp.Modules.Linear own, relu;",
        "public required int Number;",
        "partial void Initialize(TorchSharp.torch.Device device, TorchSharp.torch.ScalarType dtype) { }",
        "partial void Initialize() { }",
        "private partial void Initialize() { }",
        "public TorchSharp.torch.Tensor call(TorchSharp.torch.Tensor x) => x;",
        "private sealed class @var { }",
        "public static string register_module(int x) => \"\";",
        "private int _internal_params, _input;",
    ];

    /// <summary>The models that blocks name.</summary>
    public const string Blocks =
        """
        [Model, Input("B", "D"), Dim("D", MultipleOf = 4, Min = 8), Linear("2*D"), Relu, Linear("D")]
        public partial class Wide;
        [Model]
        public partial class Two { [Input("B", "T", "D")] Stage x; [Input("B", "D", Optional = true)] Stage h; [From(nameof(x)), Lstm("hidden"), Output] Stage s; [From("s.last"), Linear("D"), Output] Stage e; }
        [Model]
        public partial class Joined { [Input("...", "D")] Stage p; [Input("...", "E")] Stage q; [From(nameof(p), nameof(q)), Concat] Stage r; }
        [Model, Input("B", 3), Linear(-1)]
        public partial class Broken;
        public class Plain;
        [Model, Input("B", "D"), Block<Loop2>]
        public partial class Loop1;
        [Model, Input("B", "D"), Block<Loop1>(2)]
        public partial class Loop2;
        [Model, Input("B", "D"), Linear("D")]
        public abstract partial class Abstract;
        [Model, Input("B", "D"), Linear("D")]
        public partial class Required { public required int Number; }
        [Model, Input("B", "T", "D"), Gru("D")]
        public partial class Step;
        public partial class Outer<T> { [Model, Input("B", "T", "D"), Gru("D")] public partial class Inner; }

        """;

    /// <summary>A class of that name with adapters.</summary>
    public string WriteAdapted(string name)
    {
        string likely = $"Lora<{Pick("Wide", "Two", Block())}>({Pick("1", "2")}, "
            + $"Targets = new[] {{ {Pick("\"linear\"", "\"e.linear\"", "\"linear2\", \"linear\"", "\"query\"", "null!", "\"\"")} }})";
        string member = Pick("", "", "", "",
            "", "[Linear(2)] Stage x;", "int Adapters => 1;", "private readonly object _baseModel = 1;", "partial void Initialize() { }");
        return $"[{Pick("", "", "Model, ")}{Pick(likely, likely, _attributes.Adapters())}"
            + $"{Pick("", "", "", "", "", "", ", " + _attributes.Layer(), ", MseLoss")}]\n"
            + $"{Pick("public", "public", "public", "internal", "abstract", "static")} "
            + $"{Pick("partial class", "partial class", "partial class", "partial class", "class", "partial record")} "
            + $"{name}{Pick("", "", "", "<T>")} {{ {member} }}\n";
    }

    /// <summary>A class of that name.</summary>
    public string Write(string name)
    {
        StringBuilder text = new();
        bool hasStages = _random.Next(2) == 0;
        text.Append(Likely(19) ? "[Model]\n" : "");
        for (int i = 0; i < _random.Next(3); i++)
        {
            text.Append($"[Dim({Pick(Quoted(Pick(_symbols)), Size())}"
                + $"{Options(("Default", Size), ("Min", Size), ("Max", Size), ("MultipleOf", Size))})]\n");
        }

        if (!hasStages || _random.Next(8) == 0)
        {
            for (int i = 0; i < _random.Next(1, 3); i++)
            {
                text.Append($"[{Input()}]\n");
            }
        }

        for (int i = 0; i < (hasStages ? _random.Next(8) / 7 : _random.Next(7)); i++)
        {
            text.Append($"[{Layer()}]\n");
        }

        text.Append(_random.Next(6) == 0 ? $"[Output({Shape()})]\n" : "");
        text.Append(_random.Next(6) == 0 ? $"[{_attributes.Loss()}]\n" : "");
        (string opening, string closing) = Surroundings(name);
        string modifiers = Pick("", "", "", "", "", "", "", "", "", "sealed ", "abstract ", "static ", "unsafe ", "new ");
        string access = opening.Length == 0
            ? Pick("public ", "public ", "public ", "public ", "public ", "internal ", "file ", "")
            : "public ";
        string kind = Pick("class", "class",
            "class", "class", "class", "class", "class", "class", "class", "record", "struct", "record struct", "interface");
        text.Append($"{access}{modifiers}{(Likely(30) ? "partial " : "")}{kind} "
            + $"{name}{Pick("", "", "", "", "", "", "", "_class", "_Модель", "_e\u0301")}{Pick("", "", "", "", "", "", "",
                "", "<T>", "<@class, é>", "<T>", "(int p)", "()", " : System.IDisposable", " : Plain", " : Missing", " : Wide")}\n{{\n");
        foreach (string stage in hasStages ? _names.OrderBy(_ => _random.Next()).Take(_random.Next(1, 7)) : [])
        {
            text.Append($"    {Stage()} {Pick("", "", "", "", "", "", "", "static ", "readonly ")}"
                + $"{Pick("Stage", "Stage", "Stage", "Stage", "Stage", "Stage", "Stage?", "int", "Missing")} {stage};\n");
        }

        text.Append(_random.Next(4) == 0 ? "    const int N = 4;\n" : "");
        text.Append(_random.Next(20) == 0 ? "    public void Summary() { }\n" : "");
        text.Append(_random.Next(12) == 0 ? $"    {Pick(_members)}\n" : "");
        text.Append(_random.Next(20) == 0 ? "    public int Architecture;\n" : "");
        text.Append(_random.Next(8) == 0 ? "    [return: Shape(\"B\", \"D\")] static TorchSharp.torch.Tensor "
            + "Shaped([Shape(\"B\", \"D\")] TorchSharp.torch.Tensor t) => t + 1;\n" : "");
        text.Append(_random.Next(20) == 0 ? $"    [return: Shape({Shape()})] {Pick("int", "void", "TorchSharp.torch.Tensor")} "
            + $"Plain([Shape({Shape()})] int t, [Shape] ref TorchSharp.torch.Tensor u) => default!;\n" : "");
        return text.Insert(0, opening).Append("}\n").Append(closing).ToString();
    }

    // Most stand by themselves.
    private (string Opening, string Closing) Surroundings(string name) => _random.Next(40) switch
    {
        0 => ($"namespace N{name}.@event;\n", ""),
        1 => ($"public partial class Outer{name}\n{{\n", "}\n"),
        2 => ($"public class Outer{name}\n{{\n", "}\n"),
        3 => ($"public partial record Outer{name}<T>(int P)\n{{\n", "}\n"),
        4 => ($"public readonly partial struct @struct{name}\n{{\n", "}\n"),
        5 => ($"public static partial class Outer{name}\n{{\n", "}\n"),
        6 => ($"public partial interface IOuter{name}<in T>\n{{\n", "}\n"),
        7 => ($"file partial class Outer{name}\n{{\n", "}\n"),
        8 => ($"namespace Ünicode{name} {{ namespace @namespace\n{{\n", "}}\n"),
        9 => ("", $"[Model, Input(\"B\", 8), Linear(8)] public partial class {name} {{ }}\n"),
        _ => ("", ""),
    };

    /// <summary>A class of that name that has a good chance of being a model: names that may collide, but layers that mostly fit.</summary>
    public string WriteLikely(string name)
    {
        string[] symbols = [.. _symbols.OrderBy(_ => _random.Next()).Take(2), "B"];
        string[] stages = [.. _names.Where(stage => stage is not ("call" or "forward" or "training" or "name" or "Architecture"))
            .OrderBy(_ => _random.Next()).Take(_random.Next(2, 7))];
        string width = Pick("8", Quoted("D"), Quoted(symbols[0]), Quoted($"4*{symbols[1]}"));
        StringBuilder text = new("[Model]\n");
        text.Append(_random.Next(3) == 0 ? $"[Dim({Pick(width.Length > 1 && !width.Contains('*') ? width : "\"D\"")}"
            + $"{Options(("MultipleOf", () => "4"), ("Min", () => "8"), ("Default", () => "16"))})]\n" : "");
        bool hasStages = _random.Next(3) > 0;
        if (!hasStages)
        {
            text.Append($"[Input(\"B\", \"T\", {width}{Options(("Name", () => Quoted(Pick(_names).TrimStart('@'))))})]\n");
            text.Append(string.Concat(Enumerable.Range(0, _random.Next(1, 8)).Select(_ => $"[{LikelyLayer(width, [])}]\n")));
        }

        text.Append(_random.Next(4) == 0 ? "[CrossEntropyLoss]\n" : "").Append($"public partial class {name}{Pick("", "", "<T>")}\n{{\n");
        for (int i = 0; hasStages && i < stages.Length; i++)
        {
            string[] known = stages[..i];
            bool isInput = i == 0 || _random.Next(5) == 0;
            string from = i > 0 && _random.Next(3) == 0 ? $"[From(nameof({Pick(known)}))] " : "";
            string layers = string.Concat(Enumerable.Range(0, _random.Next(0, 4)).Select(_ => $"[{LikelyLayer(width, known)}] "));
            text.Append(isInput ? $"    [Input(\"B\", \"T\", {width})]" : $"    {from}{layers}")
                .Append(_random.Next(3) == 0 ? "[Output] " : "").Append($" Stage {stages[i]};\n");
        }

        return text.Append(_random.Next(4) == 0 ? "    public int _linear, _relu, _x;\n" : "")
            .Append(_random.Next(8) == 0 ? $"    {Pick(_members)}\n" : "").Append("}\n").ToString();
    }

    /// <summary>A class of that name that is typed up to some place, with what an editor closes by itself or the later lines.</summary>
    public string WriteHalfTyped(string name)
    {
        string text = _random.Next(5) switch
        {
            0 => WriteAdapted(name),
            1 => Write(name),
            _ => WriteLikely(name),
        };
        return HalfTyped.At(text, AfterName(text, name, _random.Next(1, text.Length)), (HalfTyped.Rest)_random.Next(3));
    }

    // Half a name would be the name of another class, or of a class that several declarations share.
    private static int AfterName(string text, string name, int caret)
    {
        int start = text.LastIndexOf(name, Math.Min(caret + name.Length, text.Length) - 1, StringComparison.Ordinal);
        return start >= 0 && start < caret && caret < start + name.Length ? start + name.Length : caret;
    }

    private string LikelyLayer(string width, string[] stages) => _random.Next(18) switch
    {
        0 or 1 => $"Linear({width}"
            + $"{Options(("Bias", Flag), ("Init", () => "Init.Orthogonal"), ("Name", () => Quoted(Pick(_names).TrimStart('@'))))})",
        2 => $"Linear({Size()}), Relu, Linear({width})",
        3 => $"{Pick("Rnn", "Lstm", "Gru")}({width}{Options(("NumLayers", () => "2"), ("Bias", Flag))})",
        4 => $"MultiHeadAttention({Pick("1", "4", "\"heads\"")}{Options(("Causal", Flag), ("Dropout", () => "0.1"),
            ("Memory", () => stages.Length == 0 ? "null" : $"nameof({Pick(stages)})"))})",
        5 => $"FeedForward({Size()}{Options(("Activation", () => "Activation.GeluTanh"))})",
        6 => "LayerNorm",
        7 => Pick("Relu", "Gelu(Tanh = true)", "Silu", "Tanh", "Sigmoid", "Relu6", "Softmax", "LogSoftmax(Axis = 1)"),
        8 or 9 => "Residual",
        10 when stages.Length > 0 => $"Add(nameof({Pick(stages)}))",
        11 when stages.Length > 0 => $"Concat(nameof({Pick(stages)})), Linear({width})",
        12 => $"Block<Wide>{Pick("", "(2)")}",
        13 => Pick("SinusoidalPositions", "PositionEmbedding(64)", "Mean(Axis = 1, KeepDim = true)", "Select(Axis = 1, Index = -1)",
            "Flatten(StartAxis = 0, EndAxis = 1)"),
        14 or 15 => Pick("Dropout(0.1)", "Dropout"),
        _ => _attributes.Layer(),
    };

    private string Stage()
    {
        string from = _random.Next(3) == 0 ? $"[From({Sources()})] " : "";
        string input = _random.Next(3) == 0 ? $"[{Input()}] " : "";
        string layers = string.Concat(
            Enumerable.Range(0, input.Length > 0 ? _random.Next(6) / 5 : _random.Next(4)).Select(_ => $"[{Layer()}] "));
        return from + input + layers + (_random.Next(6) == 0 ? Pick("[Output] ", $"[Output({Shape()})] ") : "");
    }

    private string Input() =>
        $"Input({Shape()}{Options(("Type", () => Pick("DType.Int64", "DType.Bool", "(DType)9")), ("Optional", Flag), ("Name", Name))})";

    private string Layer() => _random.Next(60) switch
    {
        0 or 1 or 2 =>
            $"Linear({Size()}{Options(("In", Size), ("Bias", Flag), ("Init", () => Pick("Init.Normal", "Init.Zeros", "(Init)99")),
                ("InitStd", Real), ("Name", Name), ("When", Flag), ("Shared", Reference))})",
        3 => $"Embedding({Size()}, {Size()}{Options(("PaddingIndex", Integer), ("Name", Name))})",
        4 => $"{Pick("PositionEmbedding", "LearnedTokens")}({Size()})",
        5 => "SinusoidalPositions",
        6 => $"TiedLinear({Reference()})",
        7 or 8 => $"{Pick("Rnn", "Lstm", "Gru")}({Size()}{Options(
            ("NumLayers", Integer), ("Bidirectional", Flag), ("Dropout", Real), ("InitialHidden", Reference), ("Name", Name))})",
        9 => $"MultiHeadAttention({Size()}{Options(("HeadDim", Size), ("Causal", Flag),
            ("Dropout", Real), ("Memory", Reference), ("Mask", Reference), ("KeyPaddingMask", Reference))})",
        10 => $"ScaledDotProductAttention({Options(("Causal", Flag), ("Mask", Reference)).TrimStart(',', ' ')})",
        11 => $"FeedForward({Size()}{Options(("Activation", () => Pick("Activation.Silu", "(Activation)8")), ("Dropout", Real))})",
        12 => $"Block<{Block()}>({Pick("", Size())}{Options(("Inputs", () => $"new[] {{ {Reference()} }}"), ("With", With))
            .TrimStart(_random.Next(3) == 0 ? ' ' : ',', ' ')})",
        13 => $"LayerNorm({Options(("Eps", Real), ("Affine", Flag)).TrimStart(',', ' ')})",
        14 => Pick("Relu", "Gelu(Tanh = true)", "Silu", "Tanh", "Sigmoid", "Relu(Name = \"relu2\")"),
        15 => $"{Pick("Softmax", "LogSoftmax", "Mean", "Concat")}({Options(("Axis", Integer)).TrimStart(',', ' ')})",
        16 => $"Select({Options(("Axis", Integer), ("Index", Integer)).TrimStart(',', ' ')})",
        17 => $"Flatten({Options(("StartAxis", Integer), ("EndAxis", Integer)).TrimStart(',', ' ')})",
        18 => "Residual",
        19 => $"Add({Sources()}{Options(("Broadcast", Flag)).TrimStart(_random.Next(3) == 0 ? ' ' : ',', ' ')})",
        20 => $"Concat({Sources()})",
        21 => Pick("Dropout", "Dropout(0.1)", $"Dropout({Real()})", "Lineer(3)"),
        _ => _attributes.Layer(),
    };

    public string Shape() => Likely(30)
        ? string.Join(", ",
            Enumerable.Range(0, _random.Next(1, 5)).Select(i => i == 0 ? Pick("\"B\"", "\"B\"", "\"B\"", "\"...\"", Size()) : Size()))
        : Pick("", "null!", "new object[] { \"B\", 4 }");

    public string Size() => _random.Next(14) switch
    {
        < 6 => Pick("4", "8", "16", "4", "8", "3"),
        < 10 => Quoted(Pick("B", "T", "D", "D", "hidden")),
        10 => Quoted(Pick(_symbols)),
        11 or 12 => Quoted(Pick(_expressions)),
        _ => Likely(3) ? "8" : Oddity(),
    };

    public string Oddity() => Pick(_oddities);

    public string Block() => Pick(_blocks);

    public string Reference() => _random.Next(8) switch
    {
        < 4 => Quoted(Pick(_names).TrimStart('@')),
        4 => Quoted(Pick("input", "linear", "embedding", "lstm", "lstm.h")),
        5 => Quoted(Pick(_names) + "." + Pick("h", "last", "weights", "linear", "lstm.c", "")),
        6 => $"nameof({Pick(_names)})",
        _ => Likely(3) ? "\"x\"" : Pick("null!", "\"\"", "\".\"", "\"x.y.z.w\"", "\"missing\""),
    };

    public string Sources() => string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Reference()));

    public string With() => Quoted(Pick("D = 8", "hidden = 4", "hidden = 2*D",
        "hidden = [1, 2]", "hidden", "", ",", "D = ", "= 3", "hidden = 4,\\n D = 8", "hiden = 3", "hidden = [", "hidden = []"));

    public string Name() => Pick(Quoted(Pick(_names)), "\"a b\"", "\"\"", "null", "\"linear2\"", "\"\\n\"");

    public string Real() => Pick("0.1", "0.5", "1", "0", "-1", "2", "double.NaN", "double.PositiveInfinity", "1e-300");

    public string Integer() => Pick("0", "1", "-1", "2", "1", "-2", "100", "int.MaxValue", "int.MinValue");

    public string Flag() => Pick("true", "false");

    private string Options(params (string Name, Func<string> Value)[] options) =>
        string.Concat(options.Where(_ => _random.Next(5) == 0).Select(option => $", {option.Name} = {option.Value()}"));

    private bool Likely(int odds) => _random.Next(odds + 1) > 0;

    private string Pick(params string[] items) => items[_random.Next(items.Length)];

    private static string Quoted(string text) => $"\"{text}\"";
}
