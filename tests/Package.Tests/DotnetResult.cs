using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Package.Tests;

/// <summary>What a command left: its exit code, and all that it wrote, both streams.</summary>
internal sealed record DotnetResult(string Command, int ExitCode, string Output)
{
    /// <summary>The different lines with a warning; MSBuild writes each twice.</summary>
    public IReadOnlyList<string> Warnings => Lines("warning");

    /// <summary>The different lines with an error.</summary>
    public IReadOnlyList<string> Errors => Lines("error");

    private List<string> Lines(string severity) =>
        [.. Output.Split('\n').Select(line => line.Trim()).Where(line => Regex.IsMatch(line, $@"(^|: ){severity}( [A-Z]+[0-9]+)? ?:")).Distinct()];
}
