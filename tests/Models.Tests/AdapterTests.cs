using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Checkpoints;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>Adapters of the families in the layout of peft, whose names are those of the hub.</summary>
public sealed class AdapterTests
{
    private const string Front = "base_model.model.";

    /// <summary>GPT-2's published adapters are mostly on <c>c_attn</c>, whose A serves queries, keys and values.</summary>
    [Fact]
    public void OneAdapterOfAFusedProjectionIsThree()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        random.manual_seed(3);
        var (a, b) = (randn(8, 64), randn(192, 8));
        var (a1, b1) = (randn(8, 64), randn(192, 8));
        WriteAdapters(folder, "c_attn", ("transformer.h.0.attn.c_attn", a, b), ("transformer.h.1.attn.c_attn", a1, b1));

        using var source = new ModelFolder("gpt2_tiny", "gpt2");
        using var plain = Gpt2.FromPretrained(source.Path);
        using var gpt2 = Gpt2.FromPretrained(source.Path);
        using var tuned = new Gpt2Adapted(gpt2.Model);
        tuned.Adapters.Load(folder.Path, Gpt2.HubNames());
        var state = tuned.Adapters.state_dict();
        foreach (var (name, i) in new[] { ("query", 0), ("key", 1), ("value", 2) })
        {
            Agreement.Assert(state[$"block.1.attention.multiHeadAttention.{name}.lora_A.weight"], a1, 0, name);
            Agreement.Assert(state[$"block.1.attention.multiHeadAttention.{name}.lora_B.weight"], b1.narrow(0, 64 * i, 64), 0, name);
        }

        // Merged by the formula into the Conv1D of the hub, which keeps its weights transposed, and loaded as an ordinary model.
        using var merged = new TemporaryFolder();
        plain.Save(merged.Path);
        using (var file = CheckpointFile.Open(merged["model.safetensors"]))
        {
            var weight = file["transformer.h.0.attn.c_attn.weight"].Read() + (32.0 / 8 * b.mm(a)).t();
            tuned.Adapters.Merge();
            using var after = new TemporaryFolder();
            gpt2.Save(after.Path);
            using var actual = CheckpointFile.Open(after["model.safetensors"]);
            Agreement.Assert(actual["transformer.h.0.attn.c_attn.weight"].Read(), weight, 1e-5, "W + alpha / r (B A)ᵀ");
        }

