using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>What a user's project references: the framework, TorchSharp with what it brings along, and ModelGen.</summary>
internal static class References
{
    private static readonly string[] _packages =
    [
        "ModelGen.Attributes.dll", "ModelGen.Runtime.dll",
        "TorchSharp.dll", "Google.Protobuf.dll", "ICSharpCode.SharpZipLib.dll", "SkiaSharp.dll",
    ];

    /// <summary>Read once: Roslyn keeps what it decoded with the reference.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = Load();

    private static readonly Lazy<ImmutableArray<MetadataReference>> _inference = new(() =>
    [
        .. new[] { "ModelGen.Inference.dll", "Microsoft.ML.OnnxRuntime.dll" }
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name))),
    ]);

    /// <summary>What the package ModelGen.Inference adds. Not every project that uses this class references it.</summary>
    public static ImmutableArray<MetadataReference> Inference => _inference.Value;

    private static ImmutableArray<MetadataReference> Load()
    {
        // The list of trusted assemblies also holds xunit and Roslyn, which no user's project sees.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Concat(_packages.Select(name => Path.Combine(AppContext.BaseDirectory, name)))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
