using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// The size of an axis: an immutable polynomial with integer coefficients over symbols and over floor divisions and minima that reduce to
/// no polynomial. It is always in canonical form, so that equality is comparing forms: <c>2*(D + 1) - 2</c> is <c>2*D</c>, <c>(H/2)/2</c>
/// is <c>H/4</c>, <c>(T*D)/D</c> is <c>T</c>, <c>a/b*b + a%b</c> is <c>a</c>. A symbol stands for a size: an integer that is never
/// negative. A divisor stands for an integer other than 0; where it is 0 there is no value.
/// </summary>
/// <exception cref="DimLimitException">
/// Every operation that makes a dimension raises it when the result would have more than <see cref="MaxTerms"/> terms, products of more
/// than <see cref="MaxDegree"/> factors, more than <see cref="MaxSize"/> nodes, more than <see cref="MaxDepth"/> levels of operations, or
/// coefficients of more than <see cref="MaxBits"/> bits.
/// </exception>
internal sealed partial class Dim : IEquatable<Dim>
{
    /// <summary>The maximum number of terms of a polynomial.</summary>
    public const int MaxTerms = 256;

    /// <summary>The maximum number of factors of a product.</summary>
    public const int MaxDegree = 64;

    /// <summary>The maximum number of nodes of a dimension, nested operations included.</summary>
    public const int MaxSize = 4096;

    /// <summary>The maximum nesting depth of divisions, remainders, minima and maxima.</summary>
    public const int MaxDepth = 64;

    /// <summary>The maximum number of bits of a coefficient.</summary>
    public const int MaxBits = 8192;

    private static readonly BigInteger CoefficientLimit = BigInteger.One << MaxBits;

    private readonly Term[] _terms;
    private readonly int _hash;
    private string[]? _symbols;
    private string? _text;

    private Dim(Term[] terms)
    {
        _terms = terms;
        var hash = 7;
        var size = 0;
        var nonNegative = true;
        foreach (var term in terms)
        {
            hash = unchecked((((hash * 31) + term.Coefficient.GetHashCode()) * 31) + term.Monomial.GetHashCode());
            size += 1 + term.Monomial.Size;
            Depth = Math.Max(Depth, term.Monomial.Depth);
            nonNegative &= term.Coefficient.Sign > 0 && term.Monomial.IsNonNegative;
            if (BigInteger.Abs(term.Coefficient) >= CoefficientLimit)
            {
                throw new DimLimitException("the dimension has a number that is too large");
            }
        }

        _hash = hash;
        Size = size;
        IsNonNegative = nonNegative;
        if (terms.Length > MaxTerms)
        {
            throw TooManyTerms();
        }

        if (size > MaxSize || Depth > MaxDepth)
        {
            throw new DimLimitException("the dimension is too large");
        }
    }

    /// <summary>The size 0.</summary>
    public static Dim Zero { get; } = new([]);

    /// <summary>The size 1.</summary>
    public static Dim One { get; } = new([new Term(BigInteger.One, Monomial.One)]);

    /// <summary>Every symbol that occurs, sorted by ordinal, each once; never written to.</summary>
    public string[] Symbols => _symbols ??= CollectSymbols();

    /// <summary>The terms, the highest monomial first; never written to.</summary>
    internal Term[] Terms => _terms;

    /// <summary>Nodes in the tree.</summary>
    internal int Size { get; }

    /// <summary>Levels of operations inside.</summary>
    internal int Depth { get; }

    /// <summary>Whether the form alone shows that the value is never negative. False means that this is unknown.</summary>
    internal bool IsNonNegative { get; }

