using ModelGen.Runtime.Tests.Adapters;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class AgreementPageTests
{
    /// <summary>The comparisons are those of the tests, run again.</summary>
    [Fact]
    public void ThePageHoldsTheDifferencesOfTheLayers()
    {
        using var log = AgreementLog.Open();
        var recurrent = new RecurrentNumbersTests();
        recurrent.Rnn(ScalarType.Float32);
        recurrent.Gru(ScalarType.Float32);
        recurrent.BidirectionalLstm(ScalarType.Float32);
        var attention = new AttentionNumbersTests();
        attention.ScaledDotProductAttention("", null, ScalarType.Float32);
        attention.ScaledDotProductAttention("causal.", "mask_causal", ScalarType.Float32);
        attention.ScaledDotProductAttention("random.", "mask_random", ScalarType.Float32);
        attention.MultiHeadAttentionWithAMask("", ScalarType.Float32);
        attention.MultiHeadAttentionWithAMask("causal.", ScalarType.Float32);
        attention.MultiHeadAttentionAsNnMultiheadAttention("", ScalarType.Float32);
        attention.MultiHeadAttentionAsNnMultiheadAttention("padded.", ScalarType.Float32);
        var transformer = new TransformerNumbersTests();
        transformer.SinusoidalPositions(ScalarType.Float32);
        transformer.Block("", ScalarType.Float32);
        transformer.Block("causal.", ScalarType.Float32);
        transformer.LogitsAndProbabilities("");
        transformer.LogitsAndProbabilities("causal.");
        var adapters = new AdapterNumbersTests();
        adapters.FreshAdaptersChangeNothing(ScalarType.Float32);
        adapters.AgreesWithPyTorch(ScalarType.Float32);
        new ConvolutionNumbersTests().ConvClassifier(ScalarType.Float32);
        AgreementPage.Verify(log, "layers");
    }
}
