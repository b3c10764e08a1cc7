using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>Runs <c>dotnet</c>, or a program that it has built, in a process of its own.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c> with <paramref name="arguments"/> in <paramref name="folder"/>.</summary>
    public static Task<DotnetResult> Run(string folder, params string[] arguments) => Start("dotnet", folder, arguments);

    /// <summary>The same for a command that must neither fail nor warn.</summary>
    /// <returns>Its output.</returns>
    public static async Task<string> RunClean(string folder, params string[] arguments)
    {
        var result = await Run(folder, arguments);
        Assert.True(result.ExitCode == 0 && result.Warnings.Count == 0, $"{result.Command}\n{result.Output}");
        return result.Output;
    }

    /// <summary>Runs <paramref name="program"/> in <paramref name="folder"/>.</summary>
    public static async Task<DotnetResult> Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // Neither the settings of the build that runs the tests nor servers that would outlive them.
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "DOTNET_CLI_CONTEXT_VERBOSE" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["OMP_WAIT_POLICY"] = "passive";

        // Links in place of half a gigabyte of libtorch for every program.
        start.Environment["CreateSymbolicLinksForCopyLocalIfPossible"] = OperatingSystem.IsWindows() ? "false" : "true";

        var output = new StringBuilder();
        void Collect(object _, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Append(line.Data).Append(line.Data is null ? string.Empty : "\n");
            }
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new DotnetResult($"{program} {string.Join(' ', arguments)} in {folder}", process.ExitCode, output.ToString());
    }
}
