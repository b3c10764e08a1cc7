using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CsCheck;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>An expression as somebody writes it, evaluated in the plainest way: what the canonical form is held against.</summary>
internal abstract record Expression
{
    /// <summary>The symbols of <see cref="Random"/>; a value is looked up by position.</summary>
    public static readonly string[] Symbols = ["a", "b", "c", "D"];

    /// <summary>Expressions of up to four levels over <see cref="Symbols"/> and small integers.</summary>
    public static readonly Gen<Expression> Random = Of(4);

    /// <summary>The value, null where a divisor is 0.</summary>
    public abstract BigInteger? Evaluate(long[] values);

    /// <summary>The canonical dimension.</summary>
    public abstract Dim Build();

    /// <summary>The expression with every operation in parentheses.</summary>
    public abstract string Text { get; }

    /// <summary>The values as <see cref="Dim.Evaluate"/> wants them.</summary>
    public static Func<string, BigInteger> Lookup(long[] values) => name => values[Array.IndexOf(Symbols, name)];

    private static Gen<Expression> Of(int depth)
    {
        var symbol = Gen.OneOf(Symbols).Select(static name => (Expression)new Name(name));
        var leaf = Gen.Frequency(
            (3, symbol),
            (1, Gen.Long[-3, 9].Select(static value => (Expression)new Number(value))));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Of(depth - 1);
        var operation = Gen.OneOf('+', '+', '-', '-', '*', '*', '/', '/', '%', 'm', 'M');
        var any = Gen.Select(operation, inner, inner, static (sign, left, right) => (Expression)new Operation(sign, left, right));

        // Divisions by one number or symbol are what models have.
        var plain = Gen.Select(Gen.OneOf('/', '%', '*'), inner, leaf,
            static (sign, left, right) => (Expression)new Operation(sign, left, right));
        return Gen.Frequency((1, leaf), (3, any), (2, plain));
    }

    /// <summary>A symbol.</summary>
    public sealed record Name(string Symbol) : Expression
    {
        public override string Text => Symbol;

        public override BigInteger? Evaluate(long[] values) => values[Array.IndexOf(Symbols, Symbol)];

        public override Dim Build() => Dim.Symbol(Symbol);
    }

    /// <summary>An integer.</summary>
    public sealed record Number(long Value) : Expression
    {
        public override string Text => Value < 0 ? $"({Value})" : $"{Value}";

        public override BigInteger? Evaluate(long[] values) => Value;

        public override Dim Build() => Value;
    }

    /// <summary>An operation: <c>m</c> is the minimum, <c>M</c> the maximum.</summary>
    public sealed record Operation(char Sign, Expression Left, Expression Right) : Expression
    {
        public override string Text => Sign switch
        {
            'm' => $"min({Left.Text}, {Right.Text})",
            'M' => $"max({Left.Text}, {Right.Text})",
            _ => $"({Left.Text} {Sign} {Right.Text})",
        };

        public override BigInteger? Evaluate(long[] values)
        {
            if (Left.Evaluate(values) is not { } left || Right.Evaluate(values) is not { } right || (right.IsZero && Sign is '/' or '%'))
            {
                return null;
            }

            return Sign switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => Floor(left, right),
                '%' => left - (right * Floor(left, right)),
                'm' => BigInteger.Min(left, right),
                _ => BigInteger.Max(left, right),
            };
        }

        public override Dim Build()
        {
            var (left, right) = (Left.Build(), Right.Build());
            return Sign switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => Dim.FloorDiv(left, right),
                '%' => Dim.Mod(left, right),
                'm' => Dim.Min(left, right),
                _ => Dim.Max(left, right),
            };
        }

        private static BigInteger Floor(BigInteger dividend, BigInteger divisor) =>
            (dividend - (((dividend % divisor) + divisor) % divisor)) / divisor;
    }
}
