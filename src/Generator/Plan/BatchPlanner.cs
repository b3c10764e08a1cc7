using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the names in the nested class <c>Batch</c>, and the expression for the number of examples.</summary>
internal static class BatchPlanner
{
    /// <summary>The name of the class.</summary>
    public const string ClassName = "Batch";

    // The members of the class besides its tensors, and those that it inherits.
    private static readonly string[] Members =
    [
        ClassName, "Count", "Tensors", "To", "Dispose",
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    ];

    /// <param name="ports">The inputs with their types.</param>
    /// <param name="inputs">The parameters of <c>forward</c>, one for each of <paramref name="ports"/>.</param>
    /// <param name="targets">The parameters of <c>Loss</c> for its targets.</param>
    public static BatchPlan Plan(IReadOnlyList<Port> ports, EquatableArray<InputPlan> inputs, IEnumerable<TargetPlan> targets)
    {
        var names = new NameTable(Members);
        var tensors = inputs
            .Select(input => new BatchTensorPlan(
                PropertyOf(names, input.Parameter), input.Parameter, $"{input.Shape} of {input.Element}", input.IsOptional))
            .ToEquatableArray();
        var compared = targets
            .Select(target => new BatchTensorPlan(PropertyOf(names, target.Name), target.Name, target.Type, IsOptional: false))
            .ToEquatableArray();

        // C# requires parameters with a default at the end.
        var parameters = tensors.Concat(compared).OrderBy(tensor => tensor.IsOptional).ToEquatableArray();
        return new BatchPlan(tensors, compared, parameters, Count(ports, tensors));
    }

    private static string PropertyOf(NameTable names, string parameter) => names.Take(Names.PascalCase(parameter.TrimStart('@')));

    // The size of the batch axis of the first input that has one; otherwise the first input's first axis.
    private static string Count(IReadOnlyList<Port> ports, EquatableArray<BatchTensorPlan> tensors)
    {
        var required = Enumerable.Range(0, ports.Count).Where(i => !ports[i].IsOptional && ports[i].Type is not null).ToList();
        foreach (var i in required)
        {
            var axis = ports[i].Type!.Shape.Dims.ToList().FindIndex(IsBatch);
            if (axis >= 0)
            {
                return Size(tensors[i], ports[i].Type!.Shape, axis);
            }
        }

        return required.Select(i => First(tensors[i], ports[i].Type!.Shape)).FirstOrDefault() ?? "1";
    }

    private static bool IsBatch(Dim dim) => dim.TryGetSymbol(out var symbol) && BatchFirst.IsBatch(symbol);

    private static string Size(BatchTensorPlan tensor, Shape shape, int axis) =>
        $"{tensor.Property}.size({(shape.HasLeading ? axis - shape.Count : axis)})";

    private static string First(BatchTensorPlan tensor, Shape shape) =>
        shape.HasLeading ? $"{tensor.Property}.dim() > {shape.Count} ? {tensor.Property}.size(0) : 1"
        : shape.Count == 0 ? "1"
        : Size(tensor, shape, 0);
}
