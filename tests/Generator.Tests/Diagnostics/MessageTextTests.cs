using System.Linq;
using System.Threading.Tasks;
using ModelGen.Generator.Diagnostics;
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
        Assert.Equal($"'Start{new string('x', 35)}…{new string('x', 13)}End' is long.", MessageText.Clean($"'Start{new string('x', 500)}End' is long."));

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
        var reported = await Diagnostics.Of([$"[Model, Input(\"B\", 8, Name = \"a\\n\\0b\"), Linear(4)] public partial class {name}; [Model, Input(\"B\", 8)] public class {name}2;"]);
        string[] messages = [.. reported.Where(diagnostic => diagnostic.Id.StartsWith("MG", System.StringComparison.Ordinal)).Select(diagnostic => diagnostic.GetMessage())];
        Assert.Equal(3, messages.Length);
        Assert.All(messages, message => Assert.DoesNotContain(message, char.IsControl));
        Assert.All(messages, message => Assert.True(message.Length < 400, message));
        Assert.Contains("a\\n\\0b", messages[0]);
    }
}
