using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Every fix that is offered for the mistakes of real programs mends what it is offered for.</summary>
public sealed class RealProgramTests
{
    public static IEnumerable<TheoryDataRow<string>> Classes() => All().Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task EveryFixMends(string name)
    {
        List<string> failures = [];
        foreach (Fault fault in All()[name].Programs)
        {
            failures.AddRange((await CodeFix.Failures(Markup.Parse(fault.Faulty).Source)).Select(failure => $"{fault.Title}: {failure}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task ThePageCountsThem()
    {
        var (mistakes, mended, fixes) = (0, 0, 0);
        foreach (Fault fault in All().Values.SelectMany(one => one.Programs))
        {
            foreach (int offered in await CodeFix.Counts(Markup.Parse(fault.Faulty).Source))
            {
                (mistakes, mended, fixes) = (mistakes + 1, mended + (offered > 0 ? 1 : 0), fixes + offered);
            }
        }

        string sentence = $"for {mended} of the {mistakes} mistakes that are told there, {fixes} fixes";
        Assert.True(Documentation.Fixes.Replace('\n', ' ').Contains(sentence, StringComparison.Ordinal), $"docs/fixes.md should say '{sentence}'.");
    }

    private static Dictionary<string, FaultClass> All() => typeof(FaultClass).Assembly.GetTypes()
        .Select(type => type.GetField("Class", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FaultClass>()
        .ToDictionary(one => one.Name);
}
