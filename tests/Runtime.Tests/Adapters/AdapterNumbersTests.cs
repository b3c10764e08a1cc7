using System;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Adapters;

/// <summary>Against adapters that PyTorch computed on the block of "Attention is all you need".</summary>
public sealed class AdapterNumbersTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Reference", "lora");

    private static NameMap Names => new()
    {
        Rules = [new("attention.multiHeadAttention.query.{p}", "attention.W_q.{p}"), new("attention.multiHeadAttention.value.{p}",
            "attention.W_v.{p}")],
    };

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void FreshAdaptersChangeNothing(ScalarType type)
    {
        using var reference = Reference.Load("lora");
        using var model = Block(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var output = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(output, "B_zero.output");
        using var without = model.BaseModel.call(x);
        Agreement.Assert(output, without, 0, "the output without adapters");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void AgreesWithPyTorch(ScalarType type)
    {
        using var reference = Reference.Load("lora");
        using var model = Block(type);
        model.Adapters.Load(Folder, Names);
        using var x = reference.Inputs["x"].to(type, copy: true);

        using var output = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(output, "output");
        reference.Backward(output);
        reference.AssertGradientNorms(model, Name);

        // In place where gradients are off: the same numbers from other code.
        using var quiet = no_grad();
        using var inPlace = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(inPlace, "output");

        // The base block alone is what it was.
        model.Adapters.Enabled = false;
        using var disabled = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(disabled, "B_zero.output");
        model.Adapters.Enabled = true;

        Handles.None(model.Adapters.Merge);
        using var merged = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(merged, "merged.output");
        Handles.None(model.Adapters.Unmerge);
        using var unmerged = model.call(x);
        reference.AssertAgrees(unmerged, "output");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void LearnsAsInPyTorch(ScalarType type)
    {
        using var reference = Reference.Load("lora");
        using var model = Block(type);
        model.Adapters.Load(Folder, Names);
        using var optimizer = optim.Adam(model.Adapters.parameters(), 1e-2);
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var target = reference.Inputs["train_target"].to(type, copy: true);
        for (var step = 0; step < reference.TrainingLosses.Count; step++)
        {
            using var output = model.call(x);
            using var loss = nn.functional.mse_loss(output, target);
            using var exact = loss.to(ScalarType.Float64);
            Assert.Equal(reference.TrainingLosses[step], exact.item<double>(),
                type == ScalarType.Float64 ? Agreement.Exact : reference.TrainingTolerances[step]);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void WhatTrainsIsCounted()
    {
        using var model = Block(ScalarType.Float32);
        Assert.Equal(16_384, model.Adapters.TrainableCount);
        Assert.Equal(16_384, model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));
        Assert.Contains("parameters  3,168,768, 16,384 trainable", model.Summary());
        Assert.Equal("32*D", TransformerBlockLora.Architecture.Layers[1].Parameters);
    }

    // In evaluation mode, as the reference was computed.
    private static TransformerBlockLora Block(ScalarType type)
    {
        using var reference = Reference.Load("transformer_block");
        var block = new TransformerBlock(dtype: type);
        reference.LoadInto(block, TransformerNumbersTests.BlockName);
        block.eval();
        return new TransformerBlockLora(block);
    }

    private static string Name(string key) =>
        TransformerNumbersTests.BlockName(key["adapters.".Length..]).Replace(".weight", ".default.weight");
}
