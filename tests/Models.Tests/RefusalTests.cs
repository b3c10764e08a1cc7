using System.IO;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>What cannot be loaded is told in one sentence, and nothing is left behind.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("config.json", "The directory '{0}' has no config: config.json is missing.")]
    [InlineData("vocab.json", "The directory '{0}' has no tokenizer: vocab.json is missing.")]
    [InlineData("model.safetensors", "The directory '{0}' has no weights: none of model.safetensors.index.json, model.safetensors, pytorch_model.bin.index.json, pytorch_model.bin exists.")]
    public void AMissingFile(string file, string message)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        File.Delete(folder[file]);
        AssertRefused(folder, message.Replace("{0}", folder.Path));
    }

    [Fact]
    public void AMissingFolder()
        => Assert.Equal(
            "The directory 'nowhere' does not exist: pass one with config.json, the files of a tokenizer and model.safetensors.",
            Assert.Throws<PretrainedException>(() => Gpt2.FromPretrained("nowhere")).Message);

    [Theory]
    [InlineData("model_type", "\"bert\"", "model_type 'bert', but 'gpt2' is expected.")]
    [InlineData("activation_function", "\"mish\"", "activation_function 'mish', but supported are 'relu', 'gelu', 'gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'silu' and 'swish'.")]
    [InlineData("layer_norm_epsilon", "-1E-06", "layer_norm_epsilon -1E-06, but a number above 0 is expected.")]
    [InlineData("attn_pdrop", "1.5", "attn_pdrop 1.5, but a probability from 0 to 1 is expected.")]
    [InlineData("scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx true, but supported is false.")]
    [InlineData("n_head", "5", "n_head 5, but it must divide n_embd, which is 64.")]
    [InlineData("n_layer", "-1", "n_layer -1, but a positive integer is expected.")]
    [InlineData("n_layer", "\"two\"", "n_layer \"two\", but a positive integer is expected.")]
    [InlineData("vocab_size", "null", "no vocab_size, which models of this family require.")]
    public void AnOptionOfGpt2(string name, string value, string message)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2", change: config => config[name] = JsonNode.Parse(value));
        AssertRefused(folder, $"{folder["config.json"]} has {message}");
    }

    [Theory]
    [InlineData("hidden_act", "\"gelu_new\"", "hidden_act 'gelu_new', but supported is 'gelu'.")]
    [InlineData("position_embedding_type", "\"relative_key\"", "position_embedding_type 'relative_key', but supported is 'absolute'.")]
    [InlineData("is_decoder", "true", "is_decoder true, but supported is false.")]
    public void AnOptionOfBert(string name, string value, string message)
    {
        using var folder = new ModelFolder("bert_tiny", "bert", change: config => config[name] = JsonNode.Parse(value));
        Assert.Equal($"{folder["config.json"]} has {message}",
            Assert.Throws<PretrainedException>(() => BertForMaskedLM.FromPretrained(folder.Path)).Message);
    }

    [Theory]
    [InlineData("model_type", "\"gemma\"", "model_type 'gemma', but 'llama' or 'mistral' or 'qwen2' or 'qwen3' or 'phi3' is expected.")]
    [InlineData("use_sliding_window", "true", "use_sliding_window true, but supported is false.")]
    [InlineData("rms_norm_eps", "0", "rms_norm_eps 0, but a number above 0 is expected.")]
    [InlineData("rms_norm_eps", "\"small\"", "rms_norm_eps \"small\", but a number is expected.")]
    [InlineData("hidden_act", "\"tanh\"", "hidden_act 'tanh', but supported are 'relu', 'gelu', 'gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'silu' and 'swish'.")]
    [InlineData("attention_bias", "true", "attention_bias true, but supported is false.")]
    [InlineData("mlp_bias", "true", "mlp_bias true, but supported is false.")]
    [InlineData("rope_theta", "-1", "rope_theta -1, but a number above 0 is expected.")]
    [InlineData("rope_scaling", "{\"type\": \"dynamic\", \"factor\": 2}", "rope_scaling.type 'dynamic', but supported are 'default', 'linear', 'llama3', 'longrope' and 'yarn'.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"linear\"}", "no rope_scaling.factor, which models of this family require.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"linear\", \"factor\": 0.5}", "rope_scaling.factor 0.5, but it must be at least 1.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 8, \"original_max_position_embeddings\": 64, \"low_freq_factor\": 4}", "rope_scaling.high_freq_factor 4, but it must be above low_freq_factor, which is 4.")]
    [InlineData("rope_scaling", "3", "rope_scaling 3, but an object is expected.")]
    [InlineData("partial_rotary_factor", "0.2", "partial_rotary_factor 0.2, but it must be at most 1 and leave an even number of a head's 16 features.")]
    [InlineData("num_key_value_heads", "3", "num_key_value_heads 3, but it must divide num_attention_heads, which is 4.")]
    public void AnOptionOfLlama(string name, string value, string message)
    {
        using var folder = new ModelFolder("llama_tiny", "llama", change: config => config[name] = JsonNode.Parse(value));
        Assert.Equal($"{folder["config.json"]} has {message}",
            Assert.Throws<PretrainedException>(() => Llama.FromPretrained(folder.Path)).Message);
    }

    [Fact]
    public void AConfigurationThatIsNoJson()
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        File.WriteAllText(folder["config.json"], "{");
        Assert.StartsWith($"{folder["config.json"]} is not valid JSON: ",
            Assert.Throws<PretrainedException>(() => Gpt2.FromPretrained(folder.Path)).Message);
        File.WriteAllText(folder["config.json"], "[]");
        AssertRefused(folder, $"{folder["config.json"]} is not a JSON object and cannot be the configuration of a model.");
    }

    [Fact]
    public void WeightsOfAnotherSize()
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2", change: config => config["n_layer"] = 3);
        Assert.Throws<CheckpointMismatchException>(() => Gpt2.FromPretrained(folder.Path));
    }

    private static void AssertRefused(ModelFolder folder, string message)
        => Handles.None(() => Assert.Equal(message, Assert.Throws<PretrainedException>(() => Gpt2.FromPretrained(folder.Path)).Message));
}
