using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes what a model is trained by: <c>Loss</c>, <c>LossOf</c>, <c>LossAndOutputs</c> and the class <c>Batch</c>.</summary>
internal sealed class LossEmitter(ModelPlan plan, LossPlan loss, CodeWriter writer)
{
    private const string Outputs = "outputs";

    private IEnumerable<string> Inputs => plan.Inputs.Select(input => input.Parameter);

    private IEnumerable<string> Targets => loss.Targets.Select(target => target.Name);

    // The model's outputs in the order of the loss's parameters.
    private IEnumerable<string> Compared => loss.Outputs.Select(output => output.Local);

    private string Against => loss.Targets.Count switch
    {
        0 => string.Empty,
        1 => " against a target",
        _ => " against targets",
    };

    private string Subject => plan.Outputs.Count > 1
        ? Names.Choice(loss.Outputs.Select(output => $"'{plan.Outputs[output.Index].Name}'").ToList(), "and")
        : "output";

    /// <summary>The interface that the class implements besides its base.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="result">The type of what <c>forward</c> returns.</param>
    public static string Interface(ModelPlan plan, string result) =>
        plan.Loss is null ? string.Empty
        : $", global::ModelGen.ITrainable<{plan.Type.Name}{plan.Type.TypeParameters}.{BatchPlanner.ClassName}, {result}>";

    /// <param name="result">The type of what <c>forward</c> returns.</param>
    public void Write(string result)
    {
        WriteLoss();
        WriteLossOf();
        WriteLossAndOutputs(result);
        new BatchEmitter(loss.Batch, writer).Write();
    }

    private void WriteLoss()
    {
        ForwardEmitter.WriteInputDocs(plan, writer, $"Computes the loss of the model's {Subject}{Against}.");
        WriteTargetDocs();
        WriteResultDocs();
        var parameters = plan.Inputs.Select(input => $"{TypeNames.Tensor}{(input.IsOptional ? "?" : string.Empty)} {input.Parameter}")
            .Concat(Targets.Select(Declare));
        WriteMethod($"public {TypeNames.Tensor} Loss({string.Join(", ", parameters)})", () =>
        {
            var call = $"call({string.Join(", ", Inputs)})";
            if (plan.Outputs.Count == 1)
            {
                writer.Line($"using var {loss.Outputs[0].Local} = {call};");
            }
            else
            {
                // Results that are not compared die at once.
                writer.Line($"var {loss.All} = {call};");
                for (var i = 0; i < plan.Outputs.Count; i++)
                {
                    writer.Line(loss.Outputs.FirstOrDefault(output => output.Index == i) is { } compared
                        ? $"using var {compared.Local} = {loss.All}.{plan.Outputs[i].Name};"
                        : $"{loss.All}.{plan.Outputs[i].Name}.Dispose();");
                }
            }

            writer.Line($"return LossOf({string.Join(", ", Compared.Concat(Targets))});");
        });
    }

    private void WriteLossOf()
    {
        var given = loss.Outputs.Count > 1 ? "given outputs" : "a given output";
        writer.Line($"/// <summary>Computes the loss of {given}{Against}.</summary>");
        foreach (var output in loss.Outputs)
        {
            writer.Line($"/// <param name=\"{output.Local.TrimStart('@')}\">{Description(output)}.</param>");
        }

        WriteTargetDocs();
        WriteResultDocs();
        WriteMethod(
            $"public {TypeNames.Tensor} LossOf({string.Join(", ", Compared.Concat(Targets).Select(Declare))})",
            () => writer.Line($"return {loss.Call};"));
    }

    private void WriteLossAndOutputs(string result)
    {
        var subject = plan.Outputs.Count == 1 ? "output" : "outputs";
        var shape = DocumentationText.Formulas(loss.ResultShape == "A scalar" ? "a scalar" : loss.ResultShape);
        writer.Line($"/// <summary>Computes the loss of a batch and the {subject} that it is computed from.</summary>");
        writer.Line("/// <param name=\"batch\">The inputs and targets.</param>");
        writer.Line($"/// <returns>The loss, {shape}, and what <c>forward</c> returns, owned by the caller.</returns>");
        WriteMethod($"public ({TypeNames.Tensor} Loss, {result} Outputs) LossAndOutputs({BatchPlanner.ClassName} batch)", () =>
        {
            var several = plan.Outputs.Count > 1;
            var compared = loss.Outputs.Select(output => several ? $"{Outputs}.{plan.Outputs[output.Index].Name}" : Outputs);
            writer.Line($"var {Outputs} = call({string.Join(", ", loss.Batch.Inputs.Select(Member))});");
            using (writer.Block("try"))
            {
                writer.Line($"return (LossOf({string.Join(", ", compared.Concat(loss.Batch.Targets.Select(Member)))}), {Outputs});");
            }

            using (writer.Block("catch"))
            {
                foreach (var output in several ? plan.Outputs.Select(output => $"{Outputs}.{output.Name}") : [Outputs])
                {
                    writer.Line($"{output}.Dispose();");
                }

                writer.Line("throw;");
            }
        });
    }

    private void WriteMethod(string head, System.Action writeBody)
    {
        using (writer.Block(head))
        {
            if (plan.HasErrors)
            {
                writer.Line(BrokenDeclaration.Throw(plan) + ";");
            }
            else
            {
                writeBody();
            }
        }

        writer.Line();
    }

    private void WriteTargetDocs()
    {
        foreach (var target in loss.Targets)
        {
            writer.Line($"/// <param name=\"{target.Name.TrimStart('@')}\">{DocumentationText.Formulas(target.Type)}.</param>");
        }
    }

    private void WriteResultDocs() =>
        writer.Line($"/// <returns>{DocumentationText.Formulas(loss.ResultShape)}, owned by the caller.</returns>");

    // After a mistake the outputs may be unknown.
    private string Description(ComparedPlan output) => output.Index < plan.Outputs.Count
        ? $"{DocumentationText.Formulas(plan.Outputs[output.Index].Shape)} of {plan.Outputs[output.Index].Element}"
        : "The output";

    private static string Declare(string parameter) => $"{TypeNames.Tensor} {parameter}";

    private static string Member(BatchTensorPlan tensor) => "batch." + tensor.Property;
}
