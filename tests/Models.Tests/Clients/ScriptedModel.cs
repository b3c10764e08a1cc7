using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests.Clients;

/// <summary>A language model that writes the same texts at the same positions, whatever it has read.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "positions"), PositionEmbedding("positions"), Linear("vocabulary", Bias = false)]
[Autoregressive]
public partial class ScriptedModel
{
    public const int Positions = 1280;

    /// <summary>Creates a model.</summary>
    /// <param name="answers">The ids that the model generates after a prompt of this length.</param>
    public static ScriptedModel Of(params (int Prompt, IReadOnlyList<long> Answer)[] answers)
    {
        var model = new ScriptedModel(MarkedTokenizer.Vocabulary, Positions);
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var parameters = model.named_parameters().ToDictionary(one => one.name, one => one.parameter);
        parameters["embedding.weight"].zero_();
        parameters["positionEmbedding.weight"].copy_(eye(Positions));
        var scores = zeros(MarkedTokenizer.Vocabulary, Positions);
        foreach (var (prompt, answer) in answers)
        {
            for (var i = 0; i < answer.Count; i++)
            {
                scores[answer[i], prompt - 1 + i] = 50;
            }
        }

        parameters["linear.weight"].copy_(scores);
        model.eval();
        return model;
    }
}
