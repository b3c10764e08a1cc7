using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Tests;

/// <summary>What a test may vary about the user's project.</summary>
internal sealed record CompileOptions
{
    /// <summary>The newest that Roslyn 4.8 knows, C# 12, when not given.</summary>
    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp12;

    /// <summary>The text of an <c>.editorconfig</c> beside the sources.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>Identifiers in the project's <c>NoWarn</c>.</summary>
    public ImmutableArray<string> NoWarn { get; init; } = [];

    /// <summary>References besides <see cref="References.All"/>, for example of <see cref="Compile.Library"/>.</summary>
    public ImmutableArray<MetadataReference> References { get; init; } = [];

    /// <summary>The name of the user's assembly.</summary>
    public string AssemblyName { get; init; } = "UserProject";

    /// <summary><see cref="Tools.Default"/> when not given.</summary>
    public Tools? Tools { get; init; }
}
