using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace ModelGen;

/// <summary>The memory that libtorch allocates for tensors on the CPU.</summary>
public static class HostMemory
{
    // From malloc.h of glibc.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    private const int Always = int.MaxValue;
    private const int TopPadBytes = 64 << 20;

    // The user who sets one of these has chosen how the process allocates.
    private static readonly string[] Variables =
        ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES", "LD_PRELOAD"];

    /// <summary>
    /// Keeps freed memory in the process for the next tensors. By default, the allocator of Linux (glibc) returns large blocks to the
    /// system at once, and the system clears the pages of the next tensor again. This costs much where page faults are slow: a training
    /// step of an LSTM took 5 times as long on a virtual machine. The price is that the process holds the memory of its peak until it ends
    /// or calls <see cref="ReleaseFreed"/>.
    /// </summary>
    /// <remarks>
    /// <c>Trainer.Fit</c> calls this unless its options say otherwise. A program that only evaluates large models calls it once, when it
    /// starts. Does nothing on other systems, with an allocator other than glibc's, and if the environment already has settings for the
    /// allocator (<c>MALLOC_TRIM_THRESHOLD_</c>, <c>MALLOC_MMAP_THRESHOLD_</c>, <c>MALLOC_TOP_PAD_</c>, <c>GLIBC_TUNABLES</c>,
    /// <c>LD_PRELOAD</c>). Outside of the main thread, tensors of more than 64 MiB are still returned at once.
    /// </remarks>
    /// <returns>Whether the process keeps freed memory because of this call.</returns>
    public static bool KeepFreed()
    {
        if (!OperatingSystem.IsLinux() || Variables.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
        {
            return false;
        }

        return WithGlibc(() => Set(MmapThreshold, Always) != 0 && Set(TrimThreshold, Always) != 0 && Set(TopPad, TopPadBytes) != 0);
    }

    /// <summary>
    /// Returns freed memory to the system, such as after a peak. On Linux with glibc; does nothing elsewhere. A part of at most 64 MiB
    /// per thread remains.
    /// </summary>
    /// <returns>Whether memory was returned.</returns>
    public static bool ReleaseFreed() => OperatingSystem.IsLinux() && WithGlibc(() => Trim(0) != 0);

    // Other C libraries, such as musl, have neither the file nor the functions.
    private static bool WithGlibc(Func<bool> call)
    {
        try
        {
            return call();
        }
        catch (Exception cause) when (cause is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    private static extern int Set(int parameter, int value);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint pad);
}
