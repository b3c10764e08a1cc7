using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>A program that is killed while it saves leaves the old file, and what it leaves beside it the next save deletes.</summary>
public sealed class KilledSaveTests
{
    private const string Variable = "MODELGEN_TEST_KILLED_SAVE";

    [Fact]
    public void What_a_killed_save_left_is_deleted_by_the_next()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(5, 4);
        Checkpoint.Save(module, folder["model.safetensors"]);
        var before = File.ReadAllBytes(folder["model.safetensors"]);
        RunAndKill(folder["model.safetensors"]);
        Assert.Equal(before, File.ReadAllBytes(folder["model.safetensors"]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);

        // A file that only looks like it, and one of another checkpoint, stay.
        File.WriteAllText(folder[".model.safetensors.tmp"], "mine");
        File.WriteAllText(folder[".other.safetensors.abcdefgh.abc.tmp"], "mine");
        Checkpoint.Save(module, folder["model.safetensors"]);
        Assert.Equal(
            [".model.safetensors.tmp", ".other.safetensors.abcdefgh.abc.tmp", "model.safetensors"],
            Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_killed_save_of_shards_left_is_deleted_by_the_next()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(5, 4);
        RunAndKill(folder["model-abcde123-00001-of-00002.safetensors"]);
        Assert.Single(Directory.GetFiles(folder.Path));
        Checkpoint.Save(module, folder["model.safetensors"], new SaveOptions { MaxShardBytes = 20 });
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public void A_save_that_is_under_way_keeps_its_temporary_file()
    {
        using var folder = new TemporaryFolder();
        using var first = new AtomicFiles();
        first.Write(folder["a"], stream => stream.WriteByte(1));
        using (var second = new AtomicFiles())
        {
            second.Write(folder["a"], stream => stream.WriteByte(2));
            second.Commit();
        }

        first.Commit();
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    /// <summary>What the killed program does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            using var files = new AtomicFiles();
            files.Write(path, stream =>
            {
                stream.Write(new byte[100_000]);
                Process.GetCurrentProcess().Kill();
            });
        }
    }

    private static void RunAndKill(string path)
    {
        // The test's executable, with the command line of xunit.
        var executable = Path.ChangeExtension(typeof(KilledSaveTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(KilledSaveTests).FullName}.{nameof(Child)}");
        start.Environment[Variable] = path;
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            child.Kill();
            Assert.Fail("The child process did not end.");
        }

        Assert.True(
            child.ExitCode != 0 && Directory.GetFiles(Path.GetDirectoryName(path)!).Any(file => new FileInfo(file).Length == 100_000
                || file.EndsWith(".tmp", StringComparison.Ordinal)),
            $"The child process was not killed while it saved (exit code {child.ExitCode}):\n{output.Result}\n{errors.Result}");
    }
}
