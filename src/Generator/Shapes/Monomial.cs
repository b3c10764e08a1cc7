using System;
using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>An atom to a power of at least 1.</summary>
internal readonly struct Factor(Atom atom, int power)
{
    public Atom Atom { get; } = atom;

    public int Power { get; } = power;
}

/// <summary>A monomial and its coefficient, which is never 0 inside a <see cref="Dim"/>.</summary>
internal readonly struct Term(BigInteger coefficient, Monomial monomial)
{
    public BigInteger Coefficient { get; } = coefficient;

    public Monomial Monomial { get; } = monomial;
}

/// <summary>A product of atoms, sorted by atom; the empty product is 1. Ordered by degree, then lexicographically.</summary>
internal sealed class Monomial : IEquatable<Monomial>
{
    public static readonly Monomial One = new([]);

    private readonly Factor[] _factors;
    private readonly int _hash;

    private Monomial(Factor[] factors)
    {
        _factors = factors;
        var hash = 5381;
        var nonNegative = true;
        foreach (var factor in factors)
        {
            hash = unchecked((((hash * 33) ^ factor.Atom.GetHashCode()) * 33) ^ factor.Power);
            Degree += factor.Power;
            Size += factor.Atom.Size;
            Depth = Math.Max(Depth, factor.Atom.Depth);
            nonNegative &= factor.Atom.IsNonNegative || factor.Power % 2 == 0;
        }

        _hash = hash;
        IsNonNegative = nonNegative;
        if (Degree > Dim.MaxDegree)
        {
            throw new DimLimitException($"the dimension has a product of more than {Dim.MaxDegree} factors");
        }
    }

    /// <summary>The factors, sorted; never written to.</summary>
    public Factor[] Factors => _factors;

    public int Degree { get; }

    public int Size { get; }

    public int Depth { get; }

    public bool IsNonNegative { get; }

    public bool IsOne => _factors.Length == 0;

    /// <summary>The only factor if this is one atom to the power 1.</summary>
    public Atom? Single => _factors.Length == 1 && _factors[0].Power == 1 ? _factors[0].Atom : null;

    public static Monomial Of(Atom atom, int power = 1) => power == 0 ? One : new([new Factor(atom, power)]);

    public int PowerOf(Atom atom)
    {
        foreach (var factor in _factors)
        {
            if (factor.Atom.Equals(atom))
            {
                return factor.Power;
            }
        }

        return 0;
    }

    public static Monomial operator *(Monomial left, Monomial right) =>
        left.IsOne ? right : right.IsOne ? left : Merge(left, right, 1, out _)!;

    /// <summary>The quotient, or null if <paramref name="divisor"/> is not part of this product.</summary>
    public Monomial? Divide(Monomial divisor) =>
        divisor.IsOne ? this : Merge(this, divisor, -1, out var divides) is { } quotient && divides ? quotient : null;

    /// <summary>The factors that both have.</summary>
    public static Monomial Common(Monomial left, Monomial right)
    {
        if (left.IsOne || right.IsOne)
        {
            return One;
        }

        var factors = new List<Factor>();
        for (int i = 0, j = 0; i < left._factors.Length && j < right._factors.Length;)
        {
            var order = left._factors[i].Atom.CompareTo(right._factors[j].Atom);
            if (order == 0)
            {
                factors.Add(new Factor(left._factors[i].Atom, Math.Min(left._factors[i].Power, right._factors[j].Power)));
                i++;
                j++;
            }
            else if (order < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return factors.Count == 0 ? One : new([.. factors]);
    }

    /// <summary>Positive if this is the higher one: by degree, then the one with more of the first atom.</summary>
    public int CompareTo(Monomial other)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (Degree != other.Degree)
        {
            return Degree.CompareTo(other.Degree);
        }

        for (var i = 0; i < _factors.Length && i < other._factors.Length; i++)
        {
            var order = _factors[i].Atom.CompareTo(other._factors[i].Atom);
            if (order != 0)
            {
                return -order;
            }

            if (_factors[i].Power != other._factors[i].Power)
            {
                return _factors[i].Power.CompareTo(other._factors[i].Power);
            }
        }

        return 0;
    }

    public bool Equals(Monomial? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && CompareTo(other) == 0);

    public override bool Equals(object? obj) => obj is Monomial other && Equals(other);

    public override int GetHashCode() => _hash;

    private static Monomial? Merge(Monomial left, Monomial right, int sign, out bool divides)
    {
        divides = true;
        var factors = new List<Factor>(left._factors.Length + right._factors.Length);
        int i = 0, j = 0;
        while (i < left._factors.Length || j < right._factors.Length)
        {
            var order = i == left._factors.Length ? 1
                : j == right._factors.Length ? -1
                : left._factors[i].Atom.CompareTo(right._factors[j].Atom);
            if (order < 0)
            {
                factors.Add(left._factors[i++]);
                continue;
            }

            var power = (order == 0 ? left._factors[i++].Power : 0) + (sign * right._factors[j].Power);
            if (power < 0)
            {
                divides = false;
                return null;
            }

            if (power > 0)
            {
                factors.Add(new Factor(right._factors[j].Atom, power));
            }

            j++;
        }

        return factors.Count == 0 ? One : new([.. factors]);
    }
}
