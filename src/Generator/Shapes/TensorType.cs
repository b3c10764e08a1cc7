using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;

namespace ModelGen.Generator.Shapes;

/// <summary>The element types that a declaration distinguishes; named as <c>ModelGen.DType</c>.</summary>
internal enum ElementType
{
    Float,
    Int64,
    Bool,
}

/// <summary>A tensor's axes, perhaps after any number of leading ones ("...").</summary>
internal sealed record Shape(bool HasLeading, EquatableArray<Dim> Dims)
{
    // Computed once, because comments, messages and the documentation use it repeatedly.
    private string? _text;
    private string[]? _symbols;

    public static Shape Of(params Dim[] dims) => new(false, dims.ToImmutableArray());

    public int Count => Dims.Count;

    /// <summary>Every symbol that occurs, each once, in the order of the axes; never written to.</summary>
    public string[] Symbols => _symbols ??= CollectSymbols();

    private string[] CollectSymbols()
    {
        List<string>? symbols = null;
        foreach (var dim in Dims)
        {
            foreach (var symbol in dim.Symbols)
            {
                if (symbols?.Contains(symbol) != true)
                {
                    (symbols ??= new()).Add(symbol);
                }
            }
        }

        return symbols?.ToArray() ?? [];
    }

    /// <summary>The last axis; the shape must have one.</summary>
    public Dim Last => Dims[Dims.Count - 1];

    public Shape WithLast(Dim last) => WithAxis(Dims.Count - 1, last);

    public Shape WithAxis(int axis, Dim size) => new(HasLeading, Dims.ToImmutableArray().SetItem(axis, size));

    /// <summary><c>(B, 1, 28, 28)</c> for <c>(B, 28, 28)</c>.</summary>
    public Shape WithChannel() => new(HasLeading, Dims.ToImmutableArray().Insert(1, Dim.One));

    public Shape Without(int axis) => new(HasLeading, Dims.ToImmutableArray().RemoveAt(axis));

    public Shape Substitute(IReadOnlyDictionary<string, Dim> values) =>
        new(HasLeading, Dims.Select(dim => dim.Substitute(values)).ToImmutableArray());

    /// <summary><c>(B, T, 512)</c>, <c>(..., D)</c>.</summary>
    public override string ToString() =>
        _text ??= Print();

    private string Print()
    {
        var text = new StringBuilder(HasLeading ? "(..." : "(");
        for (var i = 0; i < Dims.Count; i++)
        {
            text.Append(i > 0 || HasLeading ? ", " : string.Empty).Append(Dims[i].ToString());
        }

        return text.Append(')').ToString();
    }

    /// <summary>Whether both have the same axes; text and symbols follow from them.</summary>
    public bool Equals(Shape? other) =>
        ReferenceEquals(this, other) || (other is not null && HasLeading == other.HasLeading && Dims == other.Dims);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Dims.GetHashCode() * 31) + (HasLeading ? 1 : 0));
}

/// <summary>What is known of a tensor: its shape and its element type.</summary>
internal sealed record TensorType(Shape Shape, ElementType Element)
{
    public override string ToString() => Shape.ToString();
}
