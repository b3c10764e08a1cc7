using System;

namespace ModelGen.Onnx.Tests.Documented;

/// <summary>The model of docs/deploy.md: ids of words to scores of ten topics.</summary>
[Model(Inference = true), Input("B", "T", Type = DType.Int64, Name = "ids")]
[Embedding("words", 32), Lstm(64, Port = "last"), Linear(10)]
public partial class Topic;

/// <summary>The listings of docs/deploy.md.</summary>
internal static class Deploying
{
    public static void Export()
    {
        using var model = new Topic(words: 5_000);
        model.ExportOnnx("topic.onnx");
    }

    public static float[] Run(long[] ids)
    {
        using var classifier = TopicInference.Load("topic.onnx");
        float[] scores = classifier.forward(ids, B: 1, T: ids.Length);
        return scores;
    }

    public static void RunInto(TopicInference classifier, long[] ids, float[] scores)
    {
        classifier.forward(ids, scores.AsSpan(0, 10), B: 1, T: ids.Length);
    }
}
