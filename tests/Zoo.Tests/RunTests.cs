using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using ModelGen.Onnx;
using ModelGen.Onnx.Tests;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Zoo.Tests;

/// <summary>Every architecture, in small where it is large, computes what its declaration says and trains all its parameters.</summary>
public sealed class RunTests
{
    internal static readonly Dictionary<string, Run> Runs = new()
    {
        ["LeNet5"] = new(() => new LeNet5(), [Images(1, 32)], [[2, 10]]),
        ["Vgg16"] = new(() => new Vgg16(hidden: 16), [Images(3, 32)], [[2, 1000]]),
        ["GoogLeNet"] = new(() => new GoogLeNet(), [Images(3, 40)], [[2, 1000]]),
        ["ResNet18"] = new(() => new ResNet18(), [Images(3, 40)], [[2, 1000]]),
        ["ResNet50"] = new(() => new ResNet50(), [Images(3, 40)], [[2, 1000]]),
        ["DenseNet121"] = new(() => new DenseNet121(), [Images(3, 33)], [[2, 1000]]),
        ["SeResNet50"] = new(() => new SeResNet50(), [Images(3, 40)], [[2, 1000]]),
        ["MobileNetV2"] = new(() => new MobileNetV2(), [Images(3, 40)], [[2, 1000]]),
        ["VisionTransformer"] = new(() => new VisionTransformer(heads: 2, D: 16, depth: 2), [Images(3, 224)], [[2, 1000]]),
        ["MlpMixer"] = new(() => new MlpMixer(D: 16, depth: 2), [Images(3, 224)], [[2, 1000]]),
        ["UNet"] = new(() => new UNet(width: 1), [Images(1, 572)], [[2, 2, 388, 388]]),
        ["Espcn"] = new(() => new Espcn(), [Images(1, 9)], [[2, 1, 27, 27]], ("H", 9), ("W", 9)),
        ["DcganGenerator"] = new(() => new DcganGenerator(width: 4), [Images(100, 1)], [[2, 3, 64, 64]]),
        ["DcganDiscriminator"] = new(() => new DcganDiscriminator(width: 4), [Images(3, 64)], [[2, 1]]),
        ["Vae"] = new(() => new Vae(hidden: 16, code: 3), [Images(1, 28)], [[2, 3], [2, 3], [2, 1, 28, 28]], ("code", 3)),
        ["WaveNet"] = new(() => new WaveNet(channels: 4, skips: 8), [Ids(12)], [[2, 12, 256]], ("T", 12)),
        ["TextCnn"] = new(() => new TextCnn(vocabulary: 10), [Ids(7)], [[2, 2]]),
        ["BiLstmTagger"] = new(() => new BiLstmTagger(vocabulary: 10), [Ids(5)], [[2, 5, 45]], ("T", 5)),
        ["AttentionTranslator"] = new(
            () => new AttentionTranslator(vocabulary: 10, D: 6), [Ids(5), Ids(7)], [[2, 7, 10]], ("T", 7), ("vocabulary", 10)),
        ["LstmLanguageModel"] = new(
            () => new LstmLanguageModel(vocabulary: 10, D: 6), [Ids(5)], [[2, 5, 10]], ("T", 5), ("vocabulary", 10)),
        ["Transformer"] = new(
            () => new Transformer(vocabulary: 10, D: 16), [Ids(5), Ids(7), Padding(5)], [[2, 7, 10]], ("T", 7), ("vocabulary", 10)),
    };

    public static TheoryData<string> Names => [.. Architectures.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ShapesAreAsInferredAndEveryParameterIsTrained(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var run = Runs[name];
        using var model = run.Create();
        var results = run.Call(model);
        Assert.Equal(run.Outputs, results.Select(result => result.shape));
        Assert.Equal(run.Outputs, Architectures.All.Single(entry => entry.Name == name).Declaration.Outputs
            .Select(output => SizeExpression.Shape(output.Shape, run.Sizes, [])));
        Assert.All(results, result => Assert.True(result.isfinite().all().item<bool>()));
        results.Select(result => result.square().mean()).Aggregate((sum, loss) => sum + loss).backward();
        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.grad is not null, $"{named.name} has no gradient."));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntimeComputesTheSameForEachBatchSize(string name)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        random.manual_seed(1);
        var run = Runs[name];
        using var model = run.Create();
        model.eval();
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions
        {
            OptionalInputs = [.. Architectures.All.Single(entry => entry.Name == name).Declaration.Inputs
                .Take(run.Inputs.Length).Where(port => port.Optional).Select(port => port.Name)],
        }));
        Tensor[] two = [.. run.Inputs.Select(input => input())];
        foreach (var inputs in new[] { two, [.. two.Select(input => input[..1])], [.. two.Select(input => cat([input, input], 0))] })
        {
            var results = runtime.Run(inputs.Select(input => input.contiguous()));

            // The pixels of a VAE follow from a random code.
            foreach (var (result, expected) in results.Zip(run.Call(model, inputs)).Take(name == nameof(Vae) ? 2 : results.Length))
            {
                Numbers.AssertEqual(result, expected, $"{name}, batch of {inputs[0].shape[0]}");
            }
        }
    }

    [Fact]
    public void WaveNetSeesTheLast1024AndNothingLater()
    {
        using var scope = NewDisposeScope();
        using var model = new WaveNet(channels: 4, skips: 8, dtype: ScalarType.Float64);
        using var quiet = no_grad();
        var levels = randint(0, 256, [1, 1100], dtype: ScalarType.Int64);
        var changed = levels.clone();
        changed[0, 10] = (levels[0, 10] + 1) % 256;
        var differs = (model.call(levels) - model.call(changed)).abs().amax([0, 2]).gt(0).nonzero().flatten().data<long>().ToArray();
        Assert.Equal(10, differs.Min());
        Assert.Equal(10 + 1023, differs.Max());
    }

    private static Func<Tensor> Images(long channels, long size) => () => randn([2, channels, size, size]);

    private static Func<Tensor> Ids(long length) => () => zeros([2, length], dtype: ScalarType.Int64);

    private static Func<Tensor> Padding(long length) => () => arange(length).ge(length - 1).expand(2, length);

    internal sealed record Run(Func<nn.Module> Create, Func<Tensor>[] Inputs, long[][] Outputs, params (string Symbol, long Size)[] Given)
    {
        public IReadOnlyDictionary<string, long> Sizes => Given.Append(("B", 2)).ToDictionary(pair => pair.Item1, pair => pair.Item2);

        public Tensor[] Call(nn.Module model) => Call(model, [.. Inputs.Select(input => input())]);

        public Tensor[] Call(nn.Module model, Tensor[] given)
        {
            object?[] inputs = [.. given];
            var call = model.GetType()
                .GetMethods().First(method => method.Name == "call" && method.GetParameters().Length == inputs.Length);
            var result = call.Invoke(model, BindingFlags.DoNotWrapExceptions, null, inputs, null);
            return result is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!).ToArray() : [(Tensor)result!];
        }
    }
}
