using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>Files of <c>torch.save</c>, which <c>Reference/Torch/make.py</c> writes.</summary>
public sealed class TorchFileTests
{
    private static readonly string Committed = Path.Combine(AppContext.BaseDirectory, "Reference", "Torch");

    [Theory]
    [InlineData("types.pt")]
    [InlineData("types-before-1.6.pt")]
    [InlineData("types-protocol-4.pt")]
    public void Tensors_have_the_shapes_dtypes_and_values_of_PyTorch(string file) => AssertTypes(Committed, file);

    [Fact]
    public void A_state_dict_among_other_values_is_loaded_by_its_name()
    {
        using var model = new Net();
        Handles.None(() => Checkpoint.Load(model, Path.Combine(Committed, "training.pt"), new LoadOptions { Entry = "state_dict" }));
        AssertValues(model.state_dict(), Path.Combine(Committed, "net.json"));
    }

    [Fact]
    public void The_only_state_dict_needs_no_name_and_numbers_beside_it_are_metadata()
    {
        using var training = CheckpointFile.Open(Path.Combine(Committed, "training.pt"), "state_dict");
        Assert.Equal(
            ["arch = net", "best = 0.5", "done = False", "epoch = 3"],
            training.Metadata.Select(pair => $"{pair.Key} = {pair.Value}").Order(StringComparer.Ordinal));
        using var only = CheckpointFile.Open(Path.Combine(Committed, "training.pt"));
        Assert.Equal(training.Tensors.Select(tensor => tensor.Name), only.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Several_state_dicts_are_listed_and_loaded_by_their_path()
    {
        var path = Path.Combine(Committed, "average.pt");
        Assert.Equal(
            $"{path}: several entries have tensors, name one of them as Entry. There are: 'model' (7 tensors), 'ema.model' (7 tensors).",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message);
        Assert.Equal(
            $"{path}: no entry 'net' has tensors. There are: 'model' (7 tensors), 'ema.model' (7 tensors).",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, "net")).Message);
        using var model = Checkpoint.Create(_ => new Net(), path, new LoadOptions { Entry = "ema.model" });
        AssertValues(model.state_dict(), Path.Combine(Committed, "net.json"));
    }

    [Fact]
    public void Shards_with_an_index_are_loaded_from_their_directory()
    {
        using var model = new Net();
        Checkpoint.Load(model, Path.Combine(Committed, "shards"));
        AssertValues(model.state_dict(), Path.Combine(Committed, "net.json"));
    }

    [Theory]
    [InlineData("module.pt", "it contains '__main__.Net', which is not a tensor type; nothing was executed. In Python, save the weights alone: torch.save(model.state_dict(), \"weights.pt\").")]
    [InlineData("command.pt", "it contains 'posix.system', which is not a tensor type; nothing was executed. In Python, save the weights alone: torch.save(model.state_dict(), \"weights.pt\").")]
    [InlineData("tensor.pt", "it has no state dict, but another value: save torch.save(model.state_dict(), \"weights.pt\") in Python.")]
    [InlineData("complex.pt", "it contains 'torch.ComplexFloatStorage', which is not a tensor type; nothing was executed. In Python, save the weights alone: torch.save(model.state_dict(), \"weights.pt\").")]
    [InlineData("expanded.pt", "tensor 'weight': its shape (1000, 1000) repeats the 1 elements of its storage, as after expand: save tensor.contiguous() in Python.")]
    public void Other_files_are_refused_with_the_reason(string file, string expected)
    {
        var path = Path.Combine(Committed, file);
        Assert.Equal($"{path}: {expected}", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message);
        Assert.False(File.Exists("executed"));
    }

