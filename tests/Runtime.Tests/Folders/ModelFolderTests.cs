using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Layers;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A whole model in a folder: sizes, settings, dtype, weights, and what belongs to them.</summary>
public sealed class ModelFolderTests
{
    [Fact]
    public void A_model_comes_back_with_its_sizes_settings_and_weights()
    {
        using var folder = new TemporaryFolder();
        var rotary = new RotaryOptions { Base = 500, Scaling = RotaryScaling.Yarn, Factor = 2, Context = 8, Dim = 4 };
        using var model = new SavedBlock(D: 16, heads: 2, rotary, activation: Activation.Silu, eps: 1e-3);
        model.eval();
        model.SaveFolder(folder["block"]);

        using var loaded = SavedBlock.FromFolder(folder["block"]);
        loaded.eval();
        using var x = Waves.Of(2, 5, 16);
        using var expected = model.call(x);
        using var actual = loaded.call(x);
        Agreement.Assert(actual, expected, 0, "output");
        Assert.All(loaded.parameters(), parameter => Assert.True(parameter.requires_grad));

        var config = ModelFolder.Read(folder["block"]);
        Assert.Equal(("SavedBlock", ScalarType.Float32), (config.Model, config.DType));
        Assert.Equal([("D", 16L), ("heads", 2L)], config.Sizes.Select(size => (size.Key, size.Value)).Order());
        Assert.Equal((rotary, Activation.Silu, 1e-3), (config.Rotary("rotary"), config.Activation("activation"), config.Number("eps")));
    }

