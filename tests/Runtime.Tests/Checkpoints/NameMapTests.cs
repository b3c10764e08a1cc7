using System;
using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests.Adapters;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

public sealed class NameMapTests
{
    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("weights_hub_style.safetensors")]
    public void Gpt2FromBothOfItsForms(string file)
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new Gpt2();
        model.eval();
        var path = Path.Combine(AppContext.BaseDirectory, "Reference", "gpt2_tiny", file);
        Handles.None(() => Checkpoint.Load(model, path, new LoadOptions { Map = Models.Gpt2.HubNames() }));
        using var quiet = inference_mode();
        using var logits = model.call(reference.Inputs["input_ids"]);
        reference.AssertAgrees(logits, "logits");
    }

    [Fact]
    public void SavedInTheHubsLayoutItIsTheHubsFileByteForByte()
    {
        using var folder = new TemporaryFolder();
        using var model = new Gpt2();
        var path = Path.Combine(AppContext.BaseDirectory, "Reference", "gpt2_tiny", "weights.safetensors");
        Checkpoint.Load(model, path, new LoadOptions { Map = Models.Gpt2.HubNames() });
        Handles.None(() => Checkpoint.Save(model, folder["model.safetensors"], new SaveOptions { Map = Models.Gpt2.HubNames() }));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder["model.safetensors"]));
    }

    [Fact]
    public void AMapIsReadFromItsOwnJson()
    {
        var json = Models.Gpt2.HubNames().ToJson();
        Assert.Equal(json, NameMap.FromJson(json).ToJson());
        var map = NameMap.FromJson("""{ "rules": [ { "module": ["a.{i}"], "checkpoint": ["b.{i}"] }, ] } // the rest as by default""");
        Assert.True(map.Rules[0].Prefixed);
        Assert.Equal([""], map.Prefixes);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"rule":[]}""")]
    [InlineData("""{"rules":[null]}""")]
    [InlineData("""{"rules":[{"module":["a"]}]}""")]
    [InlineData("""{"rules":[{"module":["a"],"checkpoint":[null]}]}""")]
    [InlineData("""{"rules":[{"module":["a.{i}"],"checkpoint":["b"]}]}""")]
    [InlineData("""{"rules":[{"module":["a.{i"],"checkpoint":["b.{i"]}]}""")]
    [InlineData("""{"rules":[{"module":["a.{}"],"checkpoint":["b.{}"]}]}""")]
    [InlineData("""{"rules":[{"module":["a.{i}.{i}"],"checkpoint":["b.{i}"]}]}""")]
    [InlineData("""{"rules":[{"module":["a"],"checkpoint":["b","c"],"ratio":[1]}]}""")]
    [InlineData("""{"rules":[{"module":["a"],"checkpoint":["b"],"axis":-1}]}""")]
    [InlineData("""{"rules":[{"module":["a","b"],"checkpoint":["c","d"],"common":true}]}""")]
    [InlineData("""{"prefixes":[]}""")]
    public void MapsThatCannotBeAppliedAreRefused(string json) => Assert.Throws<FormatException>(() => NameMap.FromJson(json));

    [Fact]
    public void OneOfTheModuleIsSeveralOfTheFile()
    {
        using var folder = new TemporaryFolder();
        using var fused = nn.Linear(3, 8);
        using var again = nn.Linear(3, 8);
        var map = new NameMap { Rules = [new() { Module = ["{p}"], Checkpoint = ["q.{p}", "k.{p}", "v.{p}"], Ratio = [2, 1, 1] }] };
        Checkpoint.Save(fused, folder["a.safetensors"], new SaveOptions { Map = map });
        using (var file = CheckpointFile.Open(folder["a.safetensors"]))
        {
            Assert.Equal(
                ["k.bias (2)", "k.weight (2, 3)", "q.bias (4)", "q.weight (4, 3)", "v.bias (2)", "v.weight (2, 3)"],
                file.Tensors.Select(tensor => $"{tensor.Name} ({string.Join(", ", tensor.Shape)})"));
            using var keys = file["k.weight"].Read();
            using var expected = fused.weight.narrow(0, 4, 2);
            Agreement.Assert(keys, expected, 0, "k.weight");
        }

        Checkpoint.Load(again, folder["a.safetensors"], new LoadOptions { Map = map });
        Agreement.Assert(again.weight, fused.weight, 0, "weight");
        Agreement.Assert(again.bias!, fused.bias!, 0, "bias");

        var thirds = new NameMap { Rules = [new() { Module = ["{p}"], Checkpoint = ["q.{p}", "k.{p}", "v.{p}"] }] };
        Assert.Contains("cannot be divided 1 : 1 : 1 along axis 0", Assert.Throws<ArgumentException>(() =>
            Checkpoint.Save(fused, folder["b.safetensors"], new SaveOptions { Map = thirds })).Message);
        var taken = new NameMap { Rules = [new("weight", "bias")] };
        Assert.Contains("which another tensor maps to", Assert.Throws<ArgumentException>(() =>
            Checkpoint.Save(fused, folder["b.safetensors"], new SaveOptions { Map = taken })).Message);
        Assert.Equal(["a.safetensors"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void OneOfTheFileIsEachOfTheModules()
    {
        using var folder = new TemporaryFolder();
        using var pair = new PairOfHeads();
        var map = new NameMap { Rules =
            [new() { Module = ["first.linear.{p}", "second.linear.{p}"], Checkpoint = ["both.{p}"], Common = true }] };
        var apart =
            Assert.Throws<ArgumentException>(() => Checkpoint.Save(pair, folder["a.safetensors"], new SaveOptions { Map = map })).Message;
        Assert.Equal("'both.weight' is the value of each of 'first.linear.weight', 'second.linear.weight', but these differ.", apart);

        using var one = nn.Linear(8, 5);
        Checkpoint.Save(one, folder["a.safetensors"], new SaveOptions { Map = new NameMap { Rules = [new("{p}", "both.{p}")] } });
        var mismatch =
            Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(pair, folder["a.safetensors"], new LoadOptions { Map = map }));
        Assert.Contains("'first.linear.weight', 'second.linear.weight' (6, 8), (5, 8) from 'both.weight' (5, 8)", mismatch.Mismatched);

        using var alike = new TwoAlike();
        Checkpoint.Load(alike, folder["a.safetensors"], new LoadOptions { Map = map });
        foreach (var (name, tensor) in alike.state_dict())
        {
            Agreement.Assert(tensor, name.EndsWith("weight", StringComparison.Ordinal) ? one.weight : one.bias!, 0, name);
        }

        Checkpoint.Save(alike, folder["b.safetensors"], new SaveOptions { Map = map });
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
    }
}
