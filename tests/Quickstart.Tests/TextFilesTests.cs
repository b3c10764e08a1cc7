using System.IO;
using System.Text;
using Xunit;

namespace Quickstart.Tests;

public sealed class TextFilesTests
{
    [Fact]
    public void AFolderIsReadInOrdinalOrderWithoutWhatIsBuiltOrMachineWritten()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b.md", "b");
        folder.Write("B.txt", "B\r\n");
        folder.Write("a/z.cs", "z\n");
        folder.Write("a-b.cs", "a-b\n");
        folder.Write("c.verified.cs", "no");
        folder.Write("data.bin", "no");
        folder.Write("a/bin/x.cs", "no");
        folder.Write("obj/x.cs", "no");
        folder.Write(".git/x.md", "no");

        var (text, source) = TextFiles.Read(folder[""]);

        Assert.Equal("B\na-b\nz\nb\n", text);
        Assert.EndsWith("4 files", source);
    }

    [Fact]
    public void AFileOfAnyNameIsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text"], "Grüße\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("Grüße\n", TextFiles.Read(folder["text"]).Text);
    }

    [Fact]
    public void ByDefaultTheRepositoryIsRead()
    {
        var (text, source) = TextFiles.Read(null);

        Assert.Contains(nameof(ByDefaultTheRepositoryIsRead), text);
        Assert.StartsWith("this repository", source);
        // In two parts, because this file is read as well.
        Assert.Contains("# The " + "course", text);
        Assert.DoesNotContain("# 课" + "程", text);
    }

    [Fact]
    public void AFolderNamedLikeATranslationIsReadElsewhere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/course/zh/a.md", "一");

        Assert.Equal("一\n", TextFiles.Read(folder[""]).Text);
    }
}
