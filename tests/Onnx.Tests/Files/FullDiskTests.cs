using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gpt2 = ModelGen.Models.Gpt2;

namespace ModelGen.Onnx.Tests;

/// <summary>
/// A disk without room for one of the files. A process of its own mounts a small file system in memory, as an unprivileged user of
/// Linux can in a namespace.
/// </summary>
public sealed class FullDiskTests
{
    private const string FolderVariable = "MODELGEN_TEST_FULL_DISK";
    private const string Filler = "filler";
    private const int Page = 4096;

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
    public async Task A_full_disk_leaves_the_files_of_the_earlier_export()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such namespaces.");
        var folder = Directory.CreateTempSubdirectory("modelgen-full-disk-");
        try
        {
            Assert.SkipUnless(await Mount(folder.FullName, "true") is { Code: 0 }, "This machine does not allow namespaces.");
            var test = $"'{Path.ChangeExtension(typeof(FullDiskTests).Assembly.Location, null)}' -method "
                + $"{typeof(FullDiskTests).FullName}.{nameof(Child)}";
            var (code, output) = await Mount(folder.FullName, test);
            Assert.True(code == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the child process does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } disk)
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
                Fill(disk, pages);
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

                File.Delete(Path.Combine(disk, Filler));
                export(former, folder);
                Assert.DoesNotContain(Directory.GetFiles(folder), IsTemporary);
            }

            Assert.True(refused is > 3 and < MostFreePages / 4, $"{name}: {refused} exports failed.");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Gpt2 Model() => new(D: 32, heads: 4, hidden: 64, layers: 1, positions: 16, vocabulary: 400);

    // What is left of an export that failed is deleted by the next one.
    private static bool IsTemporary(string file) => file.EndsWith(".tmp", StringComparison.Ordinal);

    private static Dictionary<string, string> Content(string folder) => Directory.GetFiles(folder).Where(file => !IsTemporary(file))
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToBase64String(File.ReadAllBytes(file)));

    private static async Task<(int Code, string Output)> Mount(string folder, string command)
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
            ["--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size=4m disk '{folder}' && exec {command}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment[FolderVariable] = folder;
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "There is no unshare.");
        }
    }

    /// <summary>Leaves so many pages free.</summary>
    private static void Fill(string disk, int pages)
    {
        using var filler = new FileStream(Path.Combine(disk, Filler), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
        var page = new byte[Page];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            filler.SetLength(Math.Max(0, filler.Length - ((long)pages * Page)));
        }
    }
}
