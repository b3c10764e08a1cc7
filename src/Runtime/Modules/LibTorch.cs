using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelGen;

/// <summary>The native libraries that a model computes with.</summary>
public static class LibTorch
{
    // The version that TorchSharp was built with, as in ModelGen.targets, which reports MG0901 at build time.
    private const string Version = "2.10.0";

    private static bool _isLoaded;

    /// <summary>Loads TorchSharp's native library, once in a process.</summary>
    /// <param name="model">The model that is created.</param>
    /// <returns><paramref name="model"/>, so that a constructor can pass it to the base class, which needs the library first.</returns>
    /// <exception cref="DllNotFoundException">The library or one of its dependencies cannot be loaded. The message names the package to add.</exception>
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
            // What the constructor of every module does first. TorchSharp's static class would search other folders as well, and print what it tried.
            using var module = new EmptyModule();
            _isLoaded = true;
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new DllNotFoundException(Message(model, Found(), cause), cause);
        }
    }

    /// <summary>What a person reads who runs a model without a working libtorch.</summary>
    /// <param name="model">The model that is created.</param>
    /// <param name="found">The file of libtorch, or <c>null</c> if the program has none.</param>
    /// <param name="cause">Why the library was not loaded.</param>
    /// <returns>The message.</returns>
    internal static string Message(string model, string? found, Exception cause) => found is null
        ? $"{model} cannot run without libtorch: {Advice(Platform())}."
        : $"{model} cannot run because {found} was not loaded: {Reason(cause.Message)}";

    /// <summary>Which package has libtorch for a platform.</summary>
    /// <param name="platform">The operating system and the architecture of the process, such as <c>linux-x64</c>.</param>
    /// <returns>The advice, without a full stop.</returns>
    internal static string Advice(string platform) => platform is "linux-x64" or "osx-arm64" or "win-x64" or "win-arm64"
        ? $"add <PackageReference Include=\"libtorch-cpu-{platform}\" Version=\"{Version}\" /> to the project of the program, "
            + "or TorchSharp-cpu for every platform, or TorchSharp-cuda-linux or TorchSharp-cuda-windows for a GPU"
        : $"there are packages for linux-x64, osx-arm64, win-x64 and win-arm64 only, and this process is {platform}";

    /// <summary>The line of the loader's message that is about a dependency, or its first line. The others list the places where no file is.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The line.</returns>
    internal static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Skip(1).FirstOrDefault(line => !Path.GetFileName(line.Split(": ")[0]).Contains("LibTorchSharp", StringComparison.Ordinal)) ?? lines[0];
    }

    private static string Platform()
    {
        // Alpine has another C library, for which there is no libtorch. The identifier is portable (linux-musl-x64) or names the distribution (alpine.3.20-x64).
        var isMusl = RuntimeInformation.RuntimeIdentifier is var identifier
            && (identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal));
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : isMusl ? "linux-musl" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    // The file of libtorch beside the program, where its packages put it.
    private static string? Found()
    {
        var name = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        var folders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Append(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private sealed class EmptyModule() : torch.nn.Module("libtorch")
    {
        protected override void RegisterComponents()
        {
        }
    }
}
