using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the nested class <c>Batch</c>.</summary>
internal sealed class BatchEmitter(BatchPlan plan, CodeWriter writer)
{
    private const string Name = BatchPlanner.ClassName;
    private const string Device = "global::TorchSharp.torch.Device";
    private const string TensorList = "global::System.Collections.Generic.IReadOnlyList<" + TypeNames.Tensor + ">";

    private IEnumerable<BatchTensorPlan> Tensors => plan.Inputs.Concat(plan.Targets);

    public void Write()
    {
        writer.Line(plan.Targets.IsEmpty
            ? "/// <summary>The inputs of a training step. Disposing the batch disposes them.</summary>"
            : "/// <summary>The inputs and targets of a training step. Disposing the batch disposes them.</summary>");
        using (writer.Block($"public sealed class {Name} : global::ModelGen.IBatch<{Name}>"))
        {
            WriteConstructor();
            foreach (var tensor in Tensors)
            {
                writer.Line($"/// <summary>{Description(tensor)}.</summary>");
                writer.Line($"public {Type(tensor)} {tensor.Property} {{ get; }}");
                writer.Line();
            }

            WriteMembers();
        }

        writer.Line();
    }

    private void WriteConstructor()
    {
        writer.Line("/// <summary>Creates a batch, which owns the tensors.</summary>");
        foreach (var tensor in plan.Parameters)
        {
            writer.Line($"/// <param name=\"{tensor.Parameter.TrimStart('@')}\">{Description(tensor)}.</param>");
        }

        using (writer.Block($"public {Name}({string.Join(", ", plan.Parameters.Select(Declare))})"))
        {
            foreach (var tensor in Tensors)
            {
                var check = tensor.IsOptional
                    ? string.Empty
                    : $" ?? throw new global::System.ArgumentNullException(nameof({tensor.Parameter}))";
                var property = Tensors.Any(other => other.Parameter == tensor.Property) ? "this." + tensor.Property : tensor.Property;
                writer.Line($"{property} = {tensor.Parameter}{check};");
            }
        }

        writer.Line();
    }

    private void WriteMembers()
    {
        var list = string.Join(", ", Tensors.Select(tensor => tensor.Property));
        var hasOptional = Tensors.Any(tensor => tensor.IsOptional);
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public long Count => {plan.Count};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        var tensors = hasOptional ? $"global::ModelGen.Batches.Given({list})" : $"new[] {{ {list} }}";
        writer.Line($"public {TensorList} Tensors => {tensors};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        var moved = string.Join(", ", plan.Parameters.Select(tensor => Access(tensor) + ".to(device)"));
        writer.Line($"public {Name} To({Device} device) => new {Name}({moved});");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public void Dispose()"))
        {
            foreach (var tensor in Tensors)
            {
                writer.Line($"{Access(tensor)}.Dispose();");
            }
        }
    }

    private static string Type(BatchTensorPlan tensor) => TypeNames.Tensor + (tensor.IsOptional ? "?" : string.Empty);

    private static string Declare(BatchTensorPlan tensor) =>
        $"{Type(tensor)} {tensor.Parameter}{(tensor.IsOptional ? " = null" : string.Empty)}";

    private static string Access(BatchTensorPlan tensor) => tensor.Property + (tensor.IsOptional ? "?" : string.Empty);

    private static string Description(BatchTensorPlan tensor) =>
        DocumentationText.Formulas(tensor.Type) + (tensor.IsOptional ? ", or null" : string.Empty);
}