    /// <summary>Whether every number in it is a <c>long</c>, as C# code needs.</summary>
    internal bool FitsCode
    {
        get
        {
            foreach (var term in _terms)
            {
                if (BigInteger.Abs(term.Coefficient) > long.MaxValue)
                {
                    return false;
                }

                foreach (var factor in term.Monomial.Factors)
                {
                    var fits = factor.Atom switch
                    {
                        QuotientAtom quotient => quotient.Numerator.FitsCode && quotient.Divisor.FitsCode,
                        ExtremeAtom extreme => extreme.Operands.All(static operand => operand.FitsCode),
                        _ => true,
                    };
                    if (!fits)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    internal bool IsZero => _terms.Length == 0;

    internal bool IsOne => _terms.Length == 1 && _terms[0].Monomial.IsOne && _terms[0].Coefficient.IsOne;

    /// <summary>The part without any symbol: 0 if there is none.</summary>
    internal BigInteger ConstantPart =>
        _terms.Length > 0 && _terms[_terms.Length - 1].Monomial.IsOne ? _terms[_terms.Length - 1].Coefficient : BigInteger.Zero;

    /// <summary>The only atom if this is one atom and nothing else.</summary>
    internal Atom? SingleAtom => _terms.Length == 1 && _terms[0].Coefficient.IsOne ? _terms[0].Monomial.Single : null;

    /// <summary>A known size.</summary>
    public static Dim Constant(BigInteger value) =>
        value.IsZero ? Zero : value.IsOne ? One : new([new Term(value, Monomial.One)]);

    /// <summary>A size with a name.</summary>
    public static Dim Symbol(string name) => Of(new SymbolAtom(name));

    /// <summary>A known size.</summary>
    public static implicit operator Dim(long value) => Constant(value);

    /// <summary>The sum.</summary>
    public static Dim operator +(Dim left, Dim right) => Add(left, right, 1);

    /// <summary>The difference.</summary>
    public static Dim operator -(Dim left, Dim right) => Add(left, right, -1);

    /// <summary>The negative.</summary>
    public static Dim operator -(Dim dim) => Add(Zero, dim, -1);

    /// <summary>The product.</summary>
    public static Dim operator *(Dim left, Dim right)
    {
        if (left.IsZero || right.IsZero)
        {
            return Zero;
        }

        if (left.IsOne || right.IsOne)
        {
            return left.IsOne ? right : left;
        }

        if (left._terms.Length == 1 || right._terms.Length == 1)
        {
            return left._terms.Length == 1 ? right.Scale(left._terms[0]) : left.Scale(right._terms[0]);
        }

        var sum = new Dictionary<Monomial, BigInteger>();
        foreach (var a in left._terms)
        {
            foreach (var b in right._terms)
            {
                var monomial = a.Monomial * b.Monomial;
                sum.TryGetValue(monomial, out var coefficient);
                sum[monomial] = coefficient + (a.Coefficient * b.Coefficient);
            }

            if (sum.Count > 8 * MaxTerms)
            {
                // Terms may still cancel, but not enough of them, so the computation stops here.
                throw TooManyTerms();
            }
        }

        return FromSum(sum);
    }

    /// <summary>The quotient rounded down: <c>(-1)/2</c> is -1. It has no value where <paramref name="divisor"/> is 0.</summary>
    public static Dim FloorDiv(Dim dividend, Dim divisor) => Division.Floor(dividend, divisor);

    /// <summary>The remainder of the quotient rounded down: 0, or a number with the sign of <paramref name="divisor"/>.</summary>
    public static Dim Mod(Dim dividend, Dim divisor) => dividend - (divisor * Division.Floor(dividend, divisor));

    /// <summary>The minimum.</summary>
    public static Dim Min(Dim left, Dim right) => Minimum.Of([left, right]);

    /// <summary>The maximum.</summary>
    public static Dim Max(Dim left, Dim right) => -Minimum.Of([-left, -right]);

    /// <summary>Whether this is a known number, which is then in <paramref name="value"/>.</summary>
    public bool TryGetConstant(out BigInteger value)
    {
        value = ConstantPart;
        return _terms.Length == 0 || (_terms.Length == 1 && _terms[0].Monomial.IsOne);
    }

    /// <summary>Whether this is one symbol and nothing else; its name is then in <paramref name="name"/>.</summary>
    public bool TryGetSymbol(out string name)
    {
        name = SingleAtom is SymbolAtom symbol ? symbol.Name : string.Empty;
        return name.Length > 0;
    }

    /// <summary>
    /// For messages: <c>2*D + 1</c>, <c>(H - 1)/2</c>, <c>D % 8</c>; the highest degree first. <see cref="DimExpression"/> reads
    /// it back to an equal dimension.
    /// </summary>
    public override string ToString() => _text ??= DimPrinter.ForPeople(this);

    /// <summary>
    /// A C# expression of type <c>long</c> (an <c>int</c> literal if this is a constant that fits) that can be an operand of any
    /// operator. <paramref name="symbol"/> gives the expression of a symbol, of type <c>long</c>. The caller ensures that
    /// constants fit into <c>long</c>.
    /// </summary>
    public string ToCode(Func<string, string> symbol) => DimPrinter.ForCode(this, symbol);

    /// <summary>Whether both have the same canonical form.</summary>
    public bool Equals(Dim? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && _hash == other._hash && _terms.Length == other._terms.Length && CompareTo(other) == 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dim other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Whether both have the same canonical form.</summary>
    public static bool operator ==(Dim? left, Dim? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the canonical forms differ, which does not say that the values do.</summary>
    public static bool operator !=(Dim? left, Dim? right) => !(left == right);
}
