using System;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prompting.Tests;

public sealed class WeightHashTests
{
    [Fact]
    public void The_hash_changes_with_any_weight_and_only_then()
    {
        using var model = new SymbolGpt(SymbolTokenizer.Vocabulary);
        var hash = WeightHash.Of(model);
        Assert.Equal(hash, WeightHash.Of(model));
        Assert.Equal(64, hash.Length);

        using var quiet = no_grad();
        foreach (var weights in model.parameters())
        {
            using var first = weights.reshape(-1)[0];
            first.add_(1e-3);
            Assert.NotEqual(hash, WeightHash.Of(model));
            hash = WeightHash.Of(model);
        }
    }

    [Fact]
    public void Prompts_that_change_a_weight_are_reported()
    {
        using var model = new SymbolGpt(SymbolTokenizer.Vocabulary);
        using var quiet = no_grad();

        var e = Assert.Throws<InvalidOperationException>(() => WeightHash.Unchanged(model, () => model.parameters().Last().add_(1)));

        Assert.StartsWith("Prompts have changed the weights: their hash was ", e.Message);
    }
}
