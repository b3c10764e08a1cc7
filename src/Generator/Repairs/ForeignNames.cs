using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>The names that arguments have in PyTorch and Keras.</summary>
internal static class ForeignNames
{
    // Names that differ in more than their case.
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["units"] = "hidden", ["hidden_size"] = "hidden",
        ["dim_feedforward"] = "hidden", ["out_features"] = "features", ["embedding_dim"] = "features", ["output_dim"] = "features",
        ["num_embeddings"] = "vocabulary", ["input_dim"] = "vocabulary", ["padding_idx"] = "padding_index", ["use_bias"] = "bias",
        ["out_channels"] = "channels", ["filters"] = "channels",
        ["kernel_size"] = "kernel", ["pool_size"] = "kernel", ["strides"] = "stride", ["dilation_rate"] = "dilation",
        ["num_heads"] = "heads",
        ["nhead"] = "heads", ["key_dim"] = "head_dim", ["is_causal"] = "causal", ["use_causal_mask"] = "causal", ["num_groups"] = "groups",
        ["output_size"] = "size",
        ["interpolation"] = "mode", ["epsilon"] = "eps", ["layer_norm_eps"] = "eps", ["elementwise_affine"] = "affine",
        ["alpha"] = "negative_slope",
        ["init"] = "initial_slope", ["p"] = "probability", ["rate"] = "probability", ["dropout_p"] = "dropout",
        ["dim"] = "axis",
        ["keepdim"] = "keep_dim", ["keepdims"] = "keep_dim", ["start_dim"] = "start_axis", ["end_dim"] = "end_axis", ["weight"] = "weights",
    };

    // What a name means where the layer has no argument of the first meaning.
    private static readonly Dictionary<string, string> Others = new() { ["units"] = "features", ["alpha"] = "alpha" };

    private static readonly Dictionary<string, string> Activations = new()
    {
        ["relu"] = "Relu", ["gelu"] = "Gelu",
        ["silu"] = "Silu", ["swish"] = "Silu", ["tanh"] = "Tanh", ["sigmoid"] = "Sigmoid", ["softmax"] = "Softmax", ["elu"] = "Elu",
        ["leaky_relu"] = "LeakyRelu", ["mish"] = "Mish", ["softplus"] = "Softplus", ["relu6"] = "Relu6",
    };

    // Sizes of the input are inferred, the batch is the first axis, and what may be computed in place is the generator's choice.
    private static readonly HashSet<string> Inferred =
    [
        "in_features", "in1_features",
        "in2_features", "in_channels", "input_size", "embed_dim", "d_model", "num_features", "num_channels", "normalized_shape",
    ];

    /// <summary>Whether an argument of that name is one of another library: those here begin with a capital.</summary>
    public static bool IsForeign(string name) => name.Length > 0 && char.IsLower(name[0]);

    /// <summary>What an argument is called in the tables of layers.</summary>
    public static string Canonical(string name) => Synonyms.TryGetValue(name, out var meant) ? meant : name;

    /// <summary>What an argument may be called here, the likeliest first, in the case of a parameter.</summary>
    public static IEnumerable<string> Candidates(string name) =>
        (Others.TryGetValue(name, out var other) ? new[] { Canonical(name), other } : [Canonical(name)]).Select(CamelCase);

    /// <summary>The layer that computes an activation which Keras gives as an argument; null if none is known.</summary>
    public static string? Activation(Constant value) =>
        value.Kind == ConstantKind.Text && Activations.TryGetValue(value.Text, out var layer) ? layer : null;

    /// <summary>Whether an argument states the size of the input.</summary>
    public static bool IsInferred(string name) => Inferred.Contains(name);

    /// <summary>Whether an argument asks for what is done here in any case.</summary>
    public static bool IsImplied(string name, Constant value) => (name, value.Kind) switch
    {
        ("inplace", ConstantKind.Boolean) => true,
        ("batch_first" or "return_sequences", ConstantKind.Boolean) => value.Integer == 1,
        ("return_state", ConstantKind.Boolean) => value.Integer == 0,
        ("approximate" or "activation", ConstantKind.Text) => value.Text is "none" or "linear",
        ("activation", ConstantKind.Null) => true,
        _ => false,
    };

    /// <summary>An argument whose value is written otherwise here; null if it is none.</summary>
    public static (string Name, string Value)? Rewritten(string name, Constant value) => (name, value.Kind) switch
    {
        ("approximate", ConstantKind.Text) when value.Text == "tanh" => ("Tanh", "true"),
        ("return_sequences", ConstantKind.Boolean) when value.Integer == 0 => ("Port", "\"last\""),

        // Keras keeps that share of the old statistics, PyTorch takes that share of the new ones.
        ("momentum", ConstantKind.Real) when value.Real > 0.5 =>
            ("Momentum", System.Math.Round(1 - value.Real, 10).ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static string CamelCase(string name)
    {
        var words = name.Split('_').Select(Names.PascalCase);
        var text = string.Concat(words);
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text.Substring(1);
    }
}
