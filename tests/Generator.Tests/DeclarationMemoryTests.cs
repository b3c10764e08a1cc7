using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Parse;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Which declarations an edit makes the generator read again: one that was remembered is the same object.</summary>
public sealed class DeclarationMemoryTests
{
    private static readonly string[] _project =
    [
        "[Model, Input(\"B\", \"D\"), Linear(\"D\")] public partial class Block;",
        "[Model, Input(\"B\", 8), Block<Block>, Linear(2)] public partial class User;",
        "[Model, Input(\"B\", 8), Linear(Sizes.Width)] public partial class Other;",
        "static class Sizes { public const int Width = 4; public static int F() { return 1; } }",
    ];

    [Theory]
    [InlineData("return 1;", "return 2;")]
    [InlineData("static class Sizes {", "static class Sizes { /* of layers */")]
    [InlineData("static class Sizes", "[System.Obsolete] static class Sizes")]
    [InlineData("Linear(2)", "Linear(3)", "User")]
    [InlineData("Linear(\"D\")", "Linear(\"2*D\")", "Block", "User")]
    [InlineData("Width = 4", "Width = 5", "Block", "User", "Other")]
    [InlineData("int F()", "int G()", "Block", "User", "Other")]
    public void ReadsOnlyWhatMayHaveChanged(string old, string @new, params string[] models)
    {
        DeclarationMemory memory = new();
        var project = Compile.Project(_project);
        ImmutableArray<Declaration> before = memory.Read(project, TestContext.Current.CancellationToken);
        ImmutableArray<Declaration> after = memory.Read(Edit.Replace(old, @new).Apply(project), TestContext.Current.CancellationToken);
        IEnumerable<string> read = after.Where((declaration, i) => !ReferenceEquals(declaration, before[i])).Select(declaration => declaration.Type.Name);
        Assert.Equal(models, read);
    }
}
