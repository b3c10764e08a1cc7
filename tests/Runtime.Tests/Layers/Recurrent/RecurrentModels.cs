namespace ModelGen.Runtime.Tests;

/// <summary>The two stacked Elman layers that PyTorch computed, final states included.</summary>
[Model]
public partial class ElmanModel
{
    [Input("B", "T", 128)]
    private Stage x;

    [Input(2, "B", 256, Optional = true)]
    private Stage h0;

    [From(nameof(x)), Rnn(256, NumLayers = 2, InitialHidden = nameof(h0)), Output]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;
}

/// <summary>The two stacked gated layers that PyTorch computed, final states included.</summary>
[Model]
public partial class GruModel
{
    [Input("B", "T", 128)]
    private Stage x;

    [Input(2, "B", 256, Optional = true)]
    private Stage h0;

    [From(nameof(x)), Gru(256, NumLayers = 2, InitialHidden = nameof(h0)), Output]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;
}

/// <summary>The two stacked bidirectional LSTM layers that PyTorch computed, final states included.</summary>
[Model]
public partial class LstmModel
{
    [Input("B", "T", 64)]
    private Stage x;

    [Input(4, "B", 256, Optional = true)]
    private Stage h0;

    [Input(4, "B", 256, Optional = true)]
    private Stage c0;

    [From(nameof(x)),
        Lstm(256, NumLayers = 2, Bidirectional = true, InitialHidden = nameof(h0), InitialCell = nameof(c0)), Output("B", "T", 512)]
    private Stage sequence;

    [From(nameof(sequence) + ".h"), Output(4, "B", 256)]
    private Stage h;

    [From(nameof(sequence) + ".c"), Output(4, "B", 256)]
    private Stage c;
}

/// <summary>The last state of the upper of two stacked layers.</summary>
[Model, Input("B", "T", 128)]
[Gru(256, NumLayers = 2, Port = "last"), Output("B", 256)]
public partial class GruLastModel;

/// <summary>The last state of the upper layer forward, then that backward, which is the state after the first step.</summary>
[Model, Input("B", "T", 64)]
[Lstm(256, NumLayers = 2, Bidirectional = true, Port = "last"), Output("B", 512)]
public partial class LstmLastModel;
