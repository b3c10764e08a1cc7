using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Adapters;

/// <summary>The files of peft.</summary>
public sealed class AdapterFileTests
{
    private const string Config = "adapter_config.json";
    private const string Weights = "adapter_model.safetensors";

    [Fact]
    public void WhatIsSavedIsLoadedAgain()
    {
        using var folder = new TemporaryFolder();
        using var saved = AdapterBehaviourTests.Small();
        AdapterBehaviourTests.Randomize(saved.Adapters);
        Handles.None(() => saved.Adapters.Save(folder.Path));

        using var loaded = AdapterBehaviourTests.Small();
        loaded.Adapters.Load(folder.Path);
        Handles.None(() => loaded.Adapters.Load(folder.Path));
        AssertSame(saved.Adapters.state_dict(), loaded.Adapters.state_dict());

        using var file = CheckpointFile.Open(folder[Weights]);
        Assert.Equal(12, file.Tensors.Count);
        Assert.Equal([4, 16], file["base_model.model.block.0.attention.multiHeadAttention.query.lora_A.weight"].Shape);
        Assert.Equal([32, 4], file["base_model.model.block.1.feedForward.feedForward.linear1.lora_B.weight"].Shape);
        Assert.Equal("pt", file.Metadata["format"]);
        var config = JsonNode.Parse(File.ReadAllText(folder[Config]))!;
        Assert.Equal("LORA", (string?)config["peft_type"]);
        Assert.Equal(4, (int?)config["r"]);
        Assert.Equal("8", config["lora_alpha"]!.ToJsonString());
        Assert.Equal(0.25, (double?)config["lora_dropout"]);
        Assert.Equal("none", (string?)config["bias"]);
        Assert.Equal(["linear1", "query", "value"], config["target_modules"]!.AsArray().Select(target => (string?)target));
        Assert.False((bool?)config["fan_in_fan_out"]);
    }

    // The name alone would mean the layer beside.
    [Fact]
    public void TargetsMeanNoOtherLayer()
    {
        using var folder = new TemporaryFolder();
        using var model = new SmallGpt();
        using var adapters = new LoraAdapters(model,
            new LoraOptions { Rank = 2, Targets = ["block.1.attention.multiHeadAttention.query"] });
        adapters.Save(folder.Path);
        Assert.Equal("[\"block.1.attention.multiHeadAttention.query\"]",
            JsonNode.Parse(File.ReadAllText(folder[Config]))!["target_modules"]!.ToJsonString());
    }

    [Fact]
    public void AdaptersOfAnyKindComeFromAFolder()
    {
        using var folder = new TemporaryFolder();
        using var saved = AdapterBehaviourTests.Small();
        AdapterBehaviourTests.Randomize(saved.Adapters);
        saved.Adapters.Save(folder.Path);
        saved.eval();

        using var model = new SmallGpt();
        Checkpoint.Load(model, Save(folder["base.safetensors"], saved.BaseModel));
        model.eval();
        using var adapters = LoraAdapters.FromPretrained(model, folder.Path);
        Assert.Equal((4, 8.0, 0.25), (adapters.Options.Rank, adapters.Options.Alpha!.Value, adapters.Options.Dropout));
        using var ids = tensor(new long[,] { { 3, 1, 4 } });
        using var expected = saved.call(ids);
        using var actual = model.call(ids);
        Agreement.Assert(actual, expected, 1e-6, "the output of the same adapters");

        using var other = new PairOfHeads();
        Assert.Contains("targets 'linear1', 'query', 'value', but PairOfHeads has no linear layer",
            Assert.Throws<ArgumentException>(() => LoraAdapters.FromPretrained(other, folder.Path)).Message);
    }

    [Fact]
    public void AllThatDoesNotFitIsToldAtOnceAndNothingChanges()
    {
        using var folder = new TemporaryFolder();
        using var saved = AdapterBehaviourTests.Small();
        saved.Adapters.Save(folder.Path);

        using var other = new SmallGpt();
        using var adapters = new LoraAdapters(other, new LoraOptions { Rank = 4, Alpha = 8, Targets = ["query", "key"] });
        AdapterBehaviourTests.Randomize(adapters);
        var before = adapters.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var mismatch = Assert.Throws<CheckpointMismatchException>(() => adapters.Load(folder.Path));
        Assert.Equal(4, mismatch.Missing.Count);
        Assert.Contains("base_model.model.block.0.attention.multiHeadAttention.key.lora_A.weight", mismatch.Missing);
        Assert.Equal(8, mismatch.Unexpected.Count);
        AssertSame(before, adapters.state_dict());
        foreach (var tensor in before.Values)
        {
            tensor.Dispose();
        }
    }

