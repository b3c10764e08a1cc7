using System.ComponentModel;

namespace ModelGen;

/// <summary>
/// A recurrent layer over <c>(B, T, in)</c> with the result <c>(B, T, directions*hidden)</c>. Ports: <c>last</c>
/// <c>(B, directions*hidden)</c>, the final hidden states of the top layer, both directions concatenated; <c>h</c>
/// <c>(NumLayers*directions, B, hidden)</c>, the final hidden states of all layers.
/// </summary>
/// <param name="hidden">The number of hidden units: an integer or a dimension expression.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecurrentLayerAttribute(object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of hidden units.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>The number of stacked layers; 1 by default.</summary>
    public int NumLayers { get; set; } = 1;

    /// <summary>Whether a second recurrence processes the sequence in reverse.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>The probability of zeroing an element between stacked layers during training; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>Whether biases are learned; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// The stage or input that holds the initial hidden state <c>(NumLayers*directions, B, hidden)</c>; zeros when not given.
    /// </summary>
    public string? InitialHidden { get; set; }

    /// <summary>
    /// The stage or input <c>(B)</c> of Int64 that holds the number of time steps of each sequence, from 1 to T: the steps after them are
    /// padding, where the result is 0, and final states are those after the last real step, as PyTorch's packed sequences. Every step is
    /// real when not given.
    /// </summary>
    public string? Lengths { get; set; }

    /// <summary>
    /// The port from which the next layer continues: <c>"last"</c> for the final states <c>(B, directions*hidden)</c>, <c>"h"</c>, or
    /// <c>"c"</c> of an LSTM; the sequence when not given.
    /// </summary>
    public string? Port { get; set; }
}

/// <summary>
/// Elman recurrent network <c>h = tanh(W x + U h + b)</c>: <c>(B, T, in)</c> to <c>(B, T, directions*hidden)</c>, as <c>torch.nn.RNN</c>
/// with <c>batch_first</c>. Ports: <c>last</c> <c>(B, directions*hidden)</c> and <c>h</c> <c>(NumLayers*directions, B, hidden)</c>, the
/// final hidden states of the top layer and of all layers.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#recurrent">The vocabulary: recurrent</see>
/// </remarks>
/// <param name="hidden">The number of hidden units: an integer or a dimension expression.</param>
public sealed partial class RnnAttribute(object hidden) : RecurrentLayerAttribute(hidden)
{
    /// <summary>The nonlinearity of the recurrence; <see cref="Nonlinearity.Tanh"/> by default.</summary>
    public Nonlinearity Nonlinearity { get; set; }
}

/// <summary>The nonlinearity of an Elman network.</summary>
public enum Nonlinearity
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,
}

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997): <c>(B, T, in)</c> to <c>(B, T, directions*hidden)</c>, as <c>torch.nn.LSTM</c>
/// with <c>batch_first</c>. Ports: <c>last</c> <c>(B, directions*hidden)</c>, the final hidden states of the top layer; <c>h</c> and
/// <c>c</c> <c>(NumLayers*directions, B, hidden)</c>, the final hidden and cell states of all layers.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#recurrent">The vocabulary: recurrent</see>
/// </remarks>
/// <param name="hidden">The number of hidden units: an integer or a dimension expression.</param>
public sealed partial class LstmAttribute(object hidden) : RecurrentLayerAttribute(hidden)
{
    /// <summary>
    /// The stage or input that holds the initial cell state <c>(NumLayers*directions, B, hidden)</c>; zeros when not given.
    /// </summary>
    public string? InitialCell { get; set; }
}

/// <summary>
/// Gated recurrent unit (Cho et al. 2014): <c>(B, T, in)</c> to <c>(B, T, directions*hidden)</c>, as <c>torch.nn.GRU</c> with
/// <c>batch_first</c>. Ports: <c>last</c> <c>(B, directions*hidden)</c> and <c>h</c> <c>(NumLayers*directions, B, hidden)</c>, the final
/// hidden states of the top layer and of all layers.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#recurrent">The vocabulary: recurrent</see>
/// </remarks>
/// <param name="hidden">The number of hidden units: an integer or a dimension expression.</param>
public sealed partial class GruAttribute(object hidden) : RecurrentLayerAttribute(hidden)
{
}
