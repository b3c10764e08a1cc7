using System.Globalization;
using System.Linq;
using Xunit;

namespace Zoo.Tests;

/// <summary>Every architecture has as many parameters as its publishers say, or as its layers add up to.</summary>
public sealed class CountTests
{
    [Theory]
    [InlineData("LeNet5", 61_706)]
    [InlineData("Vgg16", 138_357_544)]
    [InlineData("GoogLeNet", 6_624_904)]
    [InlineData("ResNet18", 11_689_512)]
    [InlineData("ResNet50", 25_557_032)]
    [InlineData("DenseNet121", 7_978_856)]
    [InlineData("SeResNet50", 28_088_024)]
    [InlineData("MobileNetV2", 3_504_872)]
    [InlineData("VisionTransformer", 86_567_656)]
    [InlineData("MlpMixer", 59_880_472)]
    [InlineData("DcganGenerator", 3_576_704)]
    [InlineData("DcganDiscriminator", 2_765_568)]
    [InlineData("Vae", 652_824)]
    public void AsPublished(string name, long published)
    {
        Assert.Equal(published, Find(name).CountParameters());
        Assert.StartsWith(published.ToString("N0", CultureInfo.InvariantCulture), Find(name).Published);
    }

    [Fact]
    public void UNet()
    {
        static long Convolution(long from, long to, long kernel) => (from * to * kernel * kernel) + to;
        static long Double(long from, long to) => Convolution(from, to, 3) + Convolution(to, to, 3);
        var down = Double(1, 64) + Double(64, 128) + Double(128, 256) + Double(256, 512) + Double(512, 1024);
        var up = new long[] { 512, 256, 128, 64 }.Sum(width => Convolution(2 * width, width, 2) + Double(2 * width, width));
        Assert.Equal(down + up + Convolution(64, 2, 1), Find("UNet").CountParameters());
    }

    [Fact]
    public void Espcn() => Assert.Equal((25 * 64) + 64 + (9 * 64 * 32) + 32 + (9 * 32 * 9) + 9, Find("Espcn").CountParameters());

    [Fact]
    public void WaveNet()
    {
        // Ten layers of a dilated convolution to signal and gate, and a 1x1 one to the 256 channels of the result; one back
        // to the 32 in all but the last.
        const long Layer = (2 * 32 * 64) + 64 + (32 * 256) + 256;
        const long Back = (32 * 32) + 32;
        Assert.Equal((256 * 32) + (10 * Layer) + (9 * Back) + (2 * ((256 * 256) + 256)), Find("WaveNet").CountParameters());
    }

    [Fact]
    public void TextCnn() =>
        Assert.Equal((18_765 * 300) + ((3 + 4 + 5) * 300 * 100) + 300 + (2 * 300) + 2, Find("TextCnn").CountParameters());

    [Fact]
    public void BiLstmTagger()
    {
        // Four gates with weights for the input, for the state, and PyTorch's two biases, in both directions.
        const long Direction = 4 * 300 * (50 + 300 + 2);
        Assert.Equal((130_000 * 50) + (2 * Direction) + (600 * 45) + 45, Find("BiLstmTagger").CountParameters());
    }

    [Fact]
    public void AttentionTranslator()
    {
        // Two tables and a head, four layers on either side, the score and what joins the context.
        const long Layer = 4 * 1000 * (1000 + 1000 + 2);
        Assert.Equal((3 * 50_000 * 1000) + (8 * Layer) + (1000 * 1000) + (2000 * 1000), Find("AttentionTranslator").CountParameters());
    }

    [Fact]
    public void LstmLanguageModel()
    {
        // The paper says 51 million.
        const long Layer = 4 * 1500 * (1500 + 1500 + 2);
        Assert.Equal((10_000 * 1500) + (2 * Layer), Find("LstmLanguageModel").CountParameters());
    }

    [Fact]
    public void Transformer()
    {
        // The paper says 65 million and about 37,000 tokens; these are 44.1 million in the layers, and 512 for each token.
        const long Attention = 4 * ((512 * 512) + 512);
        const long FeedForward = (2 * 512 * 2048) + 2048 + 512;
        const long Norm = 2 * 512;
        const long Encoder = Attention + FeedForward + (2 * Norm);
        const long Decoder = (2 * Attention) + FeedForward + (3 * Norm);
        Assert.Equal((37_000 * 512) + (6 * (Encoder + Decoder)), Find("Transformer").CountParameters());
    }

    [Fact]
    public void AllAreCounted()
    {
        var published = typeof(CountTests).GetMethod(nameof(AsPublished))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!);
        var derived = typeof(CountTests)
            .GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), false)).Select(method => method.Name);
        Assert.Empty(Architectures.All.Select(entry => entry.Name).Except(published.Concat(derived)));
    }

    private static Entry Find(string name) => Architectures.All.Single(entry => entry.Name == name);
}
