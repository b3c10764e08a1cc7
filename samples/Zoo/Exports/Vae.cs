using System.Collections.Generic;
using ModelGen.Onnx;

namespace Zoo;

/// <summary>The operators of the method that samples the latent code.</summary>
public partial class Vae : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs)
    {
        var deviation = graph.Node("Exp", graph.Node("Mul", inputs[1], graph.Number(0.5)));
        return graph.Node("Add", inputs[0], graph.Node("Mul", graph.Node("RandomNormalLike", inputs[0]), deviation));
    }
}
