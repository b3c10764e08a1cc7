using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A message stays one readable line whatever it repeats.</summary>
public sealed class MessageTextTests
{
    [Theory]
    [InlineData("Linear(4, In = 500) expects 500 features.", "Linear(4, In = 500) expects 500 features.")]
    [InlineData("a\nb\r\tc\0d", "a\\nb\\r\\tc\\0d")]
    [InlineData("\u202Eturned\u2028\u0007", "\\u202eturned\\u2028\\u0007")]
    [InlineData("whole \ud83d\ude00, é, 层 …", "whole \ud83d\ude00, é, 层 …")]
    public void ControlCharactersAreEscaped(string message, string expected) => Assert.Equal(expected, MessageText.Clean(message));

    // No attribute can hold half of a pair.
    [Fact]
    public void HalfOfASurrogatePairIsEscaped() => Assert.Equal("\\ud83d of a pair \\udc00", MessageText.Clean("\ud83d of a pair \udc00"));

    [Fact]
    public void ALongNameKeepsBothEnds() =>
        Assert.Equal($"'Start{new string('x', 35)}…{new string('x', 13)}End' is long.",
            MessageText.Clean($"'Start{new string('x', 500)}End' is long."));

    [Fact]
    public void ALongMessageKeepsTheFactAndTheRepair()
    {
        string clean = MessageText.Clean("The fact: " + string.Concat(Enumerable.Repeat("and so on ", 1000)) + "write the repair.");
        Assert.StartsWith("The fact: and so on", clean);
        Assert.EndsWith("write the repair.", clean);
        Assert.True(clean.Length <= 1200);
    }

    [Fact]
    public async Task NamesOfTheUserAreShortenedAndEscaped()
    {
        string name = "Net" + new string('x', 2000);
        var reported = await Diagnostics.Of([$"[Model, Input(\"B\", 8, Name = \"a\\n\\0b\"), Linear(4)] public partial class {name}; "
            + $"[Model, Input(\"B\", 8)] public class {name}2;"]);
        string[] messages = [.. reported.Where(diagnostic => diagnostic.Id.StartsWith("MG", System.StringComparison.Ordinal))
            .Select(diagnostic => diagnostic.GetMessage())];
        Assert.Equal(3, messages.Length);
        Assert.All(messages, message => Assert.DoesNotContain(message, char.IsControl));
        Assert.All(messages, message => Assert.True(message.Length < 400, message));
        Assert.Contains("a\\n\\0b", messages[0]);
    }

    /// <summary>A comment that shows a shape repeats the stage's name and the shape.</summary>
    [Fact]
    public async Task TheMessageOfAStaleCommentIsCleaned()
    {
        string name = "stage" + new string('x', 2000);
        var reported = await Diagnostics.Of(["[Model, Input(\"B\", 8)] public partial class Net {\n    /// "
            + $"<summary><c>(B, 5)</c>.</summary>\n    [Linear(4)] internal Stage {name};\n}}"]);
        string message = Assert.Single(reported, diagnostic => diagnostic.Id == "MG0301").GetMessage();
        Assert.True(message.Length < 400, message);
    }

    /// <summary>The title of a repair goes into a menu.</summary>
    [Fact]
    public async Task TitlesAreCleaned()
    {
        string name = "Net" + new string('x', 2000);
        var reported = await Diagnostics.Of([$"[Model, Input(\"B\", 8), Linear(4)] public class {name};"]);
        var repair = Assert.Single(RepairProperties.Read(Assert.Single(reported, diagnostic => diagnostic.Id == "MG0001").Properties));
        Assert.True(repair.Title.Length < 100, repair.Title);
    }

    /// <summary>The characters that separate the parts of a repair may be part of a wrong name.</summary>
    [Fact]
    public void ARepairThatCannotBeCarriedIsLeftOut()
    {
        var spelled = Repair.Spell(Site.Class, "a\u001fb", "ab");
        Assert.Empty(RepairProperties.Read(RepairProperties.Write(new[] { spelled }.ToEquatableArray())));
    }

    /// <summary>Diagnostics and code actions have one place each where they are created, and these clean what they show.</summary>
    [Fact]
    public void EveryMessageAndTitleIsCleaned()
    {
        string[] creators = [.. new[] { "src/Generator", "src/CodeFixes", "src/Completion" }
            .SelectMany(folder => Directory.EnumerateFiles(Document.FullPath(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/") && Regex.IsMatch(File.ReadAllText(file), @"\b(Diagnostic|CodeAction)\.Create\("))
            .Select(file => Path.GetFileName(file))
            .Order(System.StringComparer.Ordinal)];
        Assert.Equal(["Actions.cs", "DiagnosticFactory.cs"], creators);
    }
}
