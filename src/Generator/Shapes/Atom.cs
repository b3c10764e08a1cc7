using System;
using System.Collections.Immutable;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// A variable of a polynomial: a symbol, or an operation that does not reduce to one. Atoms are equal by value and totally ordered.
/// Canonical polynomials know only <see cref="SymbolAtom"/>, <see cref="FloorAtom"/> and <see cref="MinAtom"/>: a remainder is
/// <c>n - d*(n/d)</c> and a maximum is <c>-min(-a, -b)</c>, so that <c>a/b*b + a%b</c> is <c>a</c> and <c>min + max</c> is the sum.
/// <see cref="ModAtom"/> and <see cref="MaxAtom"/> put them back for readers and for code.
/// </summary>
internal abstract class Atom : IEquatable<Atom>
{
    private readonly int _hash;

    private protected Atom(int hash, int size, int depth, bool nonNegative)
    {
        _hash = hash;
        Size = size;
        Depth = depth;
        IsNonNegative = nonNegative;
    }

    /// <summary>Nodes in the tree, for the limits.</summary>
    public int Size { get; }

    /// <summary>Levels of operations inside; 0 for a symbol.</summary>
    public int Depth { get; }

    /// <summary>Whether the form alone shows that the value is never negative. Symbols are never negative.</summary>
    public bool IsNonNegative { get; }

    /// <summary>Position of the kind in the order of atoms.</summary>
    private protected abstract int Rank { get; }

    /// <summary>The order among atoms of one kind.</summary>
    private protected abstract int CompareSame(Atom other);

    /// <summary>The total order: symbols by name first, then floor divisions, then minima.</summary>
    public int CompareTo(Atom other)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        var byRank = Rank.CompareTo(other.Rank);
        return byRank != 0 ? byRank : CompareSame(other);
    }

    /// <inheritdoc/>
    public bool Equals(Atom? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Rank == other.Rank && CompareSame(other) == 0);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Atom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    private protected static int Combine(int a, int b) => unchecked((a * 16777619) ^ (b + (a << 7)));
}

/// <summary>A named size.</summary>
internal sealed class SymbolAtom : Atom
{
    public SymbolAtom(string name)
        : base(Combine(1, StringComparer.Ordinal.GetHashCode(name)), 1, 0, true) => Name = name;

    public string Name { get; }

    private protected override int Rank => 0;

    private protected override int CompareSame(Atom other) => string.CompareOrdinal(Name, ((SymbolAtom)other).Name);
}

/// <summary>Two operands: what a floor division and a remainder share.</summary>
internal abstract class QuotientAtom : Atom
{
    private protected QuotientAtom(int kind, Dim numerator, Dim divisor, bool nonNegative)
        : base(
            Combine(Combine(kind, numerator.GetHashCode()), divisor.GetHashCode()),
            1 + numerator.Size + divisor.Size,
            1 + Math.Max(numerator.Depth, divisor.Depth),
            nonNegative)
    {
        Numerator = numerator;
        Divisor = divisor;
    }

    public Dim Numerator { get; }

    public Dim Divisor { get; }

    private protected override int CompareSame(Atom other)
    {
        var quotient = (QuotientAtom)other;
        var byNumerator = Numerator.CompareTo(quotient.Numerator);
        return byNumerator != 0 ? byNumerator : Divisor.CompareTo(quotient.Divisor);
    }
}

/// <summary><c>floor(numerator / divisor)</c>.</summary>
internal sealed class FloorAtom : QuotientAtom
{
    public FloorAtom(Dim numerator, Dim divisor)
        : base(2, numerator, divisor, numerator.IsNonNegative && divisor.IsNonNegative)
    {
    }

    private protected override int Rank => 1;
}

/// <summary><c>numerator - divisor*floor(numerator / divisor)</c>; only in what is printed.</summary>
internal sealed class ModAtom : QuotientAtom
{
    public ModAtom(Dim numerator, Dim divisor)
        : base(3, numerator, divisor, divisor.IsNonNegative)
    {
    }

    private protected override int Rank => 2;
}

/// <summary>Several operands: what a minimum and a maximum share.</summary>
internal abstract class ExtremeAtom : Atom
{
    private protected ExtremeAtom(int kind, ImmutableArray<Dim> operands, bool nonNegative)
        : base(Hash(kind, operands), SizeOf(operands), DepthOf(operands), nonNegative) => Operands = operands;

    /// <summary>At least two, sorted, none equal to another.</summary>
    public ImmutableArray<Dim> Operands { get; }

    private protected override int CompareSame(Atom other)
    {
        var operands = ((ExtremeAtom)other).Operands;
        for (var i = 0; i < Operands.Length && i < operands.Length; i++)
        {
            var order = Operands[i].CompareTo(operands[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return Operands.Length.CompareTo(operands.Length);
    }

    private static int Hash(int kind, ImmutableArray<Dim> operands)
    {
        var hash = kind;
        foreach (var operand in operands)
        {
            hash = Combine(hash, operand.GetHashCode());
        }

        return hash;
    }

    private static int SizeOf(ImmutableArray<Dim> operands)
    {
        var size = 1;
        foreach (var operand in operands)
        {
            size += operand.Size;
        }

        return size;
    }

    private static int DepthOf(ImmutableArray<Dim> operands)
    {
        var depth = 0;
        foreach (var operand in operands)
        {
            depth = Math.Max(depth, operand.Depth);
        }

        return depth + 1;
    }
}

/// <summary>The least of several dimensions.</summary>
internal sealed class MinAtom : ExtremeAtom
{
    public MinAtom(ImmutableArray<Dim> operands)
        : base(4, operands, All(operands))
    {
    }

    private protected override int Rank => 3;

    private static bool All(ImmutableArray<Dim> operands)
    {
        foreach (var operand in operands)
        {
            if (!operand.IsNonNegative)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The greatest of several dimensions; only in what is printed.</summary>
internal sealed class MaxAtom : ExtremeAtom
{
    public MaxAtom(ImmutableArray<Dim> operands)
        : base(5, operands, Any(operands))
    {
    }

    private protected override int Rank => 4;

    private static bool Any(ImmutableArray<Dim> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.IsNonNegative)
            {
                return true;
            }
        }

        return false;
    }
}