    [Fact]
    public void The_files_are_those_that_other_programs_read()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedBlock(D: 16, heads: 2, new RotaryOptions());
        model.SaveFolder(folder.Path, new JsonObject { ["class_names"] = new JsonArray("cat", "dog") });
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        var json = JsonNode.Parse(File.ReadAllText(folder["config.json"]))!;
        Assert.Equal(("modelgen", 16), ((string?)json["model_type"], (int)json["sizes"]!["D"]!));
        Assert.Equal("Gelu", (string?)json["settings"]!["activation"]);
        using var weights = CheckpointFile.Open(folder["model.safetensors"]);
        Assert.Equal(model.state_dict().Keys.Order(), weights.Tensors.Select(tensor => tensor.Name).Order());
        Assert.Equal("pt", weights.Metadata["format"]);
        Assert.Equal(["cat", "dog"], ModelFolder.Read(folder.Path).Extras["class_names"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public void The_dtype_is_that_of_the_weights()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedRecurrence(hidden: 3, dtype: ScalarType.Float64);
        model.SaveFolder(folder.Path);
        using var loaded = SavedRecurrence.FromFolder(folder.Path, CPU);
        Assert.All(loaded.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        using var x = Waves.Of(2, 5, 4).to(ScalarType.Float64);
        Agreement.Assert(loaded.call(x), model.call(x), 0, "output");

        model.to(ScalarType.BFloat16);
        model.SaveFolder(folder.Path);
        Assert.Equal(ScalarType.BFloat16, ModelFolder.Read(folder.Path).DType);
    }

    [Fact]
    public void A_model_without_weights_is_saved_as_well()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedNothing();
        model.SaveFolder(folder.Path);
        using var loaded = SavedNothing.FromFolder(folder.Path);
        Assert.Null(ModelFolder.Read(folder.Path).DType);
    }

    [Fact]
    public void The_folder_of_another_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedNothing();
        model.SaveFolder(folder.Path);
        Assert.Equal(
            $"{folder.Path}: the folder contains SavedNothing, not SavedRecurrence.",
            Assert.Throws<CheckpointException>(() => SavedRecurrence.FromFolder(folder.Path)).Message);
        Assert.Equal(
            $"The folder '{folder["none"]}' does not exist.",
            Assert.Throws<DirectoryNotFoundException>(() => SavedNothing.FromFolder(folder["none"])).Message);
        Assert.Equal(
            $"'{folder["config.json"]}' is a file, expected the folder of a saved model.",
            Assert.Throws<DirectoryNotFoundException>(() => SavedNothing.FromFolder(folder["config.json"])).Message);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "does not describe a saved model")]
    [InlineData("{\"model_type\": \"gpt2\"}", "does not describe a saved model")]
    [InlineData("{\"model_type\": \"modelgen\", \"format\": 2}", "has format 2, but this version of ModelGen reads 1: update it.")]
    [InlineData("{\"model_type\": \"modelgen\", \"format\": 1}", "names no \"model\".")]
    [InlineData(Head + "}", "has no sizes.hidden, which SavedRecurrence requires.")]
    [InlineData(Head + ", \"sizes\": []}", "has sizes [], expected an object.")]
    [InlineData(Head + ", \"sizes\": {\"hidden\": \"3\"}}", "has sizes.hidden \"3\", expected an integer.")]
    [InlineData(Head + ", \"sizes\": {\"hidden\": 1e40}}", "has sizes.hidden 1e40, expected an integer.")]
    [InlineData(Head + ", \"sizes\": {\"hidden\": 3, \"D\": 3}}", "has 'D', which the constructor of SavedRecurrence does not take.")]
    [InlineData(Head + ", \"sizes\": {\"hidden\": 0}}", "config.json has sizes or settings that SavedRecurrence refuses: ")]
    [InlineData(Head + ", \"dtype\": \"int8\", \"sizes\": {\"hidden\": 3}}", "has dtype 'int8', expected float16")]
    [InlineData(Head + ", \"sizes\": {\"hidden\": 3, \"hidden\": 3}}", "is not valid JSON")]
    public void A_malformed_configuration_is_refused(string config, string expected)
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedRecurrence(hidden: 3);
        Checkpoint.Save(model, folder["model.safetensors"]);
        File.WriteAllText(folder["config.json"], config);
        Handles.None(() => Assert.Contains(
            expected, Assert.Throws<CheckpointException>(() => SavedRecurrence.FromFolder(folder.Path)).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"activation\": \"Swish\"", "has settings.activation \"Swish\", expected one of ")]
    [InlineData("\"activation\": 1", "has settings.activation 1, expected one of ")]
    [InlineData("\"eps\": \"small\"", "has settings.eps \"small\", expected a number.")]
    [InlineData("\"eps\": -1", "config.json has sizes or settings that SavedBlock refuses: ")]
    [InlineData("\"rotary\": {\"Basis\": 500}", "has settings.rotary {\"Basis\":500}, expected the members of RotaryOptions.")]
    [InlineData("\"rotary\": {\"Style\": 7}", "has settings.rotary {\"Style\":7}, expected the members of RotaryOptions.")]
    [InlineData("\"rotary\": null", "has no settings.rotary, which SavedBlock requires.")]
    public void A_malformed_setting_is_refused(string setting, string expected)
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedBlock(D: 16, heads: 2, new RotaryOptions());
        Checkpoint.Save(model, folder["model.safetensors"]);
        var name = setting[1..setting.IndexOf('"', 1)];
        var settings = new[] { "\"activation\": \"Gelu\"", "\"eps\": 0.1", "\"rotary\": {}" }
            .Where(other => !other.StartsWith($"\"{name}\"", StringComparison.Ordinal)).Append(setting);
        File.WriteAllText(
            folder["config.json"],
            "{\"model_type\": \"modelgen\", \"format\": 1, \"model\": \"SavedBlock\", \"sizes\": {\"D\": 16, \"heads\": 2}, "
                + $"\"settings\": {{{string.Join(", ", settings)}}}}}");
        Assert.Contains(
            expected, Assert.Throws<CheckpointException>(() => SavedBlock.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_other_sizes_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedRecurrence(hidden: 3);
        Checkpoint.Save(model, folder["model.safetensors"]);
        Assert.Equal(
            $"{folder.Path}: the folder contains weights, but no config.json.",
            Assert.Throws<CheckpointException>(() => SavedRecurrence.FromFolder(folder.Path)).Message);
        File.WriteAllText(folder["config.json"], Head + ", \"sizes\": {\"hidden\": 4}}");
        Assert.Throws<CheckpointMismatchException>(() => SavedRecurrence.FromFolder(folder.Path));
        File.WriteAllText(folder["config.json"], Head + ", \"sizes\": {\"hidden\": 3}}");
        using var loaded = SavedRecurrence.FromFolder(folder.Path);
    }

    [Fact]
    public void A_save_that_was_interrupted_between_its_files_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        using var small = new SavedRecurrence(hidden: 3);
        small.SaveFolder(folder.Path);
        var old = File.ReadAllText(folder["config.json"]);
        using var large = new SavedRecurrence(hidden: 5);
        large.SaveFolder(folder.Path);
        File.WriteAllText(folder["config.json"], old);

        Assert.Contains(
            "it was edited, or a save was interrupted. Delete it to load the weights with their own copy",
            Assert.Throws<CheckpointException>(() => SavedRecurrence.FromFolder(folder.Path)).Message,
            StringComparison.Ordinal);
        File.Delete(folder["config.json"]);
        using var loaded = SavedRecurrence.FromFolder(folder.Path);
        using var x = Waves.Of(2, 5, 4);
        Agreement.Assert(loaded.call(x), large.call(x), 0, "output");

        // Another layout of the same configuration is no edit.
        large.SaveFolder(folder.Path);
        File.WriteAllText(folder["config.json"], JsonNode.Parse(File.ReadAllText(folder["config.json"]))!.ToJsonString());
        using var again = SavedRecurrence.FromFolder(folder.Path);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new SavedNothing();
        File.WriteAllText(folder["file"], "text");
        Assert.ThrowsAny<IOException>(() => model.SaveFolder(folder["file"]));
        Assert.Equal("text", File.ReadAllText(folder["file"]));
        Directory.CreateDirectory(folder["config.json"]);
        Assert.Contains(
            "is a directory", Assert.ThrowsAny<IOException>(() => model.SaveFolder(folder.Path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.safetensors"]));
    }

    private const string Head = "{\"model_type\": \"modelgen\", \"format\": 1, \"model\": \"SavedRecurrence\"";
}

/// <summary>A block with sizes and each type of setting.</summary>
[Model, DrawnByHand]
[Input("B", "T", "D")]
[Setting("rotary"), Setting("activation", Default = Activation.Gelu), Setting("eps", Default = 1e-5)]
[RmsNorm(Eps = "eps"), MultiHeadAttention("heads", Rotary = "rotary"), FeedForward("2*D", Activation = "activation")]
public partial class SavedBlock;

/// <summary>A recurrence, which is not created on the meta device.</summary>
[Model]
[Input("B", "T", 4)]
[Lstm("hidden", Port = "last"), Linear(2)]
public partial class SavedRecurrence;

/// <summary>A model without weights.</summary>
[Model]
[Input("B", 4)]
[Relu]
public partial class SavedNothing;
