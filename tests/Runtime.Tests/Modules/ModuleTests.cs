using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class ModuleTests
{
    private static readonly string[] Keys =
    [
        "positions.positionEmbedding.weight",
        "attention.multiHeadAttention.query.weight", "attention.multiHeadAttention.query.bias",
        "attention.multiHeadAttention.key.weight", "attention.multiHeadAttention.key.bias",
        "attention.multiHeadAttention.value.weight", "attention.multiHeadAttention.value.bias",
        "attention.multiHeadAttention.output.weight", "attention.multiHeadAttention.output.bias",
        "attention.layerNorm.weight", "attention.layerNorm.bias",
        "memory.lstm.weight_ih_l0", "memory.lstm.weight_hh_l0", "memory.lstm.bias_ih_l0", "memory.lstm.bias_hh_l0",
    ];

    [Fact]
    public void StateDictKeysAreStageLayerParameter()
    {
        using var block = new HandWrittenBlock(8);
        Assert.Equal(Keys, block.state_dict().Keys);
        Assert.Equal(Keys, block.named_parameters().Select(named => named.name));
        Assert.All(block.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void AModelKeepsItsNamesUnderAParentThatRegistersByReflection()
    {
        using var parent = new ReflectingParent();
        Assert.Equal(Keys.Select(key => "_block." + key), parent.state_dict().Keys);
        parent.to(ScalarType.Float64);
        Assert.All(parent.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
    }

    [Fact]
    public void LayersAreFoundByName()
    {
        var linear = nn.Linear(2, 3);
        using var stage = new Stage("head", ("linear", linear), ("norm", nn.LayerNorm(3)));
        Assert.Same(linear, stage["linear"]);
        Assert.Equal("Stage 'head' has no layer 'lstm'; its layers are 'linear', 'norm'.",
            Assert.Throws<KeyNotFoundException>(() => stage["lstm"]).Message);
        using var repeated = Stage.Repeated("blocks", [nn.Linear(2, 2, hasBias: false), nn.Linear(2, 2, hasBias: false)]);
        Assert.Equal(["0.weight", "1.weight"], repeated.state_dict().Keys);
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void ACallLeavesExactlyItsResultAndTheInputAsItWas(GradientMode mode)
    {
        using var block = new HandWrittenBlock(8);
        using var entered = mode.Enter(block);
        using var x = randn(2, 5, 8);
        Handles.Exactly(1, () => block.call(x), x).Dispose();
        Handles.Exactly(1, () => block.call(x), x).Dispose();
    }

    [Fact]
    public void TrainingStepsLeaveNothing()
    {
        using var block = new HandWrittenBlock(8);
        using var optimizer = optim.AdamW(block.parameters(), 1e-3);
        using var x = randn(2, 5, 8);
        Step();
        Handles.None(Step);

        void Step()
        {
            // Not the optimizer's zero_grad(), which leaves one handle a parameter to the finalizer.
            block.zero_grad();
            using var output = block.call(x);
            using var squared = output.square();
            using var loss = squared.mean();
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void ParametersSurviveTheDisposeScopeTheyWereMadeIn()
    {
        HandWrittenBlock block;
        using (NewDisposeScope())
        {
            block = new HandWrittenBlock(8);
        }

        using (block)
        {
            Assert.All(block.parameters(), parameter => Assert.False(parameter.IsInvalid));
            using (NewDisposeScope())
            {
                block.to(ScalarType.Float64);
            }

            using var x = randn(1, 3, 8, dtype: ScalarType.Float64);
            block.call(x).Dispose();
        }
    }

    [Fact]
    public void DisposingAModelDisposesAllOfIt()
    {
        var block = new HandWrittenBlock(8);
        const int SinusoidalTable = 1;
        Handles.Exactly(-Keys.Length - SinusoidalTable, () =>
        {
            block.Dispose();
            return true;
        });
    }

    [Fact]
    public void ConversionKeepsValuesNamesAndGradientsRequired()
    {
        using var block = new HandWrittenBlock(8);
        block.eval();
        using var x = randn(2, 5, 8);
        using var x64 = x.to(ScalarType.Float64);
        using var single = block.call(x);
        var before = block.parameters().ToArray();
        block.to(ScalarType.Float64);
        Assert.All(before.Except(block.parameters()), parameter => Assert.True(parameter.IsInvalid));
        Assert.Equal(Keys, block.state_dict().Keys);
        Assert.All(block.parameters(), parameter => Assert.True(parameter.dtype == ScalarType.Float64 && parameter.requires_grad));
        using var exact = Handles.Exactly(1, () => block.call(x64));
        Assert.Equal(ScalarType.Float64, exact.dtype);
        Agreement.Assert(single, exact, 1e-5, "output");

        block.to(CPU, ScalarType.Float32);
        block.to(CPU);
        using var again = block.call(x);
        Agreement.Assert(again, single, 0, "output");
    }

    [Fact]
    public void PlacementIsThatOfTheParameters()
    {
        using var block = new HandWrittenBlock(8);
        Assert.Equal((DeviceType.CPU, -1), ModuleLifetime.Placement(block));
        block.to(META);
        Assert.All(block.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
        Assert.Equal((DeviceType.META, -1), ModuleLifetime.Placement(block));
        using var empty = new Stage("empty");
        Assert.Equal((DeviceType.CPU, -1), ModuleLifetime.Placement(empty));
    }

    [Fact]
    public void TrainAndEvalReachEveryLayer()
    {
        using var block = new HandWrittenBlock(8);
        block.eval();
        Assert.All(block.modules(), module => Assert.False(module.training));
        block.train();
        Assert.All(block.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void SavedAndLoadedItComputesTheSame()
    {
        using var block = new HandWrittenBlock(8);
        using var other = new HandWrittenBlock(8);
        block.eval();
        other.eval();
        using var x = randn(2, 5, 8);
        using var expected = block.call(x);
        using var file = new MemoryStream();
        block.save(file);
        using var written = new MemoryStream(file.ToArray());
        Handles.None(() => other.load(written));
        using var actual = other.call(x);
        Agreement.Assert(actual, expected, 0, "output");
    }

    private sealed class ReflectingParent : nn.Module<Tensor, Tensor>
    {
        private readonly HandWrittenBlock _block = new(8);

        public ReflectingParent()
            : base(nameof(ReflectingParent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _block.call(input);
    }
}
