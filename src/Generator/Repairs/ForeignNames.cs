using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>The names that arguments have in PyTorch and Keras.</summary>
internal static class ForeignNames
{
    // Names that differ from ours by more than the case.
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

    // A second meaning, for layers without an argument of the first meaning.
    private static readonly Dictionary<string, string> Others = new() { ["units"] = "features", ["alpha"] = "alpha" };

    private static readonly Dictionary<string, string> Activations = new()
    {
        ["relu"] = "Relu", ["gelu"] = "Gelu",
        ["silu"] = "Silu", ["swish"] = "Silu", ["tanh"] = "Tanh", ["sigmoid"] = "Sigmoid", ["softmax"] = "Softmax", ["elu"] = "Elu",
        ["leaky_relu"] = "LeakyRelu", ["mish"] = "Mish", ["softplus"] = "Softplus", ["relu6"] = "Relu6",
    };

    // Sizes of the input, which are inferred here.
    private static readonly HashSet<string> Inferred =
    [
        "in_features", "in1_features",
        "in2_features", "in_channels", "input_size", "embed_dim", "d_model", "num_features", "num_channels", "normalized_shape",
    ];

    /// <summary>Whether a property has the name of another library. The names of ours begin with a capital.</summary>
    public static bool IsForeign(string name) => name.Length > 0 && char.IsLower(name[0]);

    /// <summary>The name of an argument in the tables of layers.</summary>
    public static string Canonical(string name) => Synonyms.TryGetValue(name, out var meant) ? meant : name;

    /// <summary>The possible names of an argument here, as parameters, the likeliest first.</summary>
    public static IEnumerable<string> Candidates(string name) =>
        (Others.TryGetValue(name, out var other) ? new[] { Canonical(name), other } : [Canonical(name)]).Select(CamelCase);

    /// <summary>The layer of an activation that Keras has as an argument; null if none is known.</summary>
    public static string? Activation(Constant value) =>
        value.Kind == ConstantKind.Text && Activations.TryGetValue(value.Text, out var layer) ? layer : null;

    /// <summary>Whether an argument states the size of the input.</summary>
    public static bool IsInferred(string name) => Inferred.Contains(name);

    /// <summary>Whether an argument requests what ModelGen always does.</summary>
    public static bool IsImplied(string name, Constant value) => (name, value.Kind) switch
    {
        ("inplace", ConstantKind.Boolean) => true,
        ("batch_first" or "return_sequences", ConstantKind.Boolean) => value.Integer == 1,
        ("return_state", ConstantKind.Boolean) => value.Integer == 0,
        ("approximate" or "activation", ConstantKind.Text) => value.Text is "none" or "linear",
        ("activation", ConstantKind.Null) => true,
        _ => false,
    };

    /// <summary>The property and the value of an argument whose value differs here; null for other arguments.</summary>
    public static (string Name, string Value)? Rewritten(string name, Constant value) => (name, value.Kind) switch
    {
        ("approximate", ConstantKind.Text) when value.Text == "tanh" => ("Tanh", "true"),
        ("return_sequences", ConstantKind.Boolean) when value.Integer == 0 => ("Port", "\"last\""),

        // In Keras, momentum is the weight of the old statistics; in PyTorch, that of the new ones.
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
