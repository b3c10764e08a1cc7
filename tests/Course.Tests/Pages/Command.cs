using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Course.Tests;

/// <summary>A command line of a page that runs a sample.</summary>
/// <param name="Sample">The name of the sample.</param>
/// <param name="Arguments">What it is given.</param>
internal sealed partial record Command(string Sample, string[] Arguments)
{
    /// <summary>The chapter that it runs.</summary>
    public Chapter Chapter => Contents.Chapters.Single(chapter => chapter.Name == Arguments[0]);

    /// <summary>Reads a command line.</summary>
    public static Command Parse(string line)
    {
        var match = Pattern().Match(line.TrimEnd('\n'));
        Assert.True(match.Success, $"Not a command of a sample: {line}");
        var command = new Command(match.Groups["sample"].Value, match.Groups["arguments"].Value.Split(' '));
        Assert.True(Repository.Exists($"samples/{command.Sample}/{command.Sample}.csproj"), line);
        return command;
    }

    [GeneratedRegex("^dotnet run -c Release --project samples/(?<sample>[A-Za-z]+) -- (?<arguments>[^\n]+)$")]
    private static partial Regex Pattern();
}
