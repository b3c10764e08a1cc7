using System;
using System.Collections.Immutable;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// The element-wise activations: one table row each, with the expression beside its argument and, where there is one, the expression over it.
/// </summary>
internal sealed class ActivationKind : LayerKind
{
    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new ActivationKind("Relu", (x, _) => $"{x}.relu()", (x, _) => $"global::ModelGen.Owned.Relu({x})"),
        new ActivationKind(
            "Gelu",
            (x, tanh) => $"{x}.gelu({tanh})",
            (x, tanh) => $"global::ModelGen.Owned.Gelu({x}, tanh: {tanh.Parts.Count > 0})",
            context => context.Flag("Tanh", false) ? Code.Of($"global::TorchSharp.Modules.GELU.Approximate.tanh") : None),
        new ActivationKind("Silu", (x, _) => $"{x}.silu()", (x, _) => $"global::ModelGen.Owned.Silu({x})"),
        new ActivationKind("Tanh", (x, _) => $"{x}.tanh()", (x, _) => $"global::ModelGen.Owned.Tanh({x})"),
        new ActivationKind("Sigmoid", (x, _) => $"{x}.sigmoid()", (x, _) => $"global::ModelGen.Owned.Sigmoid({x})"),
        new ActivationKind(
            "LeakyRelu",
            (x, slope) => $"{x}.leaky_relu(global::ModelGen.Scalars.Of({slope}))",
            (x, slope) => $"global::ModelGen.Owned.LeakyRelu({x}, {slope})",
            context => context.Finite("NegativeSlope", 0.01) is { } slope ? Code.Of($"{slope}") : null),
        new ActivationKind(
            "Elu",
            (x, alpha) => $"{x}.elu(global::ModelGen.Scalars.Of({alpha}), {Code.One}, {Code.One})",
            (x, alpha) => $"global::ModelGen.Owned.Elu({x}, {alpha})",
            context => context.Finite("Alpha", 1) is { } alpha ? Code.Of($"{alpha}") : null),
        new ActivationKind("Mish", (x, _) => $"global::TorchSharp.torch.nn.functional.mish({x})", (x, _) => $"global::ModelGen.Owned.Mish({x})"),
        new ActivationKind("Relu6", (x, _) => $"{x}.relu6()", (x, _) => $"global::ModelGen.Owned.Relu6({x})"),
        new ActivationKind("Hardswish", (x, _) => $"{x}.hardswish()", (x, _) => $"global::ModelGen.Owned.Hardswish({x})"),
        new ActivationKind(
            "Softplus",
            (x, options) => $"{x}.softplus({options})",
            consuming: null,
            context => context.Positive("Beta", 1) is { } beta && context.Finite("Threshold", 20) is { } threshold ? Code.Of($"{beta}, {threshold}") : null));

    private static readonly Code None = Code.Of($"");

    private readonly Func<Value, Code, CodeText> _code;
    private readonly Func<Value, Code, CodeText>? _consuming;
    private readonly Func<LayerContext, Code?>? _options;

    private ActivationKind(
        string name,
        Func<Value, Code, CodeText> code,
        Func<Value, Code, CodeText>? consuming,
        Func<LayerContext, Code?>? options = null)
    {
        Name = name;
        _code = code;
        _consuming = consuming;
        _options = options;
    }

    public override string Name { get; }

    public override LayerTraits Traits => LayerTraits.Activation;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        var options = _options is null ? None : _options(context);
        if (options is not null && context.TakesOne())
        {
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                _code(input, options),
                consuming: _consuming?.Invoke(input, options),
                consumed: _consuming is null ? null : input);
        }
    }
}
