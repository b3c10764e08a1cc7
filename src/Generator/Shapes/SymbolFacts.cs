using System.Collections.Generic;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// What is known of a symbol: <c>Min &lt;= Symbol &lt;= Max</c>, and it is a multiple of each of <paramref name="MultipleOf"/>, which may
/// contain other symbols. A size is never negative: a smaller <paramref name="Min"/> means 0.
/// </summary>
internal sealed record SymbolFacts(string Symbol, long Min = 1, long? Max = null, EquatableArray<Dim> MultipleOf = default);
