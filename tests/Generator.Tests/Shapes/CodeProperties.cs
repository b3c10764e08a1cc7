using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using Xunit;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>The C# of a dimension, compiled and run, has the value of the dimension; on a fixed sequence of random expressions.</summary>
public sealed class CodeProperties
{
    private const int Expressions = 3_000;

    // As the library has it; here so that this test needs the compiler alone.
    private const string DimMath = """
        namespace ModelGen
        {
            public static class DimMath
            {
                public static long FloorDiv(long a, long b) => a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
                public static long Mod(long a, long b) => a - b * FloorDiv(a, b);
            }
        }
        """;

    [Fact]
    public void CompiledCodeHasTheValueBesideAnyOperator()
    {
        var random = new PCG(5, 20_240_517);
        var dims = Enumerable.Range(0, Expressions)
            .Select(_ => Expression.Random.Generate(random, null, out var _))
            .Select(static expression => DimExpression.TryParse(expression.Text, out var dim, out _, out _) ? dim : Dim.One)
            .ToArray();
        var plain = Compile(dims);
        for (var i = 0; i < dims.Length; i++)
        {
            for (var j = 0; j < 8; j++)
            {
                long[] values = [random.Next(14), random.Next(14), random.Next(14), 1 + random.Next(40)];
                if (dims[i].Evaluate(Expression.Lookup(values)) is not { } expected)
                {
                    continue;
                }

                try
                {
                    var actual = plain(i, values);
                    Assert.True(
                        (100 * expected) - 7 == actual,
                        $"{dims[i]} is {expected} for {string.Join(", ", values)}, but 100 * {Code(dims[i])} - 7 is {actual}");
                }
                catch (DivideByZeroException)
                {
                    // C# may divide by zero where the canonical form has a value, never the other way round.
                    Assert.Fail($"{dims[i]} is {expected} for {string.Join(", ", values)}, but its code divides by zero");
                }
            }
        }
    }

    private static string Code(Dim dim) => dim.ToCode(static name => "_" + name);

    private static Func<int, long[], long> Compile(Dim[] dims)
    {
        var source = new StringBuilder(DimMath);
        source.AppendLine("public static class Compiled { public static long Run(int index, long[] v) { long _a = v[0], _b = v[1], "
            + "_c = v[2], _D = v[3]; switch (index) {");
        for (var i = 0; i < dims.Length; i++)
        {
            source.AppendLine($"case {i}: return F{i}(_a, _b, _c, _D);");
        }

        source.AppendLine("default: return 0; } }");
        for (var i = 0; i < dims.Length; i++)
        {
            source.AppendLine($"private static long F{i}(long _a, long _b, long _c, long _D) => checked(100L * {Code(dims[i])} - 7);");
        }

        source.AppendLine("}");
        var compilation = CSharpCompilation.Create(
            "Dimensions",
            [CSharpSyntaxTree.ParseText(source.ToString())],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(5)));
        return Assembly.Load(stream.ToArray()).GetType("Compiled")!.GetMethod("Run")!.CreateDelegate<Func<int, long[], long>>();
    }
}
