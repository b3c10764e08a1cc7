using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

/// <summary>A statement of <c>forward</c>.</summary>
/// <param name="Outputs">The values it defines, in the order of the tuple; one for no tuple.</param>
/// <param name="Code">The expression.</param>
/// <param name="Consuming">The expression to use instead if <paramref name="Consumed"/> may be overwritten and is dead afterwards.</param>
/// <param name="Consumed">The value that <paramref name="Consuming"/> takes over.</param>
/// <param name="Repeat">The field of repeated blocks; then <paramref name="Code"/> is one turn, its first value the running one.</param>
/// <param name="Comment">What to call it beside its shape; the layer if empty.</param>
/// <param name="State">The states of repeated blocks that take a step of a decoding.</param>
/// <param name="Bindings">
/// What the code of a block or of the user demands of the tensors that it takes; null for an operation of this vocabulary.
/// </param>
internal sealed record Step(
    ImmutableArray<Value> Outputs,
    Code Code,
    Code? Consuming = null,
    Value? Consumed = null,
    ModuleField? Repeat = null,
    string Comment = "",
    Code? State = null,
    IReadOnlyList<(Value Value, WeightBinding Binding)>? Bindings = null)
{
    /// <summary>Whether it defines one of these tensors.</summary>
    public bool DefinesAny(HashSet<Value> values)
    {
        foreach (var output in Outputs)
        {
            if (values.Contains(output))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// How often <see cref="Repeat"/>, which then is one block, runs; null if it is an array of copies that run once each.
    /// </summary>
    public Dim? Times { get; init; }
}
