using System.Collections.Immutable;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Softmax and its logarithm.</summary>
internal sealed class SoftmaxKind : LayerKind
{
    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new SoftmaxKind("Softmax", "softmax"),
        new SoftmaxKind("LogSoftmax", "log_softmax"));

    private readonly string _method;

    private SoftmaxKind(string name, string method)
    {
        Name = name;
        _method = method;
    }

    public override string Name { get; }

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis("Axis", -1);

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne() && context.Axis("Axis", -1, context.Input) is { } axis)
        {
            var input = context.Input;
            context.Output(input.Shape, ElementType.Float, $"global::TorchSharp.torch.nn.functional.{_method}({input}, {LayerContext.AxisInCode(axis, input.Shape)})");
        }
    }
}
