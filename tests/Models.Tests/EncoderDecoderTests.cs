using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class EncoderDecoderTests
{
    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("padded.", ScalarType.Float32)]
    [InlineData("padded.", ScalarType.Float64)]
    public void AgreesWithNnTransformer(string run, ScalarType type)
    {
        using var reference = Reference.Load("encoder_decoder");
        using var model = new EncoderDecoder(D: 64, heads: 4, hidden: 256, encoderLayers: 2, decoderLayers: 2, dtype: type);
        Checkpoint.Load(
            model, System.IO.Path.Combine(System.AppContext.BaseDirectory, "Reference", "encoder_decoder", "weights.safetensors"),
            new LoadOptions { Map = EncoderDecoder.TorchNames() });
        model.eval();
        using var source = reference.Inputs["src"].to(type, copy: true);
        using var target = reference.Inputs["tgt"].to(type, copy: true);
        var padding = run.Length == 0 ? null : reference.Inputs["src_key_padding_mask"];
        var (memory, output) = Handles.Exactly(2, () => model.call(source, target, padding), source, target);
        reference.AssertAgrees(memory, run + "memory");
        reference.AssertAgrees(output, run + "output");
        if (run.Length == 0)
        {
            reference.Backward(output);
            reference.AssertGradientNorms(model, HubNames.Of(EncoderDecoder.TorchNames()));
        }

        memory.Dispose();
        output.Dispose();
    }
}
