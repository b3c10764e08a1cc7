using ModelGen.Inference;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests.Documented;

/// <summary>The model of the page: ids of words to scores of ten classes.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding("words", 32), Lstm(64, Port = "last"), Linear(10)]
public partial class Classifier;

/// <summary>The listings of docs/onnx.md.</summary>
internal static class Exporting
{
    public static void Export()
    {
        using var model = new Classifier(words: 5_000);
        model.ExportOnnx("classifier.onnx");
        model.ExportOnnx("classifier.int8.onnx", new OnnxExportOptions { Weights = WeightType.Int8Dynamic });
    }

    public static long[] Run(Classifier model, Tensor ids)
    {
        using var fast = model.ForInference(new InferenceOptions { Threads = 2 });
        using var scores = fast.call(ids);
        return scores.shape;
    }

    public static long[] RunQuantized(Classifier model, Tensor ids)
    {
        using var small = model.ForInference(export: new OnnxExportOptions
        {
            Weights = WeightType.Int8Dynamic,
            Quantization = new QuantizationOptions { Embeddings = true, Except = ["linear"] },
        });
        using var scores = small.call(ids);
        return scores.shape;
    }

    public static void RunOnGpu(Classifier model)
    {
        using var onGpu = model.ForInference(new InferenceOptions { Configure = session => session.AppendExecutionProvider_CUDA() });
    }
}
