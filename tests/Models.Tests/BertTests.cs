using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class BertTests
{
    public static TheoryData<string, ScalarType> Files => new()
    {
        { "weights.safetensors", ScalarType.Float32 }, { "weights.safetensors", ScalarType.Float64 },
        { "weights_legacy.safetensors", ScalarType.Float32 }, { "weights_legacy.safetensors", ScalarType.Float64 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void TheEncoderAgreesWithPyTorch(string weights, ScalarType type)
    {
        using var folder = new ModelFolder("bert_tiny", "bert", weights);
        using var reference = Reference.Load("bert_tiny");
        using var loaded = Bert.FromPretrained(folder.Path, dtype: type);
        Assert.Equal(new BertConfig(211, 64, 2, 64, 2, 4, 256, 2), loaded.Config);
        using var padding = Padding(reference);
        using var quiet = inference_mode();
        var (ids, types) = (reference.Inputs["input_ids"], reference.Inputs["token_type_ids"]);
        var (hidden, pooled) = Handles.Exactly(2, () => loaded.Model.call(ids, types, padding), ids, types, padding);
        reference.AssertAgrees(hidden, "last_hidden_state");
        reference.AssertAgrees(pooled, "pooler_output");
        hidden.Dispose();
        pooled.Dispose();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void TheMaskedLanguageModelAgreesWithPyTorch(string weights, ScalarType type)
    {
        using var folder = new ModelFolder("bert_tiny", "bert", weights);
        using var reference = Reference.Load("bert_tiny");
        using var loaded = BertForMaskedLM.FromPretrained(folder.Path, dtype: type);
        using var padding = Padding(reference);
        var (ids, types) = (reference.Inputs["input_ids"], reference.Inputs["token_type_ids"]);
        using var logits = Handles.Exactly(1, () => loaded.Model.call(ids, types, padding), ids, types, padding);
        reference.AssertAgrees(logits, "mlm_logits");
        reference.Backward(logits);
        reference.AssertGradientNorms(loaded.Model, HubNames.Of(BertNames.MaskedLM()));
    }

    /// <summary>The next-sentence head of pretraining is a classifier of two classes.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void TheClassifierAgreesWithPyTorch(string weights, ScalarType type)
    {
        using var folder = new ModelFolder("bert_tiny", "bert", weights);
        using var reference = Reference.Load("bert_tiny");
        using var model = BertForSequenceClassification.Create(new BertConfig(211, 64, 2, 64, 2, 4, 256, 2), dtype: type);
        Checkpoint.Load(model, folder.Path,
            new LoadOptions { Map = BertNames.SequenceClassification(weights.Contains("legacy"), "cls.seq_relationship") });
        model.eval();
        using var padding = Padding(reference);
        using var logits = model.call(reference.Inputs["input_ids"], reference.Inputs["token_type_ids"], padding);
        reference.AssertAgrees(logits, "seq_relationship_logits");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void EveryLayerAgreesWithPyTorch(ScalarType type)
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var reference = Reference.Load("bert_tiny");
        using var quiet = inference_mode();
        using var padding = Padding(reference);
        for (var layers = 1; layers <= 2; layers++)
        {
            using var model = Bert.Create(new BertConfig(211, 64, 2, 64, layers, 4, 256, 2), dtype: type);
            Checkpoint.Load(model, folder.Path,
                new LoadOptions { Map = BertNames.Encoder(), AllowUnexpected = ["bert.encoder.layer.1.{i*}"] });
            model.eval();
            var (hidden, pooled) = model.call(reference.Inputs["input_ids"], reference.Inputs["token_type_ids"], padding);
            reference.AssertAgrees(hidden, $"hidden.{layers}");
            hidden.Dispose();
            pooled.Dispose();
        }
    }

    [Fact]
    public void WhatIsSavedHasTheModernNames()
    {
        using var folder = new ModelFolder("bert_tiny", "bert", "weights_legacy.safetensors");
        using var modern = new ModelFolder("bert_tiny", "bert");
        using var saved = new Runtime.Tests.Checkpoints.TemporaryFolder();
        using var loaded = BertForMaskedLM.FromPretrained(folder.Path);
        loaded.Save(saved.Path);
        using var before = CheckpointFile.Open(modern.Path);
        using var after = CheckpointFile.Open(saved.Path);
        string[] left = ["bert.pooler.dense.weight", "bert.pooler.dense.bias", "cls.seq_relationship.weight", "cls.seq_relationship.bias"];
        Assert.Equal(before.Tensors.Select(tensor => tensor.Name).Except(left).Order(),
            after.Tensors.Select(tensor => tensor.Name).Order());
    }

    [Fact]
    public void ClassesAreCountedByTheirLabels()
    {
        using var folder = new ModelFolder("bert_tiny", "bert",
            change: config => config["id2label"] = new JsonObject { ["0"] = "bad", ["1"] = "fair", ["2"] = "good" });
        var config = BertConfig.Read(new PretrainedFolder(folder.Path).Config("bert"));
        Assert.Equal(3, config.Classes);
    }

    [Fact]
    public void TheBareNamesOfTheEncoderAreFound()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var reference = Reference.Load("bert_tiny");
        using var loaded = Bert.FromPretrained(folder.Path);
        var bare = new NameMap { Rules = BertNames.Encoder().Rules };
        Checkpoint.Save(loaded.Model, folder["model.safetensors"], new SaveOptions { Map = bare });
        using var again = Bert.FromPretrained(folder.Path);
        foreach (var (key, weight) in again.Model.state_dict())
        {
            Agreement.Assert(weight, loaded.Model.state_dict()[key], 0, key);
        }
    }

    // Hugging Face's mask is 1 where a token is, PyTorch's and ours true where none is.
    private static Tensor Padding(Reference reference) => reference.Inputs["attention_mask"].eq(0);
}
