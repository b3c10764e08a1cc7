using System;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart.Tests;

/// <summary>The simplest language model: the logits after an id are a row of a table, so that every probability is known.</summary>
internal sealed class BigramModule : nn.Module<Tensor, Tensor>, ILanguageModel
{
    private readonly float[,] _logits;
    private readonly TorchSharp.Modules.Parameter _table;

    public BigramModule(int vocabulary, int seed)
        : base(nameof(BigramModule))
    {
        var random = new Random(seed);
        _logits = new float[vocabulary, vocabulary];
        for (var i = 0; i < _logits.Length; i++)
        {
            _logits[i / vocabulary, i % vocabulary] = (float)(4 * random.NextDouble());
        }

        _table = nn.Parameter(tensor(_logits));
        RegisterComponents();
    }

    public Candidate AsCandidate(int context) => new(this, this, Loss, "a table", context, Batch: 2, LearningRate: 0.01);

    public long Vocabulary => _logits.GetLength(0);

    public long? MaximumLength => null;

    public DecodingState NewDecoding() =>
        new(this, this, new ModelState(), (ids, _, _, lastOnly) => Positions.Last(forward(ids), lastOnly));

    public override Tensor forward(Tensor input) => _table[TensorIndex.Tensor(input)];

    public double Probability(int before, int id)
    {
        var weights = Enumerable.Range(0, _logits.GetLength(1)).Select(i => Math.Exp(_logits[before, i])).ToArray();
        return weights[id] / weights.Sum();
    }

    public int MostLikely(int before) => Enumerable.Range(1, _logits.GetLength(1) - 1).MaxBy(id => _logits[before, id]);

    private Tensor Loss(Tensor input, Tensor target)
    {
        using var logits = forward(input);
        return nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten());
    }
}
