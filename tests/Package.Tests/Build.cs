using System.Linq;
using System.Reflection;

namespace ModelGen.Package.Tests;

/// <summary>What the build of these tests knew (the project file says it).</summary>
internal static class Build
{
    public static string Configuration => Value("Configuration");

    /// <summary>The folder of all restored packages.</summary>
    public static string PackageCache => Value("PackageCache");

    /// <summary>The platform that is built on, such as linux-x64.</summary>
    public static string Platform => Value("Platform");

    /// <summary>The version of TorchSharp that this repository uses.</summary>
    public static string TorchSharpVersion => Value("TorchSharp");

    /// <summary>The version of libtorch that this repository uses.</summary>
    public static string LibTorchVersion => Value("LibTorch");

    /// <summary>The version of Microsoft.ML.Tokenizers that this repository uses.</summary>
    public static string TokenizersVersion => Value("Tokenizers");

    /// <summary>The version of Microsoft.Extensions.AI.Abstractions that this repository uses.</summary>
    public static string ExtensionsAIVersion => Value("ExtensionsAI");

    private static string Value(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
