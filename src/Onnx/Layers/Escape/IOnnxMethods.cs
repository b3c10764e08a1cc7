using System.Collections.Generic;

namespace ModelGen.Onnx;

/// <summary>
/// Exports the methods that a declared model applies with <c>[Apply]</c>. The class of the model implements it, because a file in the ONNX
/// format contains operators and no code.
/// </summary>
public interface IOnnxMethods
{
    /// <summary>Adds the operators that compute what a method computes in evaluation mode.</summary>
    /// <param name="method">The name of the method: <c>nameof(Flip)</c>.</param>
    /// <param name="graph">Where the operators are added. Weights have their names in the <c>state_dict</c> of this model.</param>
    /// <param name="inputs">The arguments of the method, in order; <c>null</c> for an optional input that is left out.</param>
    /// <returns>The result, of the declared shape and type; <c>null</c> for a method that has no export.</returns>
    OnnxTensor? Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs);
}
