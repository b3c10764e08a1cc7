using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>What the vocabulary lacks, by methods of the class: of one tensor, of two, and one that hands its argument back.</summary>
[Model]
public partial class Methods
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "D")]
    private Stage mean;

    [From(nameof(x)), Apply(nameof(Flip)), Output("B", "T", "D")]
    private Stage flipped;

    [From(nameof(x)), Apply(nameof(Centre), Inputs = new[] { nameof(mean) }), Relu, Output("B", "T", "D")]
    private Stage centred;

    [From(nameof(x)), Apply(nameof(Same)), Relu, Output("B", "T", "D")]
    private Stage same;

    [From(nameof(mean)), Apply(nameof(IsLarge)), Output("B")]
    private Stage isLarge;

    [return: Shape("...", "T", "D")]
    private static Tensor Flip([Shape("...", "T", "D")] Tensor x) => x.flip(-2);

    [return: Shape("B", "T", "D")]
    private Tensor Centre([Shape("B", "T", "D")] Tensor x, [Shape("B", "D")] Tensor mean)
    {
        using var column = mean.unsqueeze(1);
        return x - column;
    }

    [return: Shape("B", "T", "D")]
    private static Tensor Same([Shape("B", "T", "D")] Tensor x) => x;

    [return: Shape("B", Type = DType.Bool)]
    private static Tensor IsLarge([Shape("B", "D")] Tensor x)
    {
        using var sum = x.sum(1);
        return sum.gt(0);
    }
}

/// <summary>A method whose word is as good as what a test gives it to return.</summary>
[Model, DrawnByHand]
public partial class UnkeptPromise
{
    /// <summary>What the method returns.</summary>
    public Tensor? Returned { get; set; }

    [Input("B", "D")]
    private Stage x;

    [Apply(nameof(Double)), Relu]
    private Stage y;

    [return: Shape("B", "2*D")]
    private Tensor Double([Shape("B", "D")] Tensor x) => Returned!;
}

/// <summary>A module whose output is not as declared.</summary>
[Model, DrawnByHand]
[Input("B", 6)]
[Module<Narrow>("B", 4), Relu]
internal sealed partial class UnkeptModule;

/// <summary>Gives three features.</summary>
internal sealed class Narrow : nn.Module<Tensor, Tensor>
{
    public Narrow()
        : base(nameof(Narrow))
    {
    }

    public override Tensor forward(Tensor input) => input.narrow(1, 0, 3);
}
