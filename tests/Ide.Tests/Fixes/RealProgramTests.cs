using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Every fix that is offered for the mistakes of real programs mends what it is offered for.</summary>
public sealed class RealProgramTests
{
    /// <summary>As the programs are written, and in a class inside a class of a file with Windows' line ends.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryFixMends(bool isNested)
    {
        List<string> failures = [];
        int applied = 0;
        foreach (Fault fault in Faults())
        {
            string source = Markup.Parse(fault.Faulty).Source;
            var (count, failed) = await CodeFix.ApplyEach(isNested ? Nested(source) : source);
            applied += count;
            failures.AddRange(failed.Select(failure => $"{fault.Title}: {failure}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(applied > 50, $"Only {applied} fixes were offered.");
    }

    private static string Nested(string source)
    {
        int usings = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Usings.FullSpan.Length;
        var lines = source[usings..].ReplaceLineEndings("\n")
            .TrimEnd().Split('\n').Select(line => line.Length == 0 ? line : "        " + line);
        return $"{source[..usings]}namespace Outer\n{{\n    public static partial class Holder\n    {{\n{string.Join('\n',
            lines)}\n    }}\n}}\n".ReplaceLineEndings("\r\n");
    }

    private static IEnumerable<Fault> Faults() => typeof(FaultClass).Assembly.GetTypes()
        .Select(type => type.GetField("Class", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FaultClass>()
        .SelectMany(one => one.Programs);
}