    [Theory]
    [InlineData("r", "8", "r is 8, but these adapters have rank 4: declare 8.")]
    [InlineData("lora_alpha", "16", "lora_alpha is 16, but these adapters have Alpha = 8: declare 16.")]
    [InlineData("use_rslora", "true", "use_rslora is true, but these adapters have RankStabilized = false: declare true.")]
    [InlineData("enable_lora", "[true, false, true]", "enable_lora is [true,false,true], but this is not supported, and the adapters would compute something else without it.")]
    [InlineData("use_dora", "true", "use_dora is true, but this is not supported, and the adapters would compute something else without it.")]
    [InlineData("modules_to_save", "[\"score\"]", "modules_to_save is [\"score\"], but this is not supported, and the adapters would compute something else without it.")]
    [InlineData("rank_pattern", "{\"query\":8}", "rank_pattern is {\"query\":8}, but this is not supported, and the adapters would compute something else without it.")]
    [InlineData("layers_to_transform", "[0]", "layers_to_transform is [0], but this is not supported, and the adapters would compute something else without it.")]
    [InlineData("bias", "\"lora_only\"", "bias is 'lora_only', but only 'none' is supported.")]
    [InlineData("peft_type", "\"IA3\"", "peft_type is 'IA3', but only adapters of type 'LORA' are supported.")]
    [InlineData("init_lora_weights", "\"pissa\"", "init_lora_weights is 'pissa', but this changes the weights of the model, which is not supported: convert the adapters to regular ones with peft.")]
    [InlineData("r", "0", "r is 0, but a positive integer is expected.")]
    [InlineData("r", "\"8\"", "r is \"8\", but a positive integer is expected.")]
    [InlineData("lora_alpha", "-1", "lora_alpha is -1, but a number above 0 is expected.")]
    [InlineData("lora_dropout", "2", "lora_dropout is 2, but a number from 0 to 1 is expected.")]
    [InlineData("target_modules", "\"all-linear\"", "target_modules is \"all-linear\", but a list of names is expected.")]
    public void WhatIsNotSupportedIsRefusedByName(string option, string value, string sentence)
    {
        using var folder = new TemporaryFolder();
        using var model = AdapterBehaviourTests.Small();
        model.Adapters.Save(folder.Path);
        var config = JsonNode.Parse(File.ReadAllText(folder[Config]))!;
        config[option] = JsonNode.Parse(value);
        File.WriteAllText(folder[Config], config.ToJsonString());
        Assert.Equal($"{folder[Config]}: {sentence}", Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
    }

    [Theory]
    [InlineData("use_dora", "false")]
    [InlineData("rank_pattern", "{}")]
    [InlineData("modules_to_save", "[]")]
    [InlineData("layers_to_transform", "null")]
    [InlineData("init_lora_weights", "\"gaussian\"")]
    [InlineData("a_later_option", "7")]
    [InlineData("lora_dropout", "0.5")]
    [InlineData("lora_alpha", "8.0")]
    public void WhatAsksForNothingIsRead(string option, string value)
    {
        using var folder = new TemporaryFolder();
        using var model = AdapterBehaviourTests.Small();
        model.Adapters.Save(folder.Path);
        var config = JsonNode.Parse(File.ReadAllText(folder[Config]))!;
        config[option] = JsonNode.Parse(value);
        File.WriteAllText(folder[Config], config.ToJsonString());
        model.Adapters.Load(folder.Path);
    }

    [Fact]
    public void MissingAndMalformedFilesAreNamed()
    {
        using var folder = new TemporaryFolder();
        using var model = AdapterBehaviourTests.Small();
        Assert.Equal($"{folder.Path}: this folder has no {Config}.",
            Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
        model.Adapters.Save(folder.Path);
        File.Delete(folder[Weights]);
        Assert.Equal($"{folder.Path}: this folder has no {Weights}.",
            Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
        File.WriteAllText(folder["adapter_model.bin"], "PK\u0003\u0004 and more");
        Assert.Contains("this zip file is truncated", Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
        File.WriteAllText(folder[Config], "{");
        Assert.Contains("not valid JSON", Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
        File.WriteAllText(folder[Config], "[]");
        Assert.Contains("not a JSON object", Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
        File.WriteAllText(folder[Config], "{\"peft_type\":\"LORA\"}");
        Assert.Contains("it has no r", Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path)).Message);
    }

    [Fact]
    public void AWholeModelIsSavedAndLoaded()
    {
        using var folder = new TemporaryFolder();
        using var saved = AdapterBehaviourTests.Small();
        AdapterBehaviourTests.Randomize(saved.Adapters);
        Checkpoint.Save(saved, folder["whole.safetensors"]);
        using var loaded = new SmallGptLora();
        Checkpoint.Load(loaded, folder["whole.safetensors"]);
        AssertSame(saved.state_dict(), loaded.state_dict());
        using var created = Checkpoint.Create(device => new SmallGptLora(device: device), folder["whole.safetensors"]);
        AssertSame(saved.state_dict(), created.state_dict());
        Assert.Equal(12, created.parameters().Count(parameter => parameter.requires_grad));

        // TorchSharp's own format.
        saved.save(folder["whole.dat"]);
        using var again = new SmallGptLora();
        again.load(folder["whole.dat"]);
        AssertSame(saved.state_dict(), again.state_dict());
    }

    private static string Save(string path, nn.Module module)
    {
        Checkpoint.Save(module, path);
        return path;
    }

    private static void AssertSame(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Agreement.Assert(actual[pair.Key], pair.Value, 0, pair.Key));
    }

    private static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
        => AssertSame((IReadOnlyDictionary<string, Tensor>)expected, actual);
}
