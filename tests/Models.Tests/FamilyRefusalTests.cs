using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>Configurations of Qwen 3, Phi-3, RoBERTa and DistilBERT that cannot be loaded, their tokenizers and embeddings.</summary>
public sealed class FamilyRefusalTests
{
    [Theory]
    [InlineData("qwen3", "num_key_value_heads", "3", "num_key_value_heads 3, but it must divide num_attention_heads, which is 4.")]
    [InlineData("qwen3", "head_dim", "7", "head_dim 7, but rotary positional encoding rotates pairs of features, so it must be even.")]
    [InlineData("qwen3", "head_dim", "-8", "head_dim -8, but a positive integer is expected.")]
    [InlineData("qwen3", "attention_bias", "true", "attention_bias true, but supported is false.")]
    [InlineData("qwen3", "use_sliding_window", "true", "use_sliding_window true, but supported is false.")]
    [InlineData("phi3", "num_attention_heads", "5", "num_attention_heads 5, but it must divide hidden_size, which is 24, or head_dim must be given.")]
    [InlineData("phi3", "resid_pdrop", "2", "resid_pdrop 2, but a probability from 0 to 1 is expected.")]
    [InlineData("phi3", "sliding_window", "-1", "sliding_window -1, but a positive integer is expected.")]
    [InlineData("phi3", "rope_scaling", "{\"type\": \"longrope\", \"long_factor\": [1, 1, 1]}", "no rope_scaling.short_factor, which models of this family require.")]
    [InlineData("phi3", "rope_scaling", "{\"type\": \"su\", \"short_factor\": [1, 1, 1], \"long_factor\": [1, 1]}", "rope_scaling.long_factor [1,1], but 3 numbers above 0 are expected.")]
    [InlineData("phi3", "rope_scaling", "{\"type\": \"su\", \"short_factor\": [1, 0, 1], \"long_factor\": [1, 1, 1]}", "rope_scaling.short_factor [1,0,1], but 3 numbers above 0 are expected.")]
    [InlineData("phi3", "model_type", "\"phi\"", "model_type 'phi', but 'llama' or 'mistral' or 'qwen2' or 'qwen3' or 'phi3' is expected.")]
    public void An_option_of_a_causal_model(string family, string name, string value, string message)
    {
        using var folder = FamilyTests.Copy(family, config => config[name] = JsonNode.Parse(value));
        var refusal = Assert.Throws<PretrainedException>(() => Llama.FromPretrained(folder.Path));
        Assert.Equal($"{folder["config.json"]} has {message}", refusal.Message);
    }

    [Theory]
    [InlineData("roberta", "num_attention_heads", "5", "num_attention_heads 5, but it must divide hidden_size, which is 24.")]
    [InlineData("roberta", "max_position_embeddings", "2", "max_position_embeddings 2, but positions begin at 2, so at least 3 are expected.")]
    [InlineData("roberta", "pad_token_id", "0", "pad_token_id 0, but supported is 1.")]
    [InlineData("roberta", "hidden_act", "\"relu\"", "hidden_act 'relu', but supported is 'gelu'.")]
    [InlineData("roberta", "num_hidden_layers", "null", "no num_hidden_layers, which models of this family require.")]
    [InlineData("distilbert", "n_heads", "7", "n_heads 7, but it must divide dim, which is 24.")]
    [InlineData("distilbert", "n_layers", "-2", "n_layers -2, but a positive integer is expected.")]
    [InlineData("distilbert", "activation", "\"relu\"", "activation 'relu', but supported is 'gelu'.")]
    [InlineData("distilbert", "dropout", "\"much\"", "dropout \"much\", but a number is expected.")]
    public void An_option_of_an_encoder(string family, string name, string value, string message)
    {
        using var folder = FamilyTests.Copy(family, config => config[name] = JsonNode.Parse(value));
        var refusal = Assert.Throws<PretrainedException>(() => Load(family, folder.Path));
        Assert.Equal($"{folder["config.json"]} has {message}", refusal.Message);
    }