        // One A is written again.
        tuned.Adapters.Unmerge();
        using var saved = new TemporaryFolder();
        tuned.Adapters.Save(saved.Path, Gpt2.HubNames());
        using var written = CheckpointFile.Open(saved["adapter_model.safetensors"]);
        Assert.Equal(4, written.Tensors.Count);
        Agreement.Assert(written[Front + "transformer.h.0.attn.c_attn.lora_A.weight"].Read(), a, 0, "A");
        Agreement.Assert(written[Front + "transformer.h.0.attn.c_attn.lora_B.weight"].Read(), b, 0, "B");
        var config = Config(saved);
        Assert.Equal((8, 32, true, "[\"c_attn\"]"),
            ((int)config["r"]!, (int)config["lora_alpha"]!, (bool)config["fan_in_fan_out"]!, config["target_modules"]!.ToJsonString()));
    }

    /// <summary>Projections that learnt an A each: the fused one computes the same, and gives them back.</summary>
    [Fact]
    public void AdaptersThatWereTrainedApartAreSavedSideBySide()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var source = new ModelFolder("gpt2_tiny", "gpt2");
        using var gpt2 = Gpt2.FromPretrained(source.Path);
        using var tuned = new Gpt2Partly(gpt2.Model);
        random.manual_seed(4);
        foreach (var parameter in tuned.Adapters.parameters())
        {
            parameter.copy_(randn(parameter.shape));
        }

        using var folder = new TemporaryFolder();
        Handles.None(() => tuned.Adapters.Save(folder.Path, Gpt2.HubNames()));
        var config = Config(folder);
        Assert.Equal((8, 6, "[\"attn.c_proj\",\"c_attn\"]"),
            ((int)config["r"]!, (int)config["lora_alpha"]!, config["target_modules"]!.ToJsonString()));
        using var file = CheckpointFile.Open(folder["adapter_model.safetensors"]);
        var (a, b) = (file[Front + "transformer.h.0.attn.c_attn.lora_A.weight"].Read(),
            file[Front + "transformer.h.0.attn.c_attn.lora_B.weight"].Read());
        Assert.Equal([8, 64], a.shape);
        Assert.Equal([192, 8], b.shape);
        var state = tuned.Adapters.state_dict();
        Tensor Change(string name) => state[$"block.0.attention.multiHeadAttention.{name}.lora_B.weight"].mm(
            state[$"block.0.attention.multiHeadAttention.{name}.lora_A.weight"]);
        Agreement.Assert(6.0 / 8 * b.mm(a), 3.0 / 4 * cat([Change("query"), zeros(64, 64), Change("value")], 0), 1e-5, "alpha / r B A");
        var (outer, inner) = (file[Front + "transformer.h.0.attn.c_proj.lora_B.weight"].Read(),
            file[Front + "transformer.h.0.attn.c_proj.lora_A.weight"].Read());
        Agreement.Assert(outer.mm(inner), Change("output"), 1e-5, "alpha / r B A of a projection that stands alone");

        using var other = Gpt2.FromPretrained(source.Path);
        using var loaded = new Gpt2Partly(other.Model);
        loaded.Adapters.Load(folder.Path, Gpt2.HubNames());
        Assert.All(loaded.Adapters.state_dict(), pair => Agreement.Assert(pair.Value, state[pair.Key], 0, pair.Key));

        // A class of the whole rank takes them as they are; one that adapts less refuses them.
        using var third = Gpt2.FromPretrained(source.Path);
        using var wide = LoraAdapters.FromPretrained(third.Model, folder.Path, Gpt2.HubNames());
        Assert.Equal(8, wide.Options.Rank);
        var ids = tensor(new long[,] { { 5, 6, 7 } });
        tuned.eval();
        Agreement.Assert(third.Model.call(ids), tuned.call(ids), 1e-4, "the output");
        using var fourth = Gpt2.FromPretrained(source.Path);
        using var less = new LoraAdapters(fourth.Model,
            new LoraOptions { Rank = 8, Alpha = 6, Targets = ["query", "multiHeadAttention.output"] });
        Assert.Contains("has no 'block.0.attention.multiHeadAttention.key.lora_A.weight'",
            Assert.Throws<CheckpointMismatchException>(() => less.Load(folder.Path, Gpt2.HubNames())).Message);
    }

    [Fact]
    public void LlamasProjectionsStandAlone()
    {
        using var scope = NewDisposeScope();
        using var source = new ModelFolder("llama_tiny", "llama");
        using var llama = Llama.FromPretrained(source.Path);
        var module = (nn.Module)(object)llama.Model;
        using var adapters = new LoraAdapters(module, new LoraOptions { Rank = 2, Targets = ["query", "value"] });
        using var folder = new TemporaryFolder();
        adapters.Save(folder.Path, Llama.HubNames());
        using var file = CheckpointFile.Open(folder["adapter_model.safetensors"]);
        Assert.Contains(file.Tensors, tensor => tensor.Name == Front + "model.layers.0.self_attn.q_proj.lora_A.weight");
        Assert.Contains(file.Tensors, tensor => tensor.Name == Front + "model.layers.1.self_attn.v_proj.lora_B.weight");
        Assert.Equal("[\"q_proj\",\"v_proj\"]", Config(folder)["target_modules"]!.ToJsonString());
        adapters.Load(folder.Path, Llama.HubNames());
        adapters.Dispose();
        using var again = LoraAdapters.FromPretrained(module, folder.Path, Llama.HubNames());
        Assert.Equal(4, again.Projections.Count);
    }

    [Fact]
    public void BertsProjectionsStandAlone()
    {
        using var source = new ModelFolder("bert_tiny", "bert");
        using var bert = BertForMaskedLM.FromPretrained(source.Path);
        using var adapters = new LoraAdapters(bert.Model,
            new LoraOptions { Rank = 2, Targets = ["query", "value", "feedForward.linear1"] });
        using var folder = new TemporaryFolder();
        adapters.Save(folder.Path, BertNames.MaskedLM());
        using var file = CheckpointFile.Open(folder["adapter_model.safetensors"]);
        Assert.Contains(file.Tensors, tensor => tensor.Name == Front + "bert.encoder.layer.0.attention.self.query.lora_A.weight");
        Assert.Equal("[\"intermediate.dense\",\"query\",\"value\"]", Config(folder)["target_modules"]!.ToJsonString());
        adapters.Load(folder.Path, BertNames.MaskedLM());
    }

    private static void WriteAdapters(TemporaryFolder folder, string target, params (string Layer, Tensor A, Tensor B)[] adapters)
    {
        var tensors = adapters.Select(one => KeyValuePair.Create(Front + one.Layer + ".lora_A.weight", one.A))
            .Concat(adapters.Select(one => KeyValuePair.Create(Front + one.Layer + ".lora_B.weight", one.B)))
            .ToDictionary();
        using var plan = new SavePlan(tensors, new SaveOptions());
        plan.Write(folder["adapter_model.safetensors"]);
        File.WriteAllText(
            folder["adapter_config.json"],
            $$"""{"peft_type": "LORA", "r": 8, "lora_alpha": 32, "lora_dropout": 0.1, "bias": "none", "fan_in_fan_out": true, "target_modules": ["{{target}}"]}""");
    }

    private static JsonNode Config(TemporaryFolder folder) => JsonNode.Parse(File.ReadAllText(folder["adapter_config.json"]))!;
}

/// <summary>Adapters on a part of the fused projection, and on one that stands alone.</summary>
[Lora<Gpt2>(4, Alpha = 3, Targets = new[] { "query", "value", "multiHeadAttention.output" })]
public partial class Gpt2Partly;
