using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>A tensor of the forward pass.</summary>
internal sealed class Value
{
    public required int Id { get; init; }

    /// <summary>Its shape and type; null after a mistake, so that one mistake gives one message.</summary>
    public required TensorType? Type { get; init; }

    /// <summary>The name of its local, before names are made unique.</summary>
    public required string Name { get; init; }

    public BoundInput? Input { get; init; }

    public BoundLayer? Producer { get; init; }

    /// <summary>The stage that the producer belongs to; empty in a chain.</summary>
    public string StageName { get; init; } = string.Empty;

    /// <summary>The tensor whose memory it may share.</summary>
    public Value? AliasOf { get; init; }

    /// <summary>Whether another tensor may own its memory: a block may return one of its arguments.</summary>
    public bool MayBeForeign { get; init; }

    public bool IsOptional => Input is { IsOptional: true };

    /// <summary>Where it comes from.</summary>
    public Site Site => Input?.Site ?? Producer?.Use.Site ?? Site.Class;

    public Shape Shape => Type!.Shape;

    /// <summary><c>'features' is (B, 1023) after Flatten on line 12</c>, with the line still open.</summary>
    public string Describe() => Describe(Type!.ToString());

    /// <summary><c>'tokens' is (B, T) of Int64 after Relu on line 12</c>.</summary>
    public string DescribeWithElement() => Describe($"{Type} of {Type!.Element}");

    private string Describe(string what) =>
        Input is not null ? $"{Subject}{{line}} is {what}"
        : Producer is not null ? $"{Subject} is {what} after {Producer.Use}{{line}}"
        : $"{Subject} is {what}";

    public string Subject => Input is not null ? $"input '{Input.Name}'" : StageName.Length > 0 ? $"'{StageName}'" : "the tensor";
}
