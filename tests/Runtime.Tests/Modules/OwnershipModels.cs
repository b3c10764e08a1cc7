namespace ModelGen.Runtime.Tests;

// Each of these would give wrong numbers if an operation in place reached a tensor that somebody else still reads.

/// <summary>In evaluation dropout hands back the input's memory, and the sum must not be written there.</summary>
[Model]
[Input("B", "D")]
[Dropout, Residual]
public partial class DroppedResidual;

/// <summary>The same for an activation.</summary>
[Model]
[Input("B", "D")]
[Dropout(0.3), Relu, Dropout(0.1), Sigmoid]
public partial class DroppedActivations;

/// <summary>One tensor, two readers.</summary>
[Model]
public partial class ReadTwice
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), Linear("D")]
    private Stage shared;

    [From(nameof(shared)), Relu]
    private Stage left;

    [From(nameof(shared)), Tanh]
    private Stage right;

    [Add(nameof(left), nameof(shared))]
    private Stage sum;

    [Gelu]
    private Stage result;
}

/// <summary>Results that the next stages read on.</summary>
[Model]
public partial class ResultsReadOn
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), Linear("D"), Output]
    private Stage first;

    [Relu, Output]
    private Stage second;

    [Dropout(0.5), Output]
    private Stage third;

    [Sigmoid, Residual, Output]
    private Stage fourth;
}

/// <summary>Views of one tensor, each of which ends in an activation.</summary>
[Model]
public partial class Views
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Linear("D")]
    private Stage shared;

    [From(nameof(shared)), Select(Axis = 1, Index = -1), Relu, Output("B", "D")]
    private Stage selected;

    [From(nameof(shared)), Flatten, Silu, Output("B", "T*D")]
    private Stage flat;

    [From(nameof(shared)), Mean(Axis = -1, KeepDim = true), Gelu(Tanh = true), Output("B", "T", 1)]
    private Stage mean;

    [From(nameof(shared)), Dropout(0.5), LogSoftmax, Output]
    private Stage logarithms;

    [From(nameof(x)), Select(Axis = 1, Index = 0), Tanh, Output]
    private Stage ofTheInput;

    [From(nameof(x)), Flatten(StartAxis = 0, EndAxis = 1), Sigmoid, Output("B*T", "D")]
    private Stage flatInput;

    [From(nameof(shared)), Tanh, Output]
    private Stage last;
}

/// <summary>One tensor as several results, the input among them.</summary>
[Model]
public partial class SameResults
{
    [Input("B", "D"), Output]
    private Stage x;

    [From(nameof(x)), Linear("D"), Output]
    private Stage once;

    [From(nameof(once)), Output]
    private Stage twice;

    [From(nameof(x)), Output]
    private Stage input;
}

/// <summary>A block that in evaluation returns its input's memory.</summary>
[Model]
[Input("B", "D")]
[Dropout(0.2)]
public partial class OnlyDropout;

/// <summary>Activations after such blocks.</summary>
[Model]
public partial class AroundOnlyDropout
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), Block<OnlyDropout>, Relu, Output]
    private Stage once;

    [From(nameof(x)), Block<OnlyDropout>(3), Sigmoid, Output]
    private Stage repeated;

    [From(nameof(x)), Linear("D"), Block<OnlyDropout>(2), Residual, Output]
    private Stage residual;
}

/// <summary>The final states and a view of them.</summary>
[Model]
public partial class RecurrentResults
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input(4, "B", "H", Optional = true)]
    private Stage h0;

    [From(nameof(x)), Lstm("H", NumLayers = 2, Bidirectional = true, Dropout = 0.1, InitialHidden = nameof(h0)), Output("B", "T", "2*H")]
    private Stage sequence;

    [From(nameof(sequence) + ".last"), Relu, Output("B", "2*H")]
    private Stage last;

    [From(nameof(sequence) + ".h"), Output]
    private Stage h;

    [From(nameof(sequence) + ".c"), Tanh, Output]
    private Stage c;
}

/// <summary>The last step in one direction, where it is a view of the states.</summary>
[Model]
public partial class LastStep
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Gru("H")]
    private Stage sequence;

    [From(nameof(sequence) + ".last"), Sigmoid, Output("B", "H")]
    private Stage last;

    [From(nameof(sequence) + ".h"), Output(1, "B", "H")]
    private Stage h;
}

/// <summary>Several inputs side by side, stretched and summed.</summary>
[Model]
public partial class Joins
{
    [Input("B", "D")]
    private Stage a;

    [Input("B", "E")]
    private Stage b;

    [Input("D")]
    private Stage bias;

    [From(nameof(a), nameof(b)), Concat, Relu, Output("B", "D + E")]
    private Stage both;

    [From(nameof(a)), Add(nameof(bias), Broadcast = true), Relu, Output("B", "D")]
    private Stage shifted;

    [From(nameof(both)), Linear("D"), Add(nameof(shifted), nameof(a)), Output]
    private Stage sum;
}
