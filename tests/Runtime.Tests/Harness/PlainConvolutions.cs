using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Keeps oneDNN from kernels that read what nobody wrote: on some processors those of libtorch 2.10 take memory between the channels and
/// the end of their block, which is NaN now and then (docs/building.md). What is tested here is the generated code.
/// </summary>
internal static class PlainConvolutions
{
    // oneDNN asks the process's own environment once; .NET's is a copy of it.
    [ModuleInitializer]
    internal static void Use()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("ONEDNN_MAX_CPU_ISA", "SSE41", overwrite: 0);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
