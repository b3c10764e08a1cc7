using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen.Inference;
using Serve.Model;

namespace Serve;

/// <summary>The model with the names of its classes.</summary>
internal sealed class KindPredictor : IDisposable
{
    private readonly LineEncoderInference _model;
    private readonly string[] _kinds;

    /// <summary>Loads the files that samples/Serve.Training writes.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">The files are of another model.</exception>
    public KindPredictor(ServeSettings settings)
    {
        var names = Path.Combine(settings.Model, "kinds.json");
        if (!File.Exists(names))
        {
            throw new FileNotFoundException(
                $"The folder '{settings.Model}' has no kinds.json: train the model with samples/Serve.Training, or set Model.", names);
        }

        _kinds = JsonSerializer.Deserialize(File.ReadAllText(names), Messages.Default.StringArray) ?? [];
        _model = LineEncoderInference.Load(
            Path.Combine(settings.Model, "line-encoder.onnx"),
            new InferenceOptions { Threads = settings.Threads == 0 ? null : settings.Threads });
        if (_model.Sizes["kinds"] != _kinds.Length)
        {
            throw new InvalidDataException($"The model has {_model.Sizes["kinds"]} kinds, but kinds.json names {_kinds.Length}.");
        }
    }

    /// <summary>Predicts the kinds of lines.</summary>
    /// <param name="lines">The lines, at least one, none of them empty.</param>
    /// <returns>One prediction per line.</returns>
    public Prediction[] Predict(IReadOnlyList<string> lines)
    {
        var batch = LineBatch.Of(lines);
        var logits = _model.forward(batch.Bytes, batch.Padding, batch.Count, batch.Length);
        return [.. Enumerable.Range(0, batch.Count).Select(row => Of(logits.AsSpan(row * _kinds.Length, _kinds.Length)))];
    }

    public void Dispose() => _model.Dispose();

    // Softmax, with the maximum subtracted so that no power overflows.
    private Prediction Of(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        var powers = new float[logits.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            powers[i] = MathF.Exp(logits[i] - logits[best]);
        }

        var sum = powers.Sum();
        return new Prediction(_kinds[best], 1 / sum, _kinds.Zip(powers).ToDictionary(pair => pair.First, pair => pair.Second / sum));
    }
}
