using Xunit;
using static TorchSharp.torch;

namespace ModelApp_1.Tests;

public sealed class FirstDigitTests
{
    [Fact]
    public void Learns()
    {
        random.manual_seed(1);
        using var model = new FirstDigit();

        var result = Training.Run(model, steps: 400, showProgress: false);

        Assert.InRange(result.History[^1].Validation["accuracy"], 0.9, 1.0);
    }
}
