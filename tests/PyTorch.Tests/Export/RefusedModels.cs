using ModelGen.Runtime.Tests;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>A model without anything unusual.</summary>
[Model, DrawnByHand]
[Input("B", 4)]
[Linear(3)]
public partial class Plain;

/// <summary>A model that calls a method.</summary>
[Model, DrawnByHand]
[Input("B", 4)]
[Apply(nameof(Flip))]
public partial class UsesMethod
{
    [return: Shape("B", 4)]
    private static Tensor Flip([Shape("B", 4)] Tensor x) => x.flip(1);
}

/// <summary>A layer with the name of a member of PyTorch's modules.</summary>
[Model, DrawnByHand]
[Input("B", 4)]
[Linear(3, Name = "training")]
public partial class Named;

/// <summary>A language model.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(11, 8), TransformerEncoderLayer(2, 16, Causal = true), Linear(11)]
[Autoregressive]
public partial class Base;

/// <summary>The language model with adapters.</summary>
[Lora<Base>(2)]
public partial class Adapted;

/// <summary>A class with the name of a layer that the export writes.</summary>
[Model, DrawnByHand]
[Input("B", 4)]
[RmsNorm]
public partial class RMSNorm;
