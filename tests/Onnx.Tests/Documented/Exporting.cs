using System.Collections.Generic;
using ModelGen.Inference;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests.Documented;

/// <summary>The model of the page: ids of words to scores of ten classes.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding("words", 32), Lstm(64, Port = "last"), Linear(10)]
public partial class Classifier;

/// <summary>A language model of 64 ids.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(64, 32), PositionEmbedding(128), TransformerEncoderLayer(4, 64, Causal = true), Linear(64)]
[Autoregressive]
public partial class Writer;

/// <summary>A model that translates ids.</summary>
[Model, Autoregressive]
public partial class Translator
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [From(nameof(source)), Embedding(50, 32), TransformerEncoderLayer(4, 64)]
    private Stage memory;

    [From(nameof(target)), Embedding(60, 32), TransformerDecoderLayer(4, 64, Memory = nameof(memory), Causal = true), Linear(60)]
    private Stage scores;
}

/// <summary>The listings of docs/onnx.md.</summary>
internal static class Exporting
{
    public static void Export()
    {
        using var model = new Classifier(words: 5_000);
        model.ExportOnnx("classifier.onnx");
        model.ExportOnnx("classifier.int8.onnx", new OnnxExportOptions { Weights = WeightType.Int8Dynamic });
        Checkpoint.Save(model, "classifier.safetensors");
        model.ExportOnnx("graph.onnx", new OnnxExportOptions { WeightsFrom = "classifier.safetensors" });
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

    public static IReadOnlyList<long> Generate(Writer model, long[] prompt)
    {
        using var fast = model.ForGeneration();
        var ids = fast.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 50 });
        return ids;
    }

    public static IReadOnlyList<long> Translate(Translator model, Tensor source, long begin)
    {
        using var fast = model.ForGeneration();
        using var translation = fast.ConditionOn(source);
        var ids = translation.Generate([begin], new GenerationOptions { Beams = 4 });
        return ids;
    }

    public static void ExportGenAI(Writer model)
    {
        model.ExportGenAI("writer", new GenAIExportOptions { StopIds = [0] });
    }
}
