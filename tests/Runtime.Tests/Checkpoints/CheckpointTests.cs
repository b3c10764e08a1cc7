using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

public sealed class CheckpointTests
{
    [Fact]
    public void WhatPyTorchWroteIsWrittenAgainByteForByte()
    {
        using var folder = new TemporaryFolder();
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Reference"), "*.safetensors", SearchOption.AllDirectories);
        Assert.True(files.Length > 30);
        foreach (var path in files)
        {
            using var file = CheckpointFile.Open(path);
            using var module = Buffers(file.Tensors.Select(tensor => (tensor.Name, tensor.Read())));
            Checkpoint.Save(module, folder["a.safetensors"], new SaveOptions { Metadata = file.Metadata, Map = Dotted });
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder["a.safetensors"]));
        }
    }

    [Fact]
    public void EveryElementTypeIsKeptBitForBit()
    {
        using var folder = new TemporaryFolder();
        ScalarType[] types =
        [
            ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
            ScalarType.Int32, ScalarType.Int16,
            ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
        ];
        using var module = Buffers(types.Select(type => (type.ToString(), randn(3, 5).mul_(3).to(type)))
            .Append(("empty", empty(0, 3))).Append(("scalar", tensor(2.5))));
        using var same = Buffers(module.state_dict().Select(pair => (pair.Key, zeros_like(pair.Value))));
        Checkpoint.Save(module, folder["a.safetensors"]);
        Handles.None(() => Checkpoint.Load(same, folder["a.safetensors"]));
        foreach (var (name, expected) in module.state_dict())
        {
            var actual = same.state_dict()[name];
            Assert.Equal(expected.dtype, actual.dtype);
            Assert.True(expected.numel() == 0 || expected.bytes.SequenceEqual(actual.bytes), name);
        }

        Checkpoint.Save(same, folder["b.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32)]
    [InlineData(ScalarType.Float32, ScalarType.Float16)]
    [InlineData(ScalarType.Float32, ScalarType.Float64)]
    public void FloatsAreConvertedToTheModulesType(ScalarType inFile, ScalarType inModule)
    {
        using var folder = new TemporaryFolder();
        using var source = nn.Linear(3, 2, dtype: inFile);
        using var destination = nn.Linear(3, 2, dtype: inModule);
        Checkpoint.Save(source, folder["a.safetensors"]);
        using var before = destination.weight.detach().clone();
        var refusal = Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(destination, folder["a.safetensors"],
            new LoadOptions { ConvertTypes = false }));
        Assert.Contains($"'weight' is {inModule}, 'weight' in the file is {inFile}", refusal.Message);
        Agreement.Assert(destination.weight, before, 0, "weight");

        Checkpoint.Load(destination, folder["a.safetensors"]);
        using var expected = source.weight.detach().to(inModule);
        Assert.Equal(inModule, destination.weight.dtype);
        Assert.True(destination.weight.requires_grad && destination.weight.is_leaf);
        Assert.True(expected.bytes.SequenceEqual(destination.weight.bytes));
    }

    [Fact]
    public void IntegersAreNotMadeOfFloats()
    {
        using var folder = new TemporaryFolder();
        using var floats = Buffers([("a", ones(2))]);
        using var integers = Buffers([("a", ones(2, dtype: ScalarType.Int64))]);
        Checkpoint.Save(floats, folder["a.safetensors"]);
        Assert.Contains("'a' is Int64, 'a' in the file is Float32",
            Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(integers, folder["a.safetensors"])).Message);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.dat")]
    public void WhatDoesNotFitIsToldAtOnceAndNothingIsChanged(string format)
    {
        using var folder = new TemporaryFolder();
        using var source = Buffers([("same", ones(2)), ("broadcast", ones(1, 4)), ("extra", ones(1))]);
        using var destination = Buffers([("same", zeros(2)), ("broadcast", zeros(4, 4)), ("lacking", zeros(3))]);
        var path = folder[format];
        if (format.EndsWith(".dat", StringComparison.Ordinal))
        {
            source.save(path);
        }
        else
        {
            Checkpoint.Save(source, path);
        }

        var states = destination.state_dict().Values.ToArray();
        Handles.Exactly(0, () => Unit(() =>
        {
            var refusal = Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(destination, path));
            Assert.Equal(["lacking"], refusal.Missing);
            Assert.Equal(["extra"], refusal.Unexpected);
            Assert.Equal(["'broadcast' (4, 4) from 'broadcast' (1, 4)"], refusal.Mismatched);
        }), states);

        // Forgiving names does not forgive shapes.
        Handles.Exactly(0, () => Unit(() => Assert.Throws<CheckpointMismatchException>(() =>
            Checkpoint.Load(destination, path, new LoadOptions { Strict = false }))), states);
    }

    [Fact]
    public void APrefixThatIsTheOnlyDifferenceIsNamed()
    {
        using var folder = new TemporaryFolder();
        using var bare = nn.Linear(3, 2);
        var prefixed = new NameMap { Prefixes = ["module."] };
        Checkpoint.Save(bare, folder["a.safetensors"], new SaveOptions { Map = prefixed });
        var refusal = Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(bare, folder["a.safetensors"]));
        Assert.EndsWith("2 names differ only by the prefix 'module.', which the file has: add it to NameMap.Prefixes.", refusal.Message);
        Checkpoint.Load(bare, folder["a.safetensors"], new LoadOptions { Map = prefixed });
    }

    [Fact]
    public void LongListsAreCut()
    {
        using var folder = new TemporaryFolder();
        using var many = Buffers(Enumerable.Range(0, 500).Select(i => ($"t{i}", zeros(1))));
        using var none = nn.Linear(1, 1, hasBias: false);
        Checkpoint.Save(none, folder["a.safetensors"]);
        var refusal = Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(many, folder["a.safetensors"]));
        Assert.Equal(500, refusal.Missing.Count);
        Assert.Contains("500 missing:", refusal.Message);
        Assert.Contains("… and 480 more", refusal.Message);
    }

    [Fact]
    public void WhatIsAllowedIsLeftAloneAndReturned()
    {
        using var folder = new TemporaryFolder();
        using var source = Buffers([("same", ones(2)), ("head_extra", ones(1))]);
        using var destination = Buffers([("same", zeros(2)), ("adapter", zeros(3))]);
        Checkpoint.Save(source, folder["a.safetensors"]);
        var result = Checkpoint.Load(destination, folder["a.safetensors"],
            new LoadOptions { AllowMissing = ["adapter"], AllowUnexpected = ["head{any*}"] });
        Assert.Equal(["adapter"], result.Missing);
        Assert.Equal(["head_extra"], result.Unexpected);
        Assert.Equal(1f, destination.state_dict()["same"][0].item<float>());
        Assert.Equal(0f, destination.state_dict()["adapter"][0].item<float>());
    }

    [Fact]
    public void TorchSharpsOwnFormatIsRecognisedByItsContent()
    {
        using var folder = new TemporaryFolder();
        using var source = new Gpt2();
        using var destination = new Gpt2();
        source.save(folder["model.dat"]);
        Handles.None(() => Checkpoint.Load(destination, folder["model.dat"]));
        foreach (var (name, expected) in source.state_dict())
        {
            Agreement.Assert(destination.state_dict()[name], expected, 0, name);
        }
    }

    [Fact]
    public void ShardsAndTheirIndex()
    {
        using var folder = new TemporaryFolder();
        using var source = new Gpt2();
        using var destination = new Gpt2();
        Checkpoint.Save(source, folder["model.safetensors"], new SaveOptions { MaxShardBytes = 100_000 });
        var files = Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        var count = files.Length - 1;
        Assert.True(count >= 4);
        Assert.Equal(
            [.. Enumerable.Range(1, count).Select(i => $"model-{i:D5}-of-{count:D5}.safetensors"), "model.safetensors.index.json"], files);
        Assert.All(Directory.GetFiles(folder.Path, "*.safetensors"), file => Assert.True(new FileInfo(file).Length < 110_000));

        Handles.None(() => Checkpoint.Load(destination, folder.Path));
        foreach (var (name, expected) in source.state_dict())
        {
            Agreement.Assert(destination.state_dict()[name], expected, 0, name);
        }
    }

    /// <summary>What a path held before is replaced, in whatever form it was: no index is left that names older weights.</summary>
    [Fact]
    public void OneFileReplacesShardsAndShardsReplaceOneFile()
    {
        using var folder = new TemporaryFolder();
        using var first = nn.Linear(5, 4);
        using var second = nn.Linear(5, 4);
        using var loaded = nn.Linear(5, 4);
        Checkpoint.Save(first, folder["model.safetensors"], new SaveOptions { MaxShardBytes = 20 });
        Checkpoint.Save(second, folder["model.safetensors"]);
        Checkpoint.Load(loaded, folder.Path);
        Agreement.Assert(loaded.weight, second.weight, 0, "weight");

        Checkpoint.Save(first, folder["model.safetensors"], new SaveOptions { MaxShardBytes = 20 });
        Assert.False(File.Exists(folder["model.safetensors"]));
        Checkpoint.Load(loaded, folder.Path);
        Agreement.Assert(loaded.weight, first.weight, 0, "weight");
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        using var good = nn.Linear(3, 2);
        using var bad = Buffers([("a", ones(2, dtype: ScalarType.ComplexFloat32))]);
        Checkpoint.Save(good, folder["a.safetensors"]);
        var before = File.ReadAllBytes(folder["a.safetensors"]);
        Handles.None(() => Assert.Contains("'a' is ComplexFloat32",
            Assert.Throws<ArgumentException>(() => Checkpoint.Save(bad, folder["a.safetensors"])).Message));

        // The first shard is written, the second cannot take the name of a directory.
        Directory.CreateDirectory(folder["b-00002-of-00002.safetensors"]);
        Assert.ThrowsAny<Exception>(() => Checkpoint.Save(good, folder["b.safetensors"], new SaveOptions { MaxShardBytes = 1 }));
        Assert.Equal(before, File.ReadAllBytes(folder["a.safetensors"]));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public void AReadOnlyFileAndNonContiguousTensors()
    {
        using var folder = new TemporaryFolder();
        using var source = Buffers([("a", arange(6).reshape(2, 3).t())]);
        using var destination = Buffers([("a", zeros(2, 3, dtype: ScalarType.Int64).t())]);
        Checkpoint.Save(source, folder["a.safetensors"]);
        File.SetAttributes(folder["a.safetensors"], FileAttributes.ReadOnly);
        Checkpoint.Load(destination, folder["a.safetensors"]);
        File.SetAttributes(folder["a.safetensors"], FileAttributes.Normal);
        Agreement.Assert(destination.state_dict()["a"], source.state_dict()["a"], 0, "a");
    }

    // The reference's tensors have dots in their names, which a buffer's name cannot have.
    private static NameMap Dotted => new()
    {
        Rules = [.. Enumerable.Range(1, 12).Reverse().Select(dots => new NameRule(
            string.Join("ー", Enumerable.Range(0, dots + 1).Select(i => $"{{p{i}}}")),
            string.Join(".", Enumerable.Range(0, dots + 1).Select(i => $"{{p{i}}}"))))],
    };

    private static nn.Module Buffers(IEnumerable<(string Name, Tensor Tensor)> buffers) => new BufferModule(buffers);

    /// <summary>A checkpoint without the counter of a BatchNorm fits, as in PyTorch; one without the statistics does not.</summary>
    [Fact]
    public void A_missing_num_batches_tracked_keeps_its_value()
    {
        using var folder = new TemporaryFolder();
        using var statistics = Buffers([("weight", rand(3)), ("bias", rand(3)), ("running_mean", rand(3)), ("running_var", rand(3))]);
        Checkpoint.Save(statistics, folder["a.safetensors"]);
        using var norm = new BatchNormLayer(3);
        Assert.Equal(["num_batches_tracked"], Checkpoint.Load(norm, folder["a.safetensors"]).Missing);
        Assert.Equal(0, norm.state_dict()["num_batches_tracked"].item<long>());
        Agreement.Assert(norm.state_dict()["running_var"], statistics.state_dict()["running_var"], 0, "running_var");
        using var created = Checkpoint.Create(device => new BatchNormLayer(3, device: device), folder["a.safetensors"]);
        Assert.Equal(0, created.state_dict()["num_batches_tracked"].item<long>());

        using var bare = Buffers([("weight", rand(3)), ("bias", rand(3)), ("running_mean", rand(3))]);
        Checkpoint.Save(bare, folder["b.safetensors"]);
        Assert.Equal(["running_var"],
            Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(norm, folder["b.safetensors"])).Missing);
    }

    private static bool Unit(Action action)
    {
        action();
        return true;
    }

    private sealed class BufferModule : nn.Module
    {
        public BufferModule(IEnumerable<(string Name, Tensor Tensor)> buffers)
            : base("Buffers")
        {
            foreach (var (name, tensor) in buffers)
            {
                register_buffer(name.Replace(".", "ー", StringComparison.Ordinal), tensor);
            }
        }

        protected override void RegisterComponents()
        {
        }
    }
}
