using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gpt2 = ModelGen.Models.Gpt2;

namespace ModelGen.Onnx.Tests;

/// <summary>A disk without room for one of the files.</summary>
public sealed class FullDiskTests
{
    // The largest export needs about 30 pages: from none that is free to enough.
    private const int MostFreePages = 60;

    private static readonly Dictionary<string, Action<Gpt2, string>> _exports = new()
    {
        ["one file"] = (model, folder) => model.ExportOnnx(Path.Combine(folder, "model.onnx")),
        ["external data"] = (model, folder) =>
            model.ExportOnnx(Path.Combine(folder, "model.onnx"), new OnnxExportOptions { ExternalDataFrom = 0 }),
        ["quantised"] = (model, folder) => model.ExportOnnx(
            Path.Combine(folder, "model.onnx"), new OnnxExportOptions { Weights = WeightType.Int8, ExternalDataFrom = 0 }),
        ["GenAI"] = (model, folder) =>
            model.ExportGenAI(folder, new GenAIExportOptions { StopIds = [0], ExternalDataFrom = 0, MaximumLength = 16 }),
    };

    [Fact]
    public Task A_full_disk_leaves_the_files_of_the_earlier_export() => FullDisk.Run(typeof(FullDiskTests), nameof(Child));

    /// <summary>What the child process does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (FullDisk.Folder is not { } disk)
        {
            return;
        }

        set_num_threads(1);
        using var former = Model();
        using var model = Model();
        foreach (var (name, export) in _exports)
        {
            var folder = Directory.CreateDirectory(Path.Combine(disk, "model")).FullName;
            export(model, folder);
            var wanted = Content(folder);
            export(former, folder);
            var before = Content(folder);
            var refused = 0;
            for (var pages = 0; pages <= MostFreePages; pages += 4)
            {
                FullDisk.Fill(disk, pages);
                try
                {
                    export(model, folder);
                    Assert.Equal(wanted, Content(folder));
                }
                catch (IOException fault)
                {
                    refused++;
                    Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
                    Assert.Equal(before, Content(folder));
                }

                FullDisk.Empty(disk);
                export(former, folder);
            }

            Assert.True(refused is > 3 and < MostFreePages / 4, $"{name}: {refused} exports failed.");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Gpt2 Model() => new(D: 32, heads: 4, hidden: 64, layers: 1, positions: 16, vocabulary: 400);

    private static Dictionary<string, string> Content(string folder) => Directory.GetFiles(folder)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToBase64String(File.ReadAllBytes(file)));
}
