using System;
using System.Collections.Generic;
using ModelGen.Onnx;

namespace Zoo;

/// <summary>The operators of the method that scales embeddings.</summary>
public partial class Transformer : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) =>
        graph.Node("Mul", inputs[0], graph.Number(Math.Sqrt(_D)));
}
