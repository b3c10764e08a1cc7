using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>The axes of a tensor: sizes, and <c>"..."</c> first for any number of leading axes. Null after a mistake.</summary>
internal sealed class ShapeArgument(string name) : AttributeArgument<Shape?>(name)
{
    public override string Accepts => "sizes or \"...\"";

    /// <summary>Whether the symbols stand for whatever the shape is matched with, and are not the model's own.</summary>
    public bool IsPattern { get; init; }

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        if (reader.Given(this) is not { } given)
        {
            value = new Shape(false, default);
            return true;
        }

        var dims = new List<Dim>();
        var (hasLeading, failed) = (false, false);
        for (var i = 0; i < given.Items.Count; i++)
        {
            var item = given.Items[i];
            if (item is { Kind: ConstantKind.Text, Text: "..." })
            {
                if (i > 0)
                {
                    reader.Report(Descriptors.BadDimension, this, "\"...\" stands for leading axes, so it can only come first.", i);
                    failed = true;
                }

                hasLeading = true;
            }
            else if (reader.ReadAxis(this, i, item, IsPattern) is { } dim)
            {
                dims.Add(dim);
            }
            else
            {
                failed = true;
            }
        }

        value = failed ? null : new Shape(hasLeading, dims.ToEquatableArray());
        return !failed;
    }

    public override ArgumentData? Describe(object? value) => value is Shape shape
        ? ArgumentData.Sizes((shape.HasLeading ? ["..."] : Enumerable.Empty<string>()).Concat(shape.Dims.Select(dim => dim.ToString())))
        : null;
}

/// <summary>The element type of a tensor; Float when it is not given.</summary>
internal sealed class ElementArgument(string name) : AttributeArgument<ElementType>(name)
{
    public override string Accepts => "choice";

    public override string Default => nameof(ElementType.Float);

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this)?.Text switch
        {
            nameof(ElementType.Int64) => ElementType.Int64,
            nameof(ElementType.Bool) => ElementType.Bool,
            _ => ElementType.Float,
        };
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Choice(((ElementType)value!).ToString());
}
