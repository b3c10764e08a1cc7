using System.Globalization;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Tests;

/// <summary>Diagnostics as failing tests print them.</summary>
internal static class DiagnosticText
{
    /// <summary>File, line, column, the text underlined, identifier, severity and message.</summary>
    public static string Describe(Diagnostic diagnostic)
    {
        string rest = $"{diagnostic.Id} "
            + $"{diagnostic.Severity.ToString().ToLowerInvariant()}{(diagnostic.IsSuppressed ? " (silenced)" : "")}: {Message(diagnostic)}";
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return "  (no location) " + rest;
        }

        FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
        return $"  {Path.GetFileName(tree.FilePath)}({Position(lines.StartLinePosition)}-{Position(lines.EndLinePosition)}) "
            + $"'{tree.GetText().ToString(diagnostic.Location.SourceSpan)}' {rest}";
    }

    /// <summary>As <see cref="Describe"/>, with the whole line below it, since generated files are not to be opened.</summary>
    public static string WithLine(Diagnostic diagnostic)
    {
        string text = Describe(diagnostic);
        return diagnostic.Location.SourceTree is { } tree
            ? $"{text}\n      {tree.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().Trim()}"
            : text;
    }

    /// <summary>The message, the same on every machine.</summary>
    public static string Message(Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    private static string Position(LinePosition position) => $"{position.Line + 1},{position.Character + 1}";
}
