using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Plan;

/// <summary>A condition on sizes that each call checks.</summary>
/// <param name="Code">The condition.</param>
/// <param name="Message">The condition as a sentence.</param>
/// <param name="Relation">The comparison.</param>
/// <param name="IsOfDivisor">Whether other conditions and sizes are divided by what is compared.</param>
internal sealed record SizeCondition(Code Code, string Message, DimRelation Relation, bool IsOfDivisor = false)
{
    /// <summary>The sizes that are compared.</summary>
    public IReadOnlyList<Dim> Compared => [Relation.Left, Relation.Right];

    /// <summary>The symbols of these sizes.</summary>
    public IEnumerable<string> Symbols => Compared.SelectMany(dim => dim.Symbols).Distinct();

    /// <summary>The conditions that depend on more than parameters of the constructor.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runtime">The symbols whose values a call determines.</param>
    public static IEnumerable<SizeCondition> OfCalls(InferredModel model, IEnumerable<string> runtime)
    {
        var parameters = new HashSet<string>(model.Parameters);
        return OpenComparisons(model, parameters).Concat(Facts(model, parameters, new HashSet<string>(runtime)));
    }

    private static IEnumerable<SizeCondition> OpenComparisons(InferredModel model, HashSet<string> parameters) =>
        model.Requirements
            .Where(requirement => !requirement.Condition.Symbols.All(parameters.Contains))
            .OrderBy(requirement => requirement.IsOfEmptyAxis ? 0 : 1)
            .Select(requirement =>
                new SizeCondition(requirement.Condition, requirement.Message, requirement.Relation, requirement.IsOfDivisor));

    // The facts of [Dim] about symbols whose values only an input determines.
    private static IEnumerable<SizeCondition> Facts(InferredModel model, HashSet<string> parameters, HashSet<string> runtime)
    {
        foreach (var statement in model.Bound.Symbols.Statements.Where(statement => runtime.Contains(statement.Symbol)
            || parameters.Contains(statement.Symbol)))
        {
            var symbol = Dim.Symbol(statement.Symbol);
            var isRuntime = runtime.Contains(statement.Symbol);
            if (isRuntime && statement.IsLeastStated)
            {
                yield return new SizeCondition(
                    Code.Of($"{symbol} >= {statement.Facts.Min}"),
                    $"{symbol} must be at least {statement.Facts.Min}",
                    new DimRelation(Comparison.LessOrEqual, statement.Facts.Min, symbol));
            }

            if (isRuntime && statement.Facts.Max is { } max && max != long.MaxValue)
            {
                yield return new SizeCondition(Code.Of($"{symbol} <= {max}"), $"{symbol} must be at most {max}",
                    new DimRelation(Comparison.LessOrEqual, symbol, max));
            }

            foreach (var divisor in statement.Facts.MultipleOf.Where(divisor => isRuntime || divisor.Symbols.Any(runtime.Contains)))
            {
                yield return new SizeCondition(divisor.Symbols.Any(runtime.Contains)
                    ? Code.Of($"{divisor} > 0 && {symbol} % {divisor} == 0")
                    : Code.Of($"{symbol} % {divisor} == 0"),
                    $"{symbol} must be a multiple of {divisor}", new DimRelation(Comparison.Divides, divisor, symbol));
            }
        }
    }
}
