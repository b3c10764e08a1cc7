using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace ModelGen.Runtime.Tests;

/// <summary>The tables of <c>docs/agreement.md</c>, one for each test project. <c>ACCEPT_SNAPSHOTS=1</c> writes them.</summary>
internal static class AgreementPage
{
    private const string Accept = "ACCEPT_SNAPSHOTS";

    /// <summary>
    /// The page must name the same cases with as many outputs and PyTorch's error, and no result may be further away than it says. What is
    /// written is twice what was measured, rounded up to one digit, because other machines add in another order.
    /// </summary>
    public static void Verify(AgreementLog log, string title)
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "agreement.md");
        var (start, end) = ($"<!-- computed: {title} -->\n", $"<!-- end: {title} -->\n");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (from, to) = (page.IndexOf(start, StringComparison.Ordinal) + start.Length, page.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= start.Length && to >= from, $"docs/agreement.md has no place for {title}.");
        var cases = log.Entries.GroupBy(entry => entry.Case).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var written = cases.ToDictionary(group => group.Key, group => Row(group, OneDigitUp(2 * group.Max(entry => entry.Difference))));
        if (Environment.GetEnvironmentVariable(Accept) == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            var table = "| case | outputs | PyTorch's float32 | ModelGen's float32 |\n|---|---|---|---|\n"
                + string.Concat(written.Values.Select(row => row + "\n"));
            File.WriteAllText(path, page[..from] + table + page[to..]);
            return;
        }

        var rows = page[from..to].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.True(rows.Count == cases.Count,
            $"docs/agreement.md is out of date; run the tests with {Accept}=1. It should say:\n{string.Join('\n', written.Values)}");
        foreach (var (row, one) in rows.Zip(cases))
        {
            var bound = double.Parse(row.Trim('|', ' ').Split('|')[^1], CultureInfo.InvariantCulture);
            Assert.Equal(Row(one, bound), row);
            Assert.All(one, entry => Assert.True(entry.Difference <= bound,
                $"{entry.Case}: '{entry.Output}' differs by {entry.Difference:R}; docs/agreement.md says at most {bound:R}."));
        }
    }

    private static string Row(IGrouping<string, (string Case, string Output, double Difference, double Own)> group, double bound)
    {
        var outputs = group.Select(entry => entry.Output).Distinct().Count();
        var own = OneDigitUp(group.Max(entry => entry.Own));
        return FormattableString.Invariant($"| {group.Key} | {outputs} | {own:0e-0} | {bound:0e-0} |");
    }

    private static string Here([CallerFilePath] string here = "") => here;

    private static double OneDigitUp(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return double.Parse(
            (Math.Ceiling(value / unit) * unit).ToString("0e-0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
