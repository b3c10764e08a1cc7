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
    [Fact]
    public async Task EveryFixMends()
    {
        List<string> failures = [];
        int applied = 0;
        foreach (Fault fault in Faults())
        {
            var (count, failed) = await CodeFix.ApplyEach(Markup.Parse(fault.Faulty).Source);
            applied += count;
            failures.AddRange(failed.Select(failure => $"{fault.Title}: {failure}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(applied > 50, $"Only {applied} fixes were offered.");
    }

    private static IEnumerable<Fault> Faults() => typeof(FaultClass).Assembly.GetTypes()
        .Select(type => type.GetField("Class", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FaultClass>()
        .SelectMany(one => one.Programs);
}