    [Fact]
    public void Other_zip_files_are_refused()
    {
        Assert.Contains("has no data.pkl", Refusal(CompressionLevel.NoCompression, ("a/readme.txt", "text")));
        Assert.Contains("is a TorchScript program",
            Refusal(CompressionLevel.NoCompression, ("a/data.pkl", "N."), ("a/constants.pkl", "N.")));
        Assert.Contains("byte order is not 'little'",
            Refusal(CompressionLevel.NoCompression, ("a/data.pkl", "N."), ("a/byteorder", "big")));
        Assert.Contains("'a/data.pkl' in this zip file is compressed or encrypted",
            Refusal(CompressionLevel.Optimal, ("a/data.pkl", new string('N', 1000))));
        Assert.Contains("'a/data.pkl' occurs twice", Refusal(CompressionLevel.NoCompression, ("a/data.pkl", "N."), ("a/data.pkl", "N.")));
        Assert.Contains("is truncated or damaged: it has no directory at its end",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Open("PK\u0003\u0004 and more"u8.ToArray(), "a.pt")).Message);
    }

    [Fact]
    public void A_file_that_does_not_match_leaves_the_model_as_it_was()
    {
        using var model = nn.Sequential(("linear", nn.Linear(3, 4)));
        using var before = model.state_dict()["linear.weight"].clone();
        var refusal = Assert.Throws<CheckpointMismatchException>(() => Checkpoint.Load(model, Path.Combine(Committed, "shards")));
        Assert.Contains("norm.weight", refusal.Unexpected);
        Assert.True(before.Equals(model.state_dict()["linear.weight"]));
    }

    [Fact]
    public void A_file_in_a_directory_of_the_hub_is_found()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Committed, "types.pt"), folder["pytorch_model.bin"]);
        using var file = CheckpointFile.Open(folder.Path);
        Assert.Equal(folder["pytorch_model.bin"], file.Path);
    }

    [Fact]
    public void An_entry_of_another_format_is_refused()
        => Assert.Contains(
            "only files of torch.save have entries",
            Assert.Throws<CheckpointException>(() =>
            {
                using var folder = new TemporaryFolder();
                File.WriteAllBytes(folder["a.safetensors"], SafeTensorsBytes.File());
                CheckpointFile.Open(folder["a.safetensors"], "state_dict").Dispose();
            }).Message);

    [Fact]
    public void Files_of_the_installed_PyTorch_are_read()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(Written(folder.Path), "Python's package torch is not installed.");
        foreach (var file in new[] { "types.pt", "types-before-1.6.pt", "types-protocol-4.pt" })
        {
            AssertTypes(folder.Path, file);
        }

        using var model = new Net();
        Checkpoint.Load(model, folder["training.pt"], new LoadOptions { Entry = "state_dict" });
        AssertValues(model.state_dict(), folder["net.json"]);
    }

    private static void AssertTypes(string folder, string name)
    {
        using var scope = NewDisposeScope();
        using var file = Handles.Exactly(0, () => CheckpointFile.Open(Path.Combine(folder, name)));
        AssertValues(file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Read()), Path.Combine(folder, "types.json"));
        foreach (var type in new[]
        {
            ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16,
            ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8,
        })
        {
            Assert.Equal(type, file[type.ToString().ToLowerInvariant()].Type);
        }

        Assert.Equal((ScalarType.Byte, ScalarType.Bool), (file["uint8"].Type, file["bool"].Type));
    }

    private static void AssertValues(IReadOnlyDictionary<string, Tensor> tensors, string expected)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(expected));
        Assert.Equal(json.RootElement.EnumerateObject().Select(entry => entry.Name).Order(), tensors.Keys.Order());
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            using var scope = NewDisposeScope();
            var tensor = tensors[entry.Name];
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), tensor.shape);
            Assert.Equal(
                entry.Value.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()),
                tensor.to(ScalarType.Float64).flatten().data<double>().ToArray());
        }
    }

    private static string Refusal(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, level).Open());
                writer.Write(text);
            }
        }

        return Assert.Throws<CheckpointException>(() => CheckpointFile.Open(content.ToArray(), "a.pt")).Message;
    }

    private static bool Written(string folder)
    {
        foreach (var name in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(name, [Path.Combine(Committed, "make.py"), folder])
                {
                    RedirectStandardError = true,
                    WorkingDirectory = folder,
                })!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return true;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no program of that name.
            }
        }

        return false;
    }

    /// <summary>The module of make.py.</summary>
    private sealed class Net : nn.Module
    {
        public Net()
            : base("Net")
        {
            register_module("linear", nn.Linear(3, 2));
            register_module("norm", nn.BatchNorm1d(2));
        }
    }
}
