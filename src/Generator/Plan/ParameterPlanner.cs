using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Plan;

/// <summary>Decides how the constructor takes, checks and keeps sizes and settings.</summary>
internal static class ParameterPlanner
{
    /// <param name="model">The model.</param>
    /// <param name="symbol">The size.</param>
    /// <param name="fields">The names of its fields.</param>
    public static ParameterPlan PlanSize(InferredModel model, string symbol, NameTable fields)
    {
        var name = Names.Escape(symbol);
        var statement = model.Bound.Symbols.Statement(symbol);
        var facts = statement?.Facts ?? new SymbolFacts(symbol);
        var range = new List<ConditionPlan> { new($"{name} >= {facts.Min}", $"at least {facts.Min}") };
        if (facts.Max is { } max && max != long.MaxValue)
        {
            range.Add(new ConditionPlan($"{name} <= {max}", $"at most {max}"));
        }

        // A divisor that depends on an input is checked in each call, by a guard.
        var divisors = facts.MultipleOf
            .Where(divisor => divisor.Symbols.All(model.Parameters.Contains))
            .Select(divisor => new ConditionPlan(
                $"{(model.Bound.Symbols.Facts.LessOrEqual(Dim.One, divisor) == Truth.Proved
                    ? string.Empty
                    : $"{divisor.ToCode(Names.Escape)} > 0 && ")}{name} % {divisor.ToCode(Names.Escape)} == 0",
                $"a multiple of {divisor}",
                string.Concat(divisor.Symbols.Select(other => $", ({Literals.Of(other)}, {Names.Escape(other)})"))));

        return new ParameterPlan(
            symbol, name, fields.Take("_" + symbol), statement?.Default, range.ToEquatableArray(), divisors.ToEquatableArray());
    }

    /// <param name="setting">The setting.</param>
    /// <param name="fields">The names of the model's fields.</param>
    public static SettingPlan PlanSetting(Setting setting, NameTable fields)
    {
        var name = Names.Escape(setting.Name);
        var range = new List<ConditionPlan>();
        if (setting.Type == SettingType.Number)
        {
            var condition = setting.Range switch
            {
                SettingRange.Positive => $"{name} > 0 && double.IsFinite({name})",
                SettingRange.Share => $"{name} is >= 0 and <= 1",
                SettingRange.Any => $"double.IsFinite({name})",
                _ => $"{name} is > 0 and <= 1",
            };
            range.Add(new ConditionPlan(condition, SettingTable.Describe(setting.Range)));
        }

        return new SettingPlan(setting.Name, name,
            fields.Take("_" + setting.Name), setting.Type, setting.Default, range.ToEquatableArray());
    }
}
