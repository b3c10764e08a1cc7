using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>A size of at least 1: an integer or a dimension expression. Null if it is not given, where it need not be.</summary>
internal sealed class SizeArgument(string name) : AttributeArgument<Dim?>(name)
{
    public override string Accepts => "size";

    public override string Range => "at least 1";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        if (reader.Use.Find(this) is not { } given || (IsProperty && given.Value.Kind == ConstantKind.Null))
        {
            return true;
        }

        value = reader.ReadSize(this, given.Value);
        return value is not null;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Size((Dim?)value);
}

/// <summary>An integer of either sign, or an expression, such as where a slice begins. Null if it is not given.</summary>
internal sealed class PositionArgument(string name) : AttributeArgument<Dim?>(name)
{
    public override string Accepts => "integer or expression";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        if (reader.Given(this) is not { } given)
        {
            return true;
        }

        value = given.Kind == ConstantKind.Integer ? given.Integer : reader.ReadSize(this, given);
        return value is not null;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Size((Dim?)value);
}
