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

        Training.Run(model, 400, (_, _) => { });

        Assert.InRange(Training.Accuracy(model, 500), 0.9, 1.0);
    }
}
