using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the names of what <c>forward</c> takes and returns.</summary>
internal static class PortPlanner
{
    /// <summary>The parameters of <c>forward</c>.</summary>
    public static IEnumerable<InputPlan> PlanInputs(IReadOnlyList<Port> inputs, bool isDecoded)
    {
        var names = new NameTable(isDecoded ? [.. ReservedNames.Members, .. StepPlanner.Parameters] : ReservedNames.Members);
        for (var i = 0; i < inputs.Count; i++)
        {
            yield return new InputPlan(
                inputs[i].Name,
                names.Take(inputs[i].Name),
                inputs[i].Type?.ToString() ?? "(?)",
                (inputs[i].Type?.Element ?? ElementType.Float).ToString(),
                inputs[i].IsOptional,
                HasDefault: inputs.Skip(i).All(input => input.IsOptional));
        }
    }

    /// <summary>The results of <c>forward</c>.</summary>
    public static IEnumerable<OutputPlan> PlanOutputs(IEnumerable<Port> outputs)
    {
        var names = new NameTable([]);
        return outputs.Select(output => new OutputPlan(
            names.Take(IsTupleMember(output.Name) ? output.Name + "_" : output.Name),
            output.Type?.ToString() ?? "(?)",
            (output.Type?.Element ?? ElementType.Float).ToString()));
    }

    // Names that the elements of a tuple cannot have.
    private static bool IsTupleMember(string name) =>
        name is "CompareTo" or "Deconstruct" or "Equals" or "GetHashCode" or "Rest" or "ToString"
        || (name.StartsWith("Item", System.StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit));
}
