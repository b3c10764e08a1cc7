using System.ComponentModel;

namespace ModelGen;

// The names of arguments of layers and losses in PyTorch and Keras. Without these properties, the compiler would report them as unknown
// types (CS0246), and the analyzer could not suggest the name that ModelGen uses (MG0029). Editors hide them.

public abstract partial class LayerAttribute
{
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? in_features { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? in1_features { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? in2_features { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? out_features { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? units { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? bias { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? use_bias { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? activation { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? in_channels { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? out_channels { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? filters { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? kernel_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? stride { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? strides { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? padding { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? padding_mode { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dilation { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dilation_rate { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? groups { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? output_padding { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? pool_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? ceil_mode { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? count_include_pad { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? output_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? input_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? hidden_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_layers { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? batch_first { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dropout { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? bidirectional { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? nonlinearity { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? proj_size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? return_sequences { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? return_state { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? embed_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_heads { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? key_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? is_causal { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? use_causal_mask { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? d_model { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? nhead { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dim_feedforward { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? norm_first { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? layer_norm_eps { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_features { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? normalized_shape { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_groups { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_channels { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? eps { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? epsilon { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? momentum { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? affine { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? elementwise_affine { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? track_running_stats { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_embeddings { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? embedding_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? input_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? output_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? padding_idx { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? p { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? rate { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dropout_p { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? inplace { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? axis { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? keepdim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? keepdims { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? start_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? end_dim { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? index { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? start { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? end { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? step { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? negative_slope { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? alpha { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? approximate { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? beta { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? threshold { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? num_parameters { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? init { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? scale_factor { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? size { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? mode { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? align_corners { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? interpolation { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? upscale_factor { get; set; }
}

public abstract partial class LossAttribute
{
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? ignore_index { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? label_smoothing { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? reduction { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? weight { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? pos_weight { get; set; }
    /// <summary>The name of an argument in another library. MG0029 suggests the name in ModelGen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public object? beta { get; set; }
}
