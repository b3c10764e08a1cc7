using System;
using System.Diagnostics;
using System.IO;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>This program again, for what is known of a whole process only: the most memory that it ever held.</summary>
internal static class ChildProcess
{
    /// <summary>Runs this program and returns the last line that it writes.</summary>
    public static string Run(params string[] arguments)
    {
        ProcessStartInfo start =
            new("dotnet",
                [Path.Combine(AppContext.BaseDirectory, "ModelGen.Benchmarks.Runtime.dll"), .. arguments]) { RedirectStandardOutput =
                    true };
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        process.WaitForExit();
        return process.ExitCode == 0 ? lines[^1] : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed.");
    }

    /// <summary>The most memory that this process ever held, in MB.</summary>
    public static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