    [Theory]
    [InlineData("qwen3", "num_hidden_layers")]
    [InlineData("phi3", "intermediate_size")]
    [InlineData("phi3", "num_key_value_heads")]
    [InlineData("roberta", "max_position_embeddings")]
    [InlineData("distilbert", "hidden_dim")]
    public void Another_size_than_that_of_the_weights(string family, string name)
    {
        using var folder = FamilyTests.Copy(family, config => config[name] = 4);
        Assert.Throws<CheckpointMismatchException>(() => Load(family, folder.Path));
    }

    [Fact]
    public void A_tokenizer_of_RoBERTa_from_its_vocabulary_and_merges()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteBytePairs(folder.Path);
        var vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(folder["vocab.json"]))!;
        foreach (var token in new[] { "<s>", "<pad>", "</s>", "<unk>", "<mask>" })
        {
            vocabulary.Add(token, vocabulary.Count);
        }

        File.WriteAllText(folder["vocab.json"], JsonSerializer.Serialize(vocabulary));
        var tokenizer = Tokenizers.Roberta(new PretrainedFolder(folder.Path));
        Assert.Equal(Ids("<s>", "low", "<mask>", "er", "</s>"), tokenizer.Encode("low <mask>er"));
        Assert.Equal(Ids("low", "er"), tokenizer.Encode("lower", addSpecialTokens: false));
        File.WriteAllText(folder["tokenizer_config.json"], """{ "add_prefix_space": true }""");
        Assert.Equal(Ids("<s>", "Ġlow", "</s>"), Tokenizers.Roberta(new PretrainedFolder(folder.Path)).Encode("low"));

        long[] Ids(params string[] tokens) => [.. tokens.Select(token => (long)vocabulary[token])];
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    public async Task Embeddings_are_the_mean_of_the_states(string family)
    {
        using var folder = FamilyTests.Copy(family, config => config["max_position_embeddings"] = 14);
        TokenizerFiles.WriteWordPieces(folder.Path);
        if (family == "roberta")
        {
            File.WriteAllText(folder["tokenizer.json"], """
                { "model": { "type": "WordLevel", "vocab": { "a": 5, "b": 6, "?": 7 }, "unk_token": "?" }, "pre_tokenizer": { "type": "Whitespace" } }
                """);
        }

        using var loaded = Load(family, folder.Path);
        using var generator = loaded is Pretrained<Roberta, RobertaConfig> roberta
            ? roberta.AsEmbeddingGenerator() : ((Pretrained<DistilBert, DistilBertConfig>)loaded).AsEmbeddingGenerator();
        string[] texts = ["a b a", "b", string.Join(' ', Enumerable.Repeat("a", 40))];
        var vectors = await generator.GenerateAsync(texts);
        var (tokenizer, encoder) = loaded is Pretrained<Roberta, RobertaConfig> one
            ? (one.Tokenizer, (ITextEncoder)one.Model)
            : (((Pretrained<DistilBert, DistilBertConfig>)loaded).Tokenizer, ((Pretrained<DistilBert, DistilBertConfig>)loaded).Model);
        for (var i = 0; i < 2; i++)
        {
            using var scope = NewDisposeScope();
            var ids = tensor(tokenizer.Encode(texts[i]).ToArray()).unsqueeze(0);
            var mean = nn.functional.normalize(encoder.Encode(ids, zeros_like(ids).to(ScalarType.Bool))[0].mean([0]), dim: 0);
            Assert.Equal(mean.data<float>().ToArray(), vectors[i].Vector.ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
        }
    }

    [Fact]
    public async Task A_BERT_without_pooler_makes_embeddings()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var whole = Bert.FromPretrained(folder.Path);
        using var encoder = BertEncoder.FromPretrained(folder.Path);
        encoder.Save(folder.Path);
        Assert.Throws<CheckpointMismatchException>(() => Bert.FromPretrained(folder.Path));
        using var again = BertEncoder.FromPretrained(folder.Path);
        using var expected = whole.AsEmbeddingGenerator();
        using var actual = again.AsEmbeddingGenerator();
        Assert.Equal(
            (await expected.GenerateAsync(["low lower new ."]))[0].Vector.ToArray(),
            (await actual.GenerateAsync(["low lower new ."]))[0].Vector.ToArray());
    }

    private static IDisposable Load(string family, string path) => family switch
    {
        "roberta" => Roberta.FromPretrained(path),
        "distilbert" => DistilBert.FromPretrained(path),
        _ => Llama.FromPretrained(path),
    };
}
