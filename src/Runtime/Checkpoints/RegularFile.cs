using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ModelGen.Checkpoints;

/// <summary>Determines the kind of a file before it is opened, because opening a named pipe blocks until a writer appears.</summary>
internal static class RegularFile
{
    // The masks and values of st_mode, which are the same on all POSIX systems.
    private const int KindMask = 0xF000;
    private const int Regular = 0x8000;

    // More than the size of the structure in any version; only the mode is read.
    private const int StatusBytes = 512;
    private const int ModeOffset = 4;

    /// <summary>Describes a path that cannot be read or written as a file.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <returns>A phrase such as "a directory", or <c>null</c> for a regular file and for a path that does not exist.</returns>
    public static string? Obstacle(string path)
    {
        if (Directory.Exists(path))
        {
            return "a directory";
        }

        if (OperatingSystem.IsWindows())
        {
            return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.Device) != 0 ? "a device" : null;
        }

        return (Mode(path) & KindMask) switch
        {
            0 or Regular => null,
            0x1000 => "a named pipe",
            0xC000 => "a socket",
            _ => "a device",
        };
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="limit">The maximum size in bytes.</param>
    /// <returns>The content.</returns>
    /// <exception cref="InvalidDataException">The file is not regular, or is larger than the limit.</exception>
    public static byte[] Read(string path, long limit)
    {
        if (Obstacle(path) is { } obstacle)
        {
            throw new InvalidDataException($"This is {obstacle}, expected a regular file.");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (stream.Length > limit)
        {
            throw new InvalidDataException($"The file has {stream.Length} bytes, expected at most {limit}.");
        }

        var bytes = new byte[stream.Length];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    // 0 if the path does not exist or the runtime does not have the function.
    private static int Mode(string path)
    {
        var status = new byte[StatusBytes];
        try
        {
            return Stat(path, status) == 0 ? BitConverter.ToInt32(status, ModeOffset) : 0;
        }
        catch (Exception cause) when (cause is DllNotFoundException or EntryPointNotFoundException)
        {
            return 0;
        }
    }

    // The function behind the classes of System.IO, which do not expose the kind of a file. Unlike the one of libc, its structure is the
    // same on all systems.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);
}
