using System.Collections.Generic;
using System.Linq;
using CsCheck;
using ModelGen.Generator.Shapes;
using Xunit;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>What holds for the canonical form of any expression, on a fixed sequence of random ones.</summary>
public sealed class DimProperties
{
    private const int Expressions = 100_000;

    private static readonly Dictionary<string, Dim> Itself = Expression.Symbols.ToDictionary(static name => name, Dim.Symbol);

    [Fact]
    public void CanonicalFormKeepsTheValueAndItself()
    {
        var random = new PCG(1, 20_240_517);
        var tooLarge = 0;
        for (var i = 0; i < Expressions; i++)
        {
            var expression = Expression.Random.Generate(random, null, out _);
            Dim dim;
            try
            {
                dim = expression.Build();
            }
            catch (DimLimitException)
            {
                tooLarge++;
                continue;
            }

            for (var j = 0; j < 6; j++)
            {
                long[] values = [Size(random, j), Size(random, j), Size(random, j), Size(random, j)];
                if (expression.Evaluate(values) is { } expected)
                {
                    Assert.True(
                        expected == dim.Evaluate(Expression.Lookup(values)),
                        $"{expression.Text} is {expected} but {dim} is {dim.Evaluate(Expression.Lookup(values))} "
                            + $"for {string.Join(", ", values)}");
                }
            }

            var again = dim.Substitute(Itself);
            Assert.True(dim.Equals(again), $"{expression.Text}: {dim} becomes {again}");
            Assert.Equal(dim.GetHashCode(), again.GetHashCode());
        }

        Assert.InRange(tooLarge, 0, Expressions / 100);
    }

    [Fact]
    public void PrintingAndReadingGivesTheSame()
    {
        var random = new PCG(2, 20_240_517);
        for (var i = 0; i < Expressions; i++)
        {
            var expression = Expression.Random.Generate(random, null, out _);
            if (!DimExpression.TryParse(expression.Text, out var dim, out _, out _))
            {
                continue;
            }

            var text = dim.ToString();
            Assert.True(DimExpression.TryParse(text, out var read, out _, out var error) || dim.ToString().Contains("/0"),
                $"{expression.Text}: {text}: {error.Message}");
            Assert.True(dim.Equals(read), $"{expression.Text}: {text} is read as {read}");
            Assert.Equal(text, read.ToString());
        }
    }

    private static long Size(PCG random, int round) => round == 0 ? random.Next(3) : random.Next(round == 5 ? 1000u : 14u);
}
