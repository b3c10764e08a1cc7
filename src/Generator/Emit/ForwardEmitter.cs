using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes <c>forward</c>, and <c>call</c> where TorchSharp's own does not fit.</summary>
internal sealed class ForwardEmitter(ModelPlan plan, CodeWriter writer)
{
    // A module of TorchSharp takes up to six tensors; beyond that the class has its own call.
    private bool IsTyped => plan.Inputs.Count is >= 1 and <= 6;

    /// <summary>The type of what <c>forward</c> returns.</summary>
    public string Result => plan.Outputs.Count switch
    {
        0 or 1 => TypeNames.Tensor,
        _ => "(" + string.Join(", ", plan.Outputs.Select(output => $"{TypeNames.Tensor} {output.Name}")) + ")",
    };

    /// <summary>The base class.</summary>
    public string Base => IsTyped
        ? $"{TypeNames.Module}<{string.Join(", ", plan.Inputs.Select(TypeOf).Concat([Result]))}>"
        : TypeNames.Module;

    public void Write()
    {
        WriteInputDocs(plan, writer,
            $"Computes {DocumentationText.Formulas(string.Join(", ", plan.Outputs.Select(output => output.Shape)))}.");
        WriteResultDocs();
        var modifier = IsTyped ? "override " : string.Empty;
        using (writer.Block($"public {modifier}{Result} forward({InputList})"))
        {
            if (plan.HasErrors)
            {
                writer.Line(BrokenDeclaration.Throw(plan) + ";");
            }
            else
            {
                StatementEmitter.Write(plan.Forward, writer);
            }
        }

        writer.Line();
        if (plan.Inputs.Any(input => input.HasDefault) || !IsTyped)
        {
            var arguments = string.Join(", ", plan.Inputs.Select(input => input.Parameter));
            WriteInputDocs(plan, writer, IsTyped ? "Runs hooks and <c>forward</c>." : "Runs <c>forward</c>.");
            WriteResultDocs();
            writer.Line($"public {(IsTyped ? "new " : string.Empty)}{Result} call({InputList}) => "
                + $"{(IsTyped ? "base.call" : "forward")}({arguments});");
            writer.Line();
        }
    }

    /// <summary>Writes a summary and the parameters of <c>forward</c>.</summary>
    public static void WriteInputDocs(ModelPlan plan, CodeWriter writer, string summary)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        foreach (var input in plan.Inputs)
        {
            writer.Line($"/// <param name=\"{input.Parameter.TrimStart('@')}\">{DocumentationText.Formulas(input.Shape)} of "
                + $"{input.Element}{(input.IsOptional ? ", or null" : string.Empty)}.</param>");
        }
    }

    private void WriteResultDocs() =>
        writer.Line($"/// <returns>{DocumentationText.Formulas(string.Join("; ",
            plan.Outputs.Select(output => plan.Outputs.Count == 1 ? output.Shape : $"{output.Name} {output.Shape}")))}, "
            + $"owned by the caller.</returns>");

    private string InputList => string.Join(", ", plan.Inputs.Select(input =>
        $"{TypeOf(input)} {input.Parameter}{(input.HasDefault ? " = null" : string.Empty)}"));

    private static string TypeOf(InputPlan input) => input.IsOptional ? TypeNames.Tensor + "?" : TypeNames.Tensor;
}
