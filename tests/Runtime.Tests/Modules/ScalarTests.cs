using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchSharp;
using Xunit;

namespace ModelGen.Runtime.Tests;

/// <summary>Numbers that operations take outlive the operation.</summary>
public sealed partial class ScalarTests
{
    [Fact]
    public void ANumberIsKept()
    {
        var references = References();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.All(references, reference => Assert.True(reference.IsAlive));
        Assert.Same(Scalars.One, Scalars.Of(1));
        Assert.Equal(0.3, Scalars.Of(0.3).ToDouble());
        Assert.Equal(double.NegativeInfinity, Scalars.Of(double.NegativeInfinity).ToDouble());
        Assert.Equal(torch.ScalarType.Int64, Scalars.Of(7).Type);
    }

    // A number written into the call is made for it, and nothing refers to it any more while libtorch reads it.
    [Fact]
    public void TheRuntimeMakesNoNumbersForACall()
    {
        var runtime = Path.Combine(Path.GetDirectoryName(Place())!, "..", "..", "..", "src", "Runtime");
        var found = Directory.GetFiles(runtime, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file)
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Made().IsMatch(line))
                .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> References(int count = 3) =>
        Enumerable.Range(0, count).Select(i => new WeakReference(Scalars.Of(0.125 + i))).ToList();

    private static string Place([CallerFilePath] string file = "") => file;

    // Operations that take a number, with a literal; and the two that make one inside.
    [GeneratedRegex(@"\.(add_?|sub_?|mul_?|div_?|pow_?|fill_|eq|ne|lt|le|gt|ge|clamp_?|leaky_relu_?)\(-?\d|masked_fill_?\(\w+, -?\d|\.square\(|\barange\((?!Scalars)")]
    private static partial Regex Made();
}
