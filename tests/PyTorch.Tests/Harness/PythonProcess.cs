using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace ModelGen.PyTorch.Tests;

/// <summary>Debian's Python, where PyTorch, black and flake8 may be installed.</summary>
internal static class PythonProcess
{
    // A Python of the user's may stand before the system's, which Debian's packages belong to.
    private static readonly Lazy<string?> _path = new(() =>
    {
        foreach (var name in new[] { "/usr/bin/python3", "python3" })
        {
            if (Start(name, null, "-c", "import torch") is (0, _))
            {
                return name;
            }
        }

        return null;
    });

    /// <summary>The program; the system's Python if none has PyTorch.</summary>
    public static string Program => _path.Value ?? "/usr/bin/python3";

    /// <summary>Skips the test visibly where there is no PyTorch.</summary>
    public static void Require() => Assert.SkipWhen(_path.Value is null, "Python's package torch is not installed.");

    /// <summary>Runs a program of Python, and returns its exit code and what it writes.</summary>
    public static (int Code, string Output) Run(string? folder, params string[] arguments) =>
        Start(Program, folder, arguments) ?? (-1, "there is no Python");

    private static (int Code, string Output)? Start(string name, string? folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder ?? Path.GetTempPath(),
                Environment = { ["OMP_NUM_THREADS"] = "1", ["PYTHONDONTWRITEBYTECODE"] = "1" },
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception)
        {
            // There is no program of that name.
            return null;
        }
    }
}
