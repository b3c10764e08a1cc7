using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelGen;

/// <summary>Loads the native libraries of TorchSharp.</summary>
public static class LibTorch
{
    // The libtorch version of TorchSharp, as in ModelGen.targets, which reports MG0901 at build time.
    private const string Version = "2.10.0";

    private static bool _isLoaded;

    /// <summary>Loads TorchSharp's native library once per process.</summary>
    /// <param name="model">The name of the model, for error messages.</param>
    /// <returns><paramref name="model"/>, so that a constructor can pass it to the base class, which needs the library first.</returns>
    /// <exception cref="DllNotFoundException">
    /// The library or one of its dependencies cannot be loaded. The message names the package to add.
    /// </exception>
    public static string RequiredBy(string model)
    {
        if (!_isLoaded)
        {
            Load(model);
        }

        return model;
    }

    private static void Load(string model)
    {
        try
        {
            // The constructor of a module loads the library. TorchSharp's static class would search other directories as well and print
            // its attempts.
            using var module = new EmptyModule();
            _isLoaded = true;
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
            or TypeInitializationException)
        {
            throw new DllNotFoundException(Message(model, Found(), cause), cause);
        }
    }

    /// <summary>Returns the error message for a missing or defective libtorch.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="found">The path of libtorch, or <c>null</c> if the program has none.</param>
    /// <param name="cause">The exception of the loader.</param>
    /// <returns>The message.</returns>
    internal static string Message(string model, string? found, Exception cause) => found is null
        ? $"{model} cannot run without libtorch: {Advice(Platform())}."
        : $"{model} cannot run because {found} was not loaded: {Reason(cause.Message)}";

    /// <summary>Names the package with libtorch for a platform.</summary>
    /// <param name="platform">The operating system and the architecture of the process, such as <c>linux-x64</c>.</param>
    /// <returns>The advice, without a full stop.</returns>
    internal static string Advice(string platform) => platform is "linux-x64" or "osx-arm64" or "win-x64" or "win-arm64"
        ? $"add <PackageReference Include=\"libtorch-cpu-{platform}\" Version=\"{Version}\" /> to the project of the program, "
            + "or TorchSharp-cpu for every platform, or TorchSharp-cuda-linux or TorchSharp-cuda-windows for a GPU"
        : $"there are packages for linux-x64, osx-arm64, win-x64 and win-arm64 only, and this process is {platform}";

    /// <summary>
    /// Returns the line of the loader's message about a dependency, or its first line. The other lines list paths without a file.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <returns>The line.</returns>
    internal static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Skip(1).FirstOrDefault(IsAboutDependency) ?? lines[0];

        static bool IsAboutDependency(string line) =>
            !Path.GetFileName(line.Split(": ")[0]).Contains("LibTorchSharp", StringComparison.Ordinal);
    }

    private static string Platform()
    {
        // There is no libtorch for the C library of Alpine. The identifier is portable (linux-musl-x64) or names the distribution
        // (alpine.3.20-x64).
        var isMusl = RuntimeInformation.RuntimeIdentifier is var identifier
            && (identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal));
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : isMusl ? "linux-musl" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    // The path of libtorch in the directory of the program, to which its packages copy it.
    private static string? Found()
    {
        var name = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        var native = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        var folders = native.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Append(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private sealed class EmptyModule() : torch.nn.Module("libtorch")
    {
        protected override void RegisterComponents()
        {
        }
    }
}
