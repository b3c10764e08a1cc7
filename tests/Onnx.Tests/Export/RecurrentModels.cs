namespace ModelGen.Runtime.Tests;

/// <summary>Two stacked bidirectional LSTM layers over padded sequences, with one initial state of two.</summary>
[Model]
public partial class PaddedLstm
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", Type = DType.Int64, Optional = true)]
    private Stage lengths;

    [Input(4, "B", "H", Optional = true)]
    private Stage h0;

    [From(nameof(x)), Lstm("H", NumLayers = 2, Bidirectional = true, Lengths = nameof(lengths), InitialHidden = nameof(h0)), Output]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;

    [From(nameof(sequence) + ".c"), Output]
    private Stage c;

    [From(nameof(sequence) + ".last"), Output]
    private Stage last;
}

/// <summary>An LSTM without biases that starts from a cell state.</summary>
[Model]
public partial class PlainLstm
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input(1, "B", "H")]
    private Stage c0;

    [From(nameof(x)), Lstm("H", Bias = false, InitialCell = nameof(c0)), Output]
    private Stage sequence;

    [From(nameof(sequence) + ".c"), Output]
    private Stage c;
}

/// <summary>Three stacked GRU layers over padded sequences.</summary>
[Model]
public partial class PaddedGru
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", Type = DType.Int64, Optional = true)]
    private Stage lengths;

    [Input(3, "B", "H", Optional = true)]
    private Stage h0;

    [From(nameof(x)), Gru("H", NumLayers = 3, Lengths = nameof(lengths), InitialHidden = nameof(h0)), Output]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;

    [From(nameof(sequence) + ".last"), Output]
    private Stage last;
}

/// <summary>A bidirectional GRU without biases.</summary>
[Model]
[Input("B", "T", "D")]
[Gru("H", Bidirectional = true, Bias = false, Port = "last"), Output("B", "2*H")]
public partial class PlainGru;

/// <summary>Two stacked bidirectional Elman layers over padded sequences.</summary>
[Model]
public partial class PaddedElman
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", Type = DType.Int64)]
    private Stage lengths;

    [Input(4, "B", "H", Optional = true)]
    private Stage h0;

    [From(nameof(x)),
        Rnn("H", NumLayers = 2, Bidirectional = true, Nonlinearity = Nonlinearity.Relu,
            Lengths = nameof(lengths), InitialHidden = nameof(h0)),
        Output]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;

    [From(nameof(sequence) + ".last"), Output]
    private Stage last;
}
