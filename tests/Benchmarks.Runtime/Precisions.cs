using System;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>Training steps with matrix products in bfloat16, and in float32.</summary>
internal static class Precisions
{
    public static void Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 9;
        var device = cuda_is_available() ? CUDA : CPU;
        var name = device.type == DeviceType.CUDA ? "GPU" : "CPU";
        Console.WriteLine($"forward and backward on the {name}        float32, ms  bfloat16, ms  ratio");
        using (var block = new Block512(device: device))
        using (var x = randn([8, 128, 512], device: device))
        {
            Row("Transformer block 512, B 8, T 128", rounds, block, x);
        }

        using (var block = new Block64(device: device))
        using (var x = randn([8, 32, 64], device: device))
        {
            Row("Transformer block 64, B 8, T 32", rounds, block, x);
        }

        using (var network = new ConvBlock(device: device))
        using (var x = randn([8, 64, 32, 32], device: device))
        {
            Row("two 3x3 convolutions 64, B 8, 32x32", rounds, network, x);
        }

        Comparison.PrintCalibration();
    }

    private static void Row(string name, int rounds, nn.Module<Tensor, Tensor> model, Tensor x)
    {
        var comparison = Comparison.Of(rounds, 3, () => Step(model, x, Precision.Float32), () => Step(model, x, Precision.BFloat16));
        Console.WriteLine(
            $"  {name,-38} {comparison.Median(0, sample => sample.Seconds) * 1e3,11:0.00} "
            + $"{comparison.Median(1, sample => sample.Seconds) * 1e3,12:0.00} {comparison.Ratio(1, 0),7:0.00}");
    }

    private static void Step(nn.Module<Tensor, Tensor> model, Tensor x, Precision precision)
    {
        using var scope = NewDisposeScope();
        using (MixedPrecision.Use(precision))
        {
            model.call(x).square().mean().backward();
        }

        // Waits for the GPU.
        x[0].sum().to(CPU);
        model.zero_grad();
    }
}
