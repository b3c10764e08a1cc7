using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// A disk without room. A process of its own, which runs one test method, mounts a small file system in memory, as an unprivileged user of
/// Linux can in a namespace.
/// </summary>
internal static class FullDisk
{
    private const string FolderVariable = "MODELGEN_TEST_FULL_DISK";
    private const string Filler = "filler";
    private const int Page = 4096;

    /// <summary>The folder of the disk in the child process; null in any other process.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } disk ? disk : null;

    /// <summary>Runs a test method in a process with such a disk, and asserts that it passes.</summary>
    /// <param name="test">The class of the method.</param>
    /// <param name="method">The method.</param>
    public static async Task Run(Type test, string method)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such namespaces.");
        var folder = Directory.CreateTempSubdirectory("modelgen-full-disk-");
        try
        {
            Assert.SkipUnless(await Mount(folder.FullName, "true") is { Code: 0 }, "This machine does not allow namespaces.");
            var (code, output) = await Mount(
                folder.FullName, $"'{Path.ChangeExtension(test.Assembly.Location, null)}' -method {test.FullName}.{method}");
            Assert.True(code == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Leaves so many pages free.</summary>
    public static void Fill(string disk, int pages)
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

    /// <summary>Leaves the whole disk free.</summary>
    public static void Empty(string disk) => File.Delete(Path.Combine(disk, Filler));

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
}
