using System;
using System.IO;
using System.Linq;
using System.Reflection;
using ModelGen.PyTorch.Layers;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>What is written for any model, and what is refused.</summary>
public sealed class ExportTests
{
    [Fact]
    public void Every_kind_of_layer_and_loss_is_written()
    {
        var attributes = typeof(LayerAttribute).Assembly.GetTypes().Where(type => !type.IsAbstract).ToList();
        Assert.Equal(
            attributes.Where(type => type.IsSubclassOf(typeof(LayerAttribute))).Select(Kind).Distinct().Order(),
            LayerWriters.Kinds.Order());
        Assert.Equal(
            attributes.Where(type => type.IsSubclassOf(typeof(LossAttribute))).Select(Kind).Distinct().Order(), LossWriters.Kinds.Order());

        static string Kind(Type type) => type.Name.Split('`')[0] is var name ? name[..^"Attribute".Length] : string.Empty;
    }

    [Fact]
    public void A_method_of_the_class_raises_with_its_signature_in_CSharp()
    {
        using var model = new UsesMethod();
        Assert.Contains(
            """
                def flip(self, x: Tensor) -> Tensor:
                    raise NotImplementedError(
                        "Write what UsesMethod.Flip computes in C#: Tensor "
                        "Flip(Tensor x), (B, 4) to (B, 4)."
                    )
            """.ReplaceLineEndings("\n"),
            model.ToPyTorch());
    }

    [Fact]
    public void The_files_of_an_earlier_export_stay_where_the_new_one_fails()
    {
        using var folder = new TemporaryFolder();
        using var first = new Plain();
        first.ExportPyTorch(folder.Path);
        var before = Directory.GetFiles(folder.Path).Order().Select(path => (path, Convert.ToHexString(File.ReadAllBytes(path)))).ToList();
        using var second = new Named();
        Assert.Throws<PyTorchExportException>(() => second.ExportPyTorch(folder.Path));
        using var third = new Plain(device: META);
        Assert.ThrowsAny<Exception>(() => third.ExportPyTorch(folder.Path));
        Assert.Equal(
            before, Directory.GetFiles(folder.Path).Order().Select(path => (path, Convert.ToHexString(File.ReadAllBytes(path)))));
    }

    [Fact]
    public void A_layer_with_the_name_of_a_member_of_modules_is_refused()
    {
        using var model = new Named();
        Assert.Equal(
            "A stage or layer cannot have the name 'training' in PyTorch, where it is a member of modules: rename it.",
            Assert.Throws<PyTorchExportException>(() => model.ToPyTorch()).Message);
    }

    [Fact]
    public void A_module_that_is_not_declared_is_refused()
    {
        using var module = nn.Linear(2, 3);
        Assert.StartsWith(
            "Linear cannot be exported: it is not declared with [Model], so its layers are not known.",
            Assert.Throws<ArgumentException>(() => module.ToPyTorch()).Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new Plain();
        File.WriteAllText(folder["file"], string.Empty);
        Assert.ThrowsAny<IOException>(() => model.ExportPyTorch(folder["file"]));
    }

    [Fact]
    public void A_class_with_the_name_of_a_written_layer_is_refused()
    {
        using var model = new RMSNorm();
        Assert.Equal(
            "RMSNorm cannot be exported: the class RMSNorm has the name of a layer in the file layers.py. Rename it.",
            Assert.Throws<PyTorchExportException>(() => model.ToPyTorch()).Message);
    }

    [Fact]
    public void Adapters_have_to_be_merged_first()
    {
        using var model = new Adapted(new Base());
        Assert.Equal(
            "Adapted cannot be exported: it has adapters. Merge them with Adapters.Merge(), and export Adapted.BaseModel.",
            Assert.Throws<PyTorchExportException>(() => model.ToPyTorch()).Message);
        model.Adapters.Merge();
        Assert.Contains("class Base(nn.Module):", model.BaseModel.ToPyTorch());
    }

    [Fact]
    public void The_same_model_is_written_in_the_same_way()
    {
        foreach (var type in RandomSizes.Types.Take(40))
        {
            using var one = new RandomSizes(type, seed: 0);
            using var other = new RandomSizes(type, seed: 0);
            Assert.Equal(one.Model.ToPyTorch(), other.Model.ToPyTorch());
        }
    }
}
