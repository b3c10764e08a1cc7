using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator.Tests;

/// <summary>An <c>.editorconfig</c> as the compiler applies it: options for analyzers, and severities of diagnostics.</summary>
internal sealed class EditorConfig : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set;

    public EditorConfig(string? text)
    {
        AnalyzerConfig config = AnalyzerConfig.Parse(text ?? "", Compile.Folder + ".editorconfig");
        _set = AnalyzerConfigSet.Create(ImmutableArray.Create(config));
        Severities = new SeverityProvider(_set);
    }

    /// <summary>For <see cref="CompilationOptions.WithSyntaxTreeOptionsProvider"/>.</summary>
    public SyntaxTreeOptionsProvider Severities { get; }

    public override AnalyzerConfigOptions GlobalOptions => new Options(_set.GlobalConfigOptions);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(_set.GetOptionsForSourcePath(tree.FilePath));

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(_set.GetOptionsForSourcePath(textFile.Path));

    private sealed class Options(AnalyzerConfigOptionsResult result) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            result.AnalyzerOptions.TryGetValue(key, out value);
    }

    private sealed class SeverityProvider(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
