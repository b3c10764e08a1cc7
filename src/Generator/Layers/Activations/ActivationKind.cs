using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// The element-wise activations: one table row each, with the expression beside its argument and, where there
/// is one, the expression over it.
/// </summary>
internal sealed class ActivationKind : LayerKind
{
    private static readonly NumberArgument Beta = new("Beta", 1, NumberRange.Positive);
    private static readonly NumberArgument NegativeSlope = new("NegativeSlope", 0.01, NumberRange.Finite);
    private static readonly NumberArgument Alpha = new("Alpha", 1, NumberRange.Finite);
    private static readonly NumberArgument Threshold = new("Threshold", 20, NumberRange.Finite);
    private static readonly FlagArgument Tanh = new("Tanh", byDefault: false);

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new ActivationKind("Relu", (x, _) => $"{x}.relu()", (x, _) => $"global::ModelGen.Owned.Relu({x})"),
        new ActivationKind(
            "Gelu",
            (x, tanh) => $"{x}.gelu({tanh})",
            (x, tanh) => $"global::ModelGen.Owned.Gelu({x}, tanh: {tanh.Parts.Length > 0})",
            [Tanh],
            context => context.Get(Tanh) ? Code.Of($"global::TorchSharp.Modules.GELU.Approximate.tanh") : Code.Of($"")),
        new ActivationKind("Silu", (x, _) => $"{x}.silu()", (x, _) => $"global::ModelGen.Owned.Silu({x})"),
        new ActivationKind("Tanh", (x, _) => $"{x}.tanh()", (x, _) => $"global::ModelGen.Owned.Tanh({x})"),
        new ActivationKind("Sigmoid", (x, _) => $"{x}.sigmoid()", (x, _) => $"global::ModelGen.Owned.Sigmoid({x})"),
        new ActivationKind(
            "LeakyRelu",
            (x, slope) => $"{x}.leaky_relu(global::ModelGen.Scalars.Of({slope}))",
            (x, slope) => $"global::ModelGen.Owned.LeakyRelu({x}, {slope})",
            [NegativeSlope],
            context => Code.Of($"{context.Get(NegativeSlope)}")),
        new ActivationKind(
            "Elu",
            (x, alpha) => $"{x}.elu(global::ModelGen.Scalars.Of({alpha}), {Code.One}, {Code.One})",
            (x, alpha) => $"global::ModelGen.Owned.Elu({x}, {alpha})",
            [Alpha],
            context => Code.Of($"{context.Get(Alpha)}")),
        new ActivationKind("Mish", (x, _) => $"global::TorchSharp.torch.nn.functional.mish({x})",
            (x, _) => $"global::ModelGen.Owned.Mish({x})"),
        new ActivationKind("Relu6", (x, _) => $"{x}.relu6()", (x, _) => $"global::ModelGen.Owned.Relu6({x})"),
        new ActivationKind("Hardswish", (x, _) => $"{x}.hardswish()", (x, _) => $"global::ModelGen.Owned.Hardswish({x})"),
        new ActivationKind(
            "Softplus",
            (x, options) => $"{x}.softplus({options})",
            consuming: null,
            [Beta, Threshold],
            context => Code.Of($"{context.Get(Beta)}, {context.Get(Threshold)}")));

    private readonly Func<Value, Code, CodeText> _code;
    private readonly Func<Value, Code, CodeText>? _consuming;
    private readonly Func<LayerContext, Code>? _options;

    private ActivationKind(
        string name,
        Func<Value, Code, CodeText> code,
        Func<Value, Code, CodeText>? consuming,
        IReadOnlyList<AttributeArgument>? arguments = null,
        Func<LayerContext, Code>? options = null)
    {
        Arguments = arguments ?? [];
        Name = name;
        _code = code;
        _consuming = consuming;
        _options = options;
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => LayerTraits.Activation;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne())
        {
            var input = context.Input;
            var options = _options?.Invoke(context) ?? Code.Of($"");
            context.Output(
                input.Shape,
                ElementType.Float,
                _code(input, options),
                consuming: _consuming?.Invoke(input, options),
                consumed: _consuming is null ? null : input);
        }
    }
}
