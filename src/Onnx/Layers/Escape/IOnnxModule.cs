namespace ModelGen.Onnx;

/// <summary>
/// Exports a hand-written module that a model uses with <c>[Module&lt;T&gt;]</c>. The module implements it, because a file in the ONNX
/// format contains operators and no code.
/// </summary>
public interface IOnnxModule
{
    /// <summary>Adds the operators that compute what the module computes in evaluation mode.</summary>
    /// <param name="graph">Where the operators are added. Weights have their names in the <c>state_dict</c> of the module.</param>
    /// <param name="input">The input of the module.</param>
    /// <returns>The result, of the declared shape.</returns>
    OnnxTensor Export(OnnxGraph graph, OnnxTensor input);
}
