using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class TransformerNumbersTests
{
    private const string PositionKey = "embedded.positionEmbedding.weight";

    [Fact]
    public void A_block_that_shares_its_weights_runs_them_again()
    {
        using var reference = Reference.Load("albert");
        using var model = new Albert(dtype: ScalarType.Float64);
        reference.LoadInto(model, OfLayer);
        using var x = reference.Inputs["x"].to(ScalarType.Float64, copy: true);
        using var output = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(output, "output");
        reference.Backward(output);
        reference.AssertGradientNorms(model, OfLayer);

        static string OfLayer(string key) => key.Replace("first.transformerEncoderLayer.", string.Empty);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void SinusoidalPositions(ScalarType type)
    {
        using var reference = Reference.Load("sinusoidal");
        using var model = new SinusoidalTable(512, dtype: type);
        using var x = zeros(1, 50, 512, dtype: type);
        model.call(x).Dispose();
        using var output = Handles.Exactly(1, () => model.call(x), x);
        using var table = output[0];
        reference.AssertAgrees(table, "pe");
        Assert.Empty(model.state_dict());
    }

    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("causal.", ScalarType.Float32)]
    [InlineData("causal.", ScalarType.Float64)]
    public void Block(string run, ScalarType type)
    {
        using var reference = Reference.Load("transformer_block");
        using var model = new TransformerBlock(dtype: type);
        reference.LoadInto(model, BlockName);
        model.eval();
        using var x = reference.Inputs["x"].to(type, copy: true);
        var mask = run.Length == 0 ? null : reference.Inputs["mask"];

        using var output = Handles.Exactly(1, () => model.call(x, mask), x);
        reference.AssertAgrees(output, run + "output");
        reference.Backward(output, run);
        reference.AssertGradientNorms(model, BlockName, run);

        // In place where gradients are off: the same numbers from other code.
        using var quiet = no_grad();
        using var inPlace = Handles.Exactly(1, () => model.call(x, mask), x);
        reference.AssertAgrees(inPlace, run + "output");
    }

    [Theory]
    [InlineData("")]
    [InlineData("causal.")]
    public void LogitsAndProbabilities(string run)
    {
        using var reference = Reference.Load("transformer");
        using var model = new Transformer();
        reference.LoadInto(model, Name);
        model.eval();
        var mask = run.Length == 0 ? null : reference.Inputs["mask"];
        var ids = reference.Inputs["ids"];

        // The first call computes the position table and keeps it.
        Agree(reference, model, run, model.call(ids, mask));
        model.zero_grad();
        Agree(reference, model, run, Handles.Exactly(2, () => model.call(ids, mask), ids));
        using var quiet = inference_mode();
        Agree(reference, model, run, Handles.Exactly(2, () => model.call(ids, mask), ids));
    }

    // PyTorch's float64 run adds a table that was rounded to float32; with that very table nothing may differ.
    [Theory]
    [InlineData("")]
    [InlineData("causal.")]
    public void LogitsAndProbabilitiesInFloat64(string run)
    {
        using var reference = Reference.Load("transformer");
        using var positions = Reference.Load("sinusoidal");
        using var model = new TransformerOfGivenPositions(dtype: ScalarType.Float64);
        Reference.LoadInto(model, key => (key == PositionKey ? positions.Expected32["pe"] : reference.Weights[Name(key)]).alias());
        model.get_parameter(PositionKey)!.requires_grad = false;
        model.eval();
        var mask = run.Length == 0 ? null : reference.Inputs["mask"];
        Agree(reference, model, run, Handles.Exactly(2, () => model.call(reference.Inputs["ids"], mask)));
    }

    private static void Agree(Reference reference, nn.Module model, string run, (Tensor Logits, Tensor Probs) results)
    {
        reference.AssertAgrees(results.Logits, run + "logits");
        reference.AssertAgrees(results.Probs, run + "probs");
        if (run.Length == 0 && results.Logits.requires_grad)
        {
            reference.Backward(results.Logits);
            reference.AssertGradientNorms(model, Name);
        }

        results.Logits.Dispose();
        results.Probs.Dispose();
    }

    internal static string BlockName(string key) => key
        .Replace("attention.multiHeadAttention.query", "attention.W_q").Replace("attention.multiHeadAttention.key", "attention.W_k")
        .Replace("attention.multiHeadAttention.value", "attention.W_v").Replace("attention.multiHeadAttention.output", "attention.W_o")
        .Replace("attention.layerNorm", "norm1").Replace("feedForward.layerNorm", "norm2")
        .Replace("feedForward.linear2", "ffn.2").Replace("feedForward.linear", "ffn.0");

    private static string Name(string key) => BlockName(key)
        .Replace("embedded.embedding", "embedding").Replace("blocks.block.", "blocks.").Replace("logits.linear", "projection");
}
