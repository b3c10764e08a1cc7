using ModelGen.Runtime.Tests;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class AgreementTests
{
    /// <summary>The comparisons are those of the tests, run again.</summary>
    [Fact]
    public void ThePageHoldsTheDifferencesOfTheFamilies()
    {
        using var log = AgreementLog.Open();
        new Gpt2Tests().AgreesWithPyTorch("weights_hub_style.safetensors", ScalarType.Float32);
        var bert = new BertTests();
        bert.TheEncoderAgreesWithPyTorch("weights_legacy.safetensors", ScalarType.Float32);
        bert.EveryLayerAgreesWithPyTorch(ScalarType.Float32);
        bert.TheMaskedLanguageModelAgreesWithPyTorch("weights_legacy.safetensors", ScalarType.Float32);
        bert.TheClassifierAgreesWithPyTorch("weights_legacy.safetensors", ScalarType.Float32);
        new LlamaTests().AgreesWithPyTorch(ScalarType.Float32);
        new EncoderDecoderTests().AgreesWithNnTransformer("", ScalarType.Float32);
        new EncoderDecoderTests().AgreesWithNnTransformer("padded.", ScalarType.Float32);
        AgreementPage.Verify(log, "families");
    }
}
