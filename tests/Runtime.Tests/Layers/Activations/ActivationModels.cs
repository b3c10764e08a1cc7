namespace ModelGen.Runtime.Tests;

/// <summary>Every activation twice: on the input, which stays, and on a temporary, which may be overwritten.</summary>
[Model]
public partial class Activations
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), LeakyRelu, Output]
    private Stage leakyRelu;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), LeakyRelu(NegativeSlope = 0.3), Output]
    private Stage leakyReluOfCube;

    [From(nameof(x)), Elu, Output]
    private Stage elu;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), Elu(Alpha = 0.5), Output]
    private Stage eluOfCube;

    [From(nameof(x)), Mish, Output]
    private Stage mish;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), Mish, Output]
    private Stage mishOfCube;

    [From(nameof(x)), Relu6, Output]
    private Stage relu6;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), Relu6, Output]
    private Stage relu6OfCube;

    [From(nameof(x)), Hardswish, Output]
    private Stage hardswish;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), Hardswish, Output]
    private Stage hardswishOfCube;

    [From(nameof(x)), Softplus, Output]
    private Stage softplus;

    [From(nameof(x)), Multiply(nameof(x)), Multiply(nameof(x)), Softplus(Beta = 2, Threshold = 1), Output]
    private Stage softplusOfCube;
}

/// <summary>Gated linear units along two axes.</summary>
[Model]
[Dim("C", MultipleOf = 2)]
public partial class Gates
{
    [Input("B", "C", "2*T")]
    private Stage x;

    [From(nameof(x)), Glu, Output("B", "C", "T")]
    private Stage last;

    [From(nameof(x)), Glu(Axis = 1), Output("B", "C/2", "2*T")]
    private Stage channels;
}

/// <summary>One learned slope, and one for each channel.</summary>
[Model]
public partial class Slopes
{
    [Input("B", "C", "T")]
    private Stage x;

    [From(nameof(x)), PRelu, Output("B", "C", "T")]
    private Stage one;

    [From(nameof(x)), PRelu(NumParameters = "C", InitialSlope = 0.1), Output("B", "C", "T")]
    private Stage each;
}

/// <summary>Vectors of length 1 along the channels.</summary>
[Model]
[Input("B", "C", "L")]
[Normalize(Axis = 1)]
public partial class UnitVectors;
