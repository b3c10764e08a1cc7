using System.IO;
using Xunit;

namespace Quickstart.Tests;

public sealed class OutputFolderTests
{
    [Fact]
    public void AFileAppearsInWholeOrNotAtAll()
    {
        using var folder = new TemporaryFolder();
        var output = new OutputFolder(folder["out"]);
        output.Write("weights", path => File.WriteAllText(path, "first"));

        var error = Assert.Throws<SampleException>(() => output.Write("weights", path =>
        {
            File.WriteAllText(path, "half of the sec");
            throw new IOException("The disk is full.");
        }));

        Assert.Equal($"The file '{output["weights"]}' cannot be written: The disk is full.", error.Message);
        Assert.Equal("first", File.ReadAllText(output["weights"]));
        Assert.Equal([output["weights"]], Directory.GetFileSystemEntries(folder["out"]));
    }

    [Fact]
    public void AFolderThatIsGoneMeanwhileIsMadeAgain()
    {
        using var folder = new TemporaryFolder();
        var output = new OutputFolder(folder["out"]);
        Directory.Delete(folder["out"]);

        Assert.Equal("learnt for hours", File.ReadAllText(output.Write("weights", path => File.WriteAllText(path, "learnt for hours"))));
    }
}
