global using Size = ModelGen.Onnx.Graph.Size;
global using Tensor = TorchSharp.torch.Tensor;
