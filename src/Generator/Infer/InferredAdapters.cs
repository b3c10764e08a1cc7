using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>A model that is another one with adapters.</summary>
/// <param name="Use">The attribute that declares it.</param>
/// <param name="Arguments">The values of its arguments.</param>
/// <param name="Base">The other model.</param>
/// <param name="Model">What that shows; null after a mistake.</param>
/// <param name="Targets">The names of the projections that are adapted.</param>
/// <param name="TrainableCount">
/// How many elements the adapters have; null where the other model does not report all of its layers, or targets name single copies.
/// </param>
internal sealed record InferredAdapters(
    AttributeUse Use, BoundArguments Arguments, BlockReference Base, Signature? Model, ImmutableArray<string> Targets, Dim? TrainableCount)
{
    /// <summary>What the model itself shows. Its own projections are adapted once and for all.</summary>
    public Signature Signature(string name) => Model is null
        ? new Signature(name, default, default, default, default, null, HasErrors: true)
        : Model with { Name = name, ParameterCount = Model.ParameterCount is null || TrainableCount is null
            ? null
            : Model.ParameterCount + TrainableCount, Projections = default, IsOpaque = false };
}
