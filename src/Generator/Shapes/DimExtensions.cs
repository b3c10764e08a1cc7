using System;
using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>What is computed from dimensions and their symbols' values.</summary>
internal static class DimExtensions
{
    /// <summary>This dimension with symbols replaced, all at once. What replaces a symbol must be a size, thus never negative.</summary>
    public static Dim Substitute(this Dim dim, IReadOnlyDictionary<string, Dim> values) => new Substitution(values).Apply(dim);

    /// <summary>The value for given sizes; null where a divisor is 0.</summary>
    public static BigInteger? Evaluate(this Dim dim, Func<string, BigInteger> value) => Evaluation.Of(dim, value);
}
