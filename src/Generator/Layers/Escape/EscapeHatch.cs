using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The common parts of layers with user code: a declared shape, and a check of the result.</summary>
internal static class EscapeHatch
{
    /// <summary>The result, with a check that it is what was declared and a handle of its own.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="type">What was declared.</param>
    /// <param name="call">The call.</param>
    /// <param name="arguments">The tensors it was given, which it may hand back.</param>
    /// <param name="source">The method or module, for the message.</param>
    public static void Output(LayerContext context, TensorType type, Code call, Code arguments, string source)
    {
        var shape = type.Shape;
        var sizes = shape.Dims.Aggregate(Code.Of($""),
            (code, dim) => code.Parts.Length == 0 ? Code.Of($"{dim}") : Code.Of($"{code}, {dim}"));
        var list = shape.Count == 0 ? Code.Of($"global::System.Array.Empty<long>()") : Code.Of($"new long[] {{ {sizes} }}");
        var result = context.NewValue(context.ResultName, shape, type.Element, mayBeForeign: true);
        context.Add(new Step(
            ImmutableArray.Create(result),
            Code.Of($"global::ModelGen.Guard.Returned({call}, new[] {{ {arguments} }}, \"{context.Declaration.Type.Title}\", \"{source}\", "
                + $"global::ModelGen.DType.{type.Element}, \"{shape.ToString()}\", hasLeading: {shape.HasLeading}, {list})"),
            Bindings: []));
        context.SetResult(result);
    }
}
