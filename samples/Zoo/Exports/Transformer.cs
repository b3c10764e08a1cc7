using System;
using System.Collections.Generic;
using ModelGen.Onnx;
using ModelGen.PyTorch;

namespace Zoo;

/// <summary>The method that scales embeddings, in ONNX and in Python.</summary>
public partial class Transformer : IOnnxMethods, IPyTorchMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) =>
        graph.Node("Mul", inputs[0], graph.Number(Math.Sqrt(_D)));

    string? IPyTorchMethods.Write(string method) => "return embedded * embedded.size(-1) ** 0.5";
}
