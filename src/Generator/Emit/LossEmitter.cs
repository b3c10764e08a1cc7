using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the method <c>Loss</c>.</summary>
internal sealed class LossEmitter(ModelPlan plan, LossPlan loss, CodeWriter writer)
{
    public void Write()
    {
        ModelEmitter.WriteInputDocs(plan, writer, Summary);
        foreach (var target in loss.Targets)
        {
            writer.Line($"/// <param name=\"{target.Name.TrimStart('@')}\">{DocumentationText.Formulas(target.Type)}.</param>");
        }

        writer.Line($"/// <returns>{DocumentationText.Formulas(loss.ResultShape)}, owned by the caller.</returns>");
        var parameters = plan.Inputs.Select(input => $"{ModelEmitter.Tensor}{(input.IsOptional ? "?" : string.Empty)} {input.Parameter}")
            .Concat(loss.Targets.Select(target => $"{ModelEmitter.Tensor} {target.Name}"));
        using (writer.Block($"public {ModelEmitter.Tensor} Loss({string.Join(", ", parameters)})"))
        {
            if (plan.HasErrors)
            {
                writer.Line(ModelEmitter.Fail(plan) + ";");
            }
            else
            {
                WriteOutputs();
                writer.Line($"return {loss.Call};");
            }
        }

        writer.Line();
    }

    private string Summary
    {
        get
        {
            var names = plan.Outputs.Count > 1
                ? loss.Outputs.Select(output => $"'{plan.Outputs[output.Index].Name}'").ToList()
                : ["output"];
            return $"The loss of the model's {Names.Choice(names, "and")}{(loss.Targets.IsEmpty ? string.Empty : " against a target")}.";
        }
    }

    // The adapted model computes its outputs itself.
    private void WriteOutputs()
    {
        if (loss.Outputs.All(output => output.Local.Length == 0))
        {
            return;
        }

        var call = $"call({string.Join(", ", plan.Inputs.Select(input => input.Parameter))})";
        if (plan.Outputs.Count == 1)
        {
            writer.Line($"using var {loss.Outputs[0].Local} = {call};");
            return;
        }

        // Results that are not compared die at once.
        writer.Line($"var {loss.All} = {call};");
        for (var i = 0; i < plan.Outputs.Count; i++)
        {
            writer.Line(loss.Outputs.FirstOrDefault(output => output.Index == i) is { } compared
                ? $"using var {compared.Local} = {loss.All}.{plan.Outputs[i].Name};"
                : $"{loss.All}.{plan.Outputs[i].Name}.Dispose();");
        }
    }
}
