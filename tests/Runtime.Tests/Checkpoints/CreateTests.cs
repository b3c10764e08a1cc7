using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

public sealed class CreateTests
{
    [Fact]
    public void AModelCreatedForACheckpointIsTheOneThatWasSaved()
    {
        using var folder = new TemporaryFolder();
        using var saved = new Gpt2();
        Checkpoint.Save(saved, folder["a.safetensors"]);
        var devices = 0;
        using var created = Checkpoint.Create(
            device =>
            {
                devices = (10 * devices) + (device.type == DeviceType.META ? 1 : 2);
                return new Gpt2(device);
            },
            folder["a.safetensors"]);
        Assert.Equal(1, devices);
        AssertSame(created, saved);

        // It trains, moves and dies as any other.
        using var ids = arange(8).unsqueeze(0);
        created.train();
        using (var loss = created.Loss(ids, ids))
        {
            loss.backward();
        }

        Assert.All(created.parameters(), parameter => Assert.NotNull(parameter.grad));
        created.to(ScalarType.Float64);
        created.eval();
        Handles.Exactly(1, () => created.call(ids)).Dispose();
    }

    [Fact]
    public void RecurrentLayersAreCreatedAsUsual()
    {
        using var folder = new TemporaryFolder();
        using var saved = new Recurrences(3, 4, 5);
        Checkpoint.Save(saved, folder["a.safetensors"]);
        using var created = Checkpoint.Create(device => new Recurrences(3, 4, 5, device), folder["a.safetensors"]);
        AssertSame(created, saved);
    }

    [Fact]
    public void WhatTheFileLacksHasItsInitialValues()
    {
        using var folder = new TemporaryFolder();
        using var saved = nn.Linear(3, 2, hasBias: false);
        Checkpoint.Save(saved, folder["a.safetensors"]);
        using var created = Checkpoint.Create(device => nn.LayerNorm(4, device: device), folder["a.safetensors"],
            new LoadOptions { Strict = false, Map = new NameMap { Rules = [new("weight", "absent")] } });
        Assert.All(created.weight.data<float>().ToArray(), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void AMisfitLeavesNoModelBehind()
    {
        using var folder = new TemporaryFolder();
        using var saved = nn.Linear(3, 2);
        Checkpoint.Save(saved, folder["a.safetensors"]);
        Assert.Throws<CheckpointMismatchException>(() =>
            Checkpoint.Create(device => nn.Linear(3, 4, device: device), folder["a.safetensors"]));
    }

    [Fact]
    public void FrozenParametersStayFrozen()
    {
        using var folder = new TemporaryFolder();
        using var saved = nn.Linear(3, 2);
        Checkpoint.Save(saved, folder["a.safetensors"]);
        using var created = Checkpoint.Create(
            device =>
            {
                var linear = nn.Linear(3, 2, device: device);
                linear.bias!.requires_grad = false;
                return linear;
            },
            folder["a.safetensors"]);
        Assert.Equal((true, false), (created.weight.requires_grad, created.bias!.requires_grad));
        AssertSame(created, saved);
    }

    private static void AssertSame(nn.Module actual, nn.Module expected)
    {
        var state = expected.state_dict();
        Assert.Equal(state.Keys, actual.state_dict().Keys);
        foreach (var (name, tensor) in actual.state_dict())
        {
            Assert.Equal(DeviceType.CPU, tensor.device_type);
            Agreement.Assert(tensor, state[name], 0, name);
        }

        Assert.All(actual.parameters().Zip(expected.parameters()),
            pair => Assert.Equal(pair.First.shape.AsEnumerable(), pair.Second.shape));
    }
}
