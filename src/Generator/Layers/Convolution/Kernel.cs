using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The arguments that convolutions and transposed convolutions share.</summary>
internal sealed record Kernel(ImmutableArray<Dim> Size, ImmutableArray<Dim> Stride, ImmutableArray<Dim> Dilation, Dim Groups, bool HasBias)
{
    public static readonly AxisSizesArgument KernelArgument = new("Kernel", byDefault: null, least: 1);
    private static readonly AxisSizesArgument StrideArgument = new("Stride", byDefault: 1, least: 1);
    private static readonly AxisSizesArgument DilationArgument = new("Dilation", byDefault: 1, least: 1);
    public static readonly SizeArgument GroupsArgument = new("Groups");

    /// <summary>The arguments that a kernel is read from.</summary>
    public static readonly IReadOnlyList<AttributeArgument> Arguments =
        [KernelArgument, StrideArgument, DilationArgument, GroupsArgument, CommonArguments.Bias];

    /// <summary>The number of weights between one channel and another.</summary>
    public Dim Elements => Size.Aggregate(Dim.One, (product, size) => product * size);

    /// <summary>Whether it covers a single position.</summary>
    public bool IsPointwise => Size.All(size => size == 1);

    /// <summary>The constructor's arguments that both have.</summary>
    public Code Further
    {
        get
        {
            var groups = Groups == Dim.One ? Code.Of($"") : Code.Of($", groups: {Groups}");
            var bias = HasBias ? string.Empty : ", bias: false";
            return Code.Of($"{groups}{bias}, device: device, dtype: dtype");
        }
    }

    /// <summary>What it covers along an axis.</summary>
    public Dim Extent(int axis) => Window.ExtentOf(Size[axis], Dilation[axis]);

    public static Kernel? Read(LayerContext context, int axes)
    {
        if (!context.Has(KernelArgument))
        {
            context.Report(Descriptors.BadArgument, context.Use.Site,
                $"{context.Use} has no kernel size: set Kernel, for example Kernel = 3.");
            return null;
        }

        var size = context.PerAxis(KernelArgument, axes);
        var stride = context.PerAxis(StrideArgument, axes);
        var dilation = context.PerAxis(DilationArgument, axes);
        var groups = context.Find(GroupsArgument) ?? Dim.One;
        return size is null || stride is null || dilation is null
            ? null
            : new Kernel(size.Value, stride.Value, dilation.Value, groups, context.Get(CommonArguments.Bias));
    }
}
