using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests
{
    /// <summary>Every scheme of initialisation, and a hook of the user's own.</summary>
    [Model]
    [Input("B", 64)]
    [Linear(64, Init = Init.Zeros, Name = "zeros"),
        Linear(64, Init = Init.Normal, Name = "normal"), Linear(64, Init = Init.Normal, InitStd = 0.5, Name = "wide")]
    [Linear(64, Init = Init.TruncatedNormal, Name = "truncated"), Linear(64, Init = Init.Orthogonal, Name = "orthogonal")]
    [Linear(64, Init = Init.XavierUniform, Name = "xavierUniform"), Linear(64, Init = Init.XavierNormal, Name = "xavierNormal")]
    [Linear(64, Init = Init.KaimingUniform, Name = "kaimingUniform"), Linear(64, Init = Init.KaimingNormal, Name = "kaimingNormal")]
    [Linear(64, Name = "own")]
    public partial class Initialized
    {
        public int Initializations { get; private set; }

        partial void Initialize()
        {
            Initializations++;
            using var quiet = no_grad();
            this.get_parameter("own.weight")!.fill_(7);
        }
    }

    /// <summary>Nested, generic and of narrow accessibility.</summary>
    internal static partial class Outer<T>
    {
        internal sealed partial class Inner
        {
            /// <summary>A chain that ends in dropout.</summary>
            [Model]
            [Input("B", "D")]
            [Linear("D"), Dropout(0.5)]
            internal sealed partial class Nested
            {
                public T? Tag { get; set; }
            }
        }
    }

    /// <summary>A generated module that holds a hand-written one.</summary>
    [Model, DrawnByHand]
    [Input("B", 6)]
    [Linear(4), Module<HandWrittenScale>("B", 4)]
    internal sealed partial class WithHandWritten;

    /// <summary>A hand-written module that knows nothing of devices and types.</summary>
    internal sealed class HandWrittenScale : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter scale = new(ones(4));

        public HandWrittenScale()
            : base(nameof(HandWrittenScale)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * scale;
    }

    /// <summary>A hand-written module that holds generated ones; found by reflection.</summary>
    internal sealed class HandWrittenPair : nn.Module<Tensor, Tensor>
    {
        private readonly Perceptron _first = new(6);
        private readonly nn.Module<Tensor, Tensor> _second;

        public HandWrittenPair()
            : base(nameof(HandWrittenPair))
        {
            _second = nn.Sequential(("perceptron", new Perceptron(@in: 6)), ("relu", nn.ReLU()));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var first = _first.call(input);
            using var wide = cat([first, first], -1);
            return _second.call(wide);
        }
    }
}

/// <summary>Without a namespace.</summary>
[ModelGen.Model]
[ModelGen.Input("B", 3)]
[ModelGen.Linear(2)]
public partial class WithoutNamespace;
