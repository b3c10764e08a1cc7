using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ModelGen;

namespace FineTune;

/// <summary>The largest memory of the process since a moment. Only Linux can forget an earlier peak.</summary>
internal static class PeakMemory
{
    private const string Clear = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";

    /// <summary>Forgets the peak so far, where the system can.</summary>
    public static void Reset()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        HostMemory.ReleaseFreed();
        try
        {
            if (File.Exists(Clear))
            {
                File.WriteAllText(Clear, "5");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The peak of the whole run is printed then.
        }
    }

    /// <summary>The peak in bytes.</summary>
    public static long Bytes()
    {
        var line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        using var process = Process.GetCurrentProcess();
        return line is not null ? long.Parse(string.Concat(line.Where(char.IsAsciiDigit))) * 1024 : process.PeakWorkingSet64;
    }
}
