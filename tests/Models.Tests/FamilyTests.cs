using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>Qwen 3, Phi-3, RoBERTa and DistilBERT compute what the formulas of their papers give (Families/README.md).</summary>
public sealed class FamilyTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string, string> Causal => new()
    {
        { "qwen3", "qwen3" }, { "qwen3_tied", "qwen3" }, { "phi3", "phi3" }, { "phi3_longrope", "phi3" },
    };

    [Theory]
    [MemberData(nameof(Causal))]
    public void Scores_of_causal_models_are_those_of_the_formulas(string name, string family)
    {
        using var folder = Copy(name);
        using var loaded = AutoModelForCausalLM.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        Assert.Equal(family, loaded.Family);
        Assert.Equal([2L], loaded.EndIds);
        using var scope = NewDisposeScope();
        using var file = Expected(name);
        var ids = file["input_ids"].Read();
        AssertEqual(file["logits"].Read(), loaded.Model.call(ids));
        AssertEqual(file["short_logits"].Read(), loaded.Model.call(ids.narrow(1, 0, 9)));
    }

    /// <summary>With LongRoPE, the cached keys of a short sequence have other angles than those of a long one.</summary>
    [Theory]
    [MemberData(nameof(Causal))]
    public void Generated_ids_are_those_of_the_formulas(string name, string family)
    {
        _ = family;
        using var folder = Copy(name);
        using var loaded = Llama.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        using var file = Expected(name);
        using var tensor = file["greedy"].Read();
        var ids = tensor.data<long>().ToArray();
        var options = GenerationOptions.Greedy with { MaxNewTokens = name == "phi3_longrope" ? 8 : 10, StopIds = [] };
        Assert.Equal(ids.Skip(5).Take(options.MaxNewTokens), loaded.Model.Generate(ids[..5], options));
        if (name == "phi3_longrope")
        {
            Assert.Equal(
                "The sequence grows from 12 to 13 positions, and LongRoPE rotates sequences of more than 12 positions by other angles: "
                    + "begin again with the whole sequence.",
                Assert.Throws<InvalidOperationException>(() => loaded.Model.Generate(ids[..5], options with { MaxNewTokens = 9 })).Message);
            Assert.Equal(ids.Skip(14).Take(1), loaded.Model.Generate(ids[..14], options with { MaxNewTokens = 1 }));
        }
    }

    [Fact]
    public void Steps_after_a_long_prompt_use_the_long_factors()
    {
        using var folder = Copy("phi3_longrope");
        using var loaded = Llama.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        var prompt = Enumerable.Range(3, 15).Select(id => (long)id).ToArray();
        var options = GenerationOptions.Greedy with { MaxNewTokens = 4, StopIds = [] };
        List<long> expected = [.. prompt];
        for (var i = 0; i < options.MaxNewTokens; i++)
        {
            expected.Add(loaded.Model.Generate([.. expected], options with { MaxNewTokens = 1 }).Single());
        }

        Assert.Equal(expected.Skip(prompt.Length), loaded.Model.Generate(prompt, options));
    }

    [Fact]
    public void States_of_encoders_are_those_of_the_formulas()
    {
        using var roberta = Copy("roberta");
        using var distilled = Copy("distilbert");
        using var first = Roberta.FromPretrained(roberta.Path, dtype: ScalarType.Float64);
        using var firstMasked = RobertaForMaskedLM.FromPretrained(roberta.Path, dtype: ScalarType.Float64);
        using var firstClasses = RobertaForSequenceClassification.FromPretrained(roberta.Path, dtype: ScalarType.Float64);
        AssertStates("roberta", first.Model.call, firstMasked.Model.call, firstClasses.Model.call);
        using var second = DistilBert.FromPretrained(distilled.Path, dtype: ScalarType.Float64);
        using var secondMasked = DistilBertForMaskedLM.FromPretrained(distilled.Path, dtype: ScalarType.Float64);
        using var secondClasses = DistilBertForSequenceClassification.FromPretrained(distilled.Path, dtype: ScalarType.Float64);
        AssertStates("distilbert", second.Model.call, secondMasked.Model.call, secondClasses.Model.call);

        static void AssertStates(
            string name, Func<Tensor, Tensor, Tensor> encode, Func<Tensor, Tensor, Tensor> predict, Func<Tensor, Tensor, Tensor> classify)
        {
            using var scope = NewDisposeScope();
            using var file = Expected(name);
            var (ids, padding) = (file["input_ids"].Read(), file["padding"].Read().to(ScalarType.Bool));
            AssertEqual(file["hidden"].Read(), encode(ids, padding), padding);
            AssertEqual(file["logits"].Read(), predict(ids, padding), padding);
            AssertEqual(file["classes"].Read(), classify(ids, padding));
        }
    }

    [Fact]
    public void A_text_with_more_positions_than_the_model_is_refused()
    {
        using var folder = Copy("roberta");
        using var loaded = Roberta.FromPretrained(folder.Path);
        using var ids = full(1, 13, 5, ScalarType.Int64);
        Assert.StartsWith(
            "RoBERTa: the input 'ids' has 13 positions, but the model has 12: shorten the texts.",
            Assert.Throws<ArgumentException>(() => loaded.Model.call(ids)).Message, StringComparison.Ordinal);
        using var most = ids.narrow(1, 0, 12);
        using var states = loaded.Model.call(most);
        Assert.Equal([1, 12, 24], states.shape);
    }

    [Fact]
    public void Saved_models_have_the_names_and_weights_of_the_hub()
    {
        foreach (var name in new[] { "qwen3", "qwen3_tied", "phi3", "phi3_longrope" })
        {
            using var folder = Copy(name);
            using var loaded = Llama.FromPretrained(folder.Path);
            using var saved = new TemporaryFolder();
            loaded.Save(saved.Path);
            AssertSameWeights(folder, saved, _ => true);
        }

        using var roberta = Copy("roberta");
        using var masked = RobertaForMaskedLM.FromPretrained(roberta.Path);
        using var again = new TemporaryFolder();
        masked.Save(again.Path);
        AssertSameWeights(roberta, again, tensor => !tensor.StartsWith("classifier", StringComparison.Ordinal));
        using var distilled = Copy("distilbert");
        using var classes = DistilBertForSequenceClassification.FromPretrained(distilled.Path);
        using var other = new TemporaryFolder();
        classes.Save(other.Path);
        AssertSameWeights(distilled, other, tensor => !tensor.StartsWith("vocab", StringComparison.Ordinal));
    }

    private static void AssertSameWeights(TemporaryFolder one, TemporaryFolder other, Func<string, bool> isKept)
    {
        using var given = CheckpointFile.Open(one["model.safetensors"]);
        using var written = CheckpointFile.Open(other["model.safetensors"]);
        Assert.Equal(
            given.Tensors.Select(tensor => tensor.Name).Where(isKept).Order(), written.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in written.Tensors)
        {
            using var expected = given[tensor.Name].Read();
            using var actual = tensor.Read();
            Assert.True(expected.allclose(actual, 0, 0), tensor.Name);
        }
    }

    private static void AssertEqual(Tensor expected, Tensor actual, Tensor? padding = null)
    {
        var difference = (expected - actual).abs();
        var largest = (padding is null ? difference : difference.masked_fill(padding.unsqueeze(-1), 0)).max().item<double>();
        Assert.True(largest < Tolerance, $"The difference is {largest:e2}.");
    }

    private static CheckpointFile Expected(string name) =>
        CheckpointFile.Open(Path.Combine(AppContext.BaseDirectory, "Families", name, "expected.safetensors"));

    internal static TemporaryFolder Copy(string name, Action<JsonObject>? change = null)
    {
        var copy = new TemporaryFolder();
        var folder = Path.Combine(AppContext.BaseDirectory, "Families", name);
        File.Copy(Path.Combine(folder, "model.safetensors"), copy["model.safetensors"]);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
        change?.Invoke(config);
        File.WriteAllText(copy["config.json"], config.ToJsonString());
        if (name == "distilbert")
        {
            TokenizerFiles.WriteWordPieces(copy.Path);
        }
        else
        {
            TokenizerFiles.WriteTokenizerJson(copy.Path);
        }

        return copy;
    }
}
