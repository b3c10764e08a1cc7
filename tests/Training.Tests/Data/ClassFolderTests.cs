using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Training.Tests.Data;

/// <summary>A folder with one subfolder per class.</summary>
public sealed class ClassFolderTests
{
    [Fact]
    public void Each_file_has_the_class_of_its_subfolder()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "dog/2.png", "dog/1.PNG", "dog/notes.txt", "cat/deep/3.png");

        var files = ClassFolders.Read(folder.Path, ".png");

        Assert.Equal(["cat", "dog"], files.Classes.Names);
        Assert.Equal(
            [("3.png", 0L), ("1.PNG", 1), ("2.png", 1)],
            files.AsEnumerable().Select(file => (Path.GetFileName(file.Path), file.Label)));
        Assert.Equal(4, ClassFolders.Read(folder.Path).Count);
    }

    [Fact]
    public void Another_file_has_another_fingerprint()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1", "b/1");
        var before = ClassFolders.Read(folder.Path).Fingerprint;
        Assert.Equal(before, ClassFolders.Read(folder.Path).Fingerprint);
        File.WriteAllText(folder["b/1"], "longer content");
        Assert.NotEqual(before, ClassFolders.Read(folder.Path).Fingerprint);
    }

    [Fact]
    public void A_folder_without_classes_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("cannot be read", Refusal(folder["none"]));
        Write(folder, "a/1.png");
        Assert.Equal(
            $"'{folder.Path}' has 1 subfolders, and a classifier needs at least two: one per class.", Refusal(folder.Path));
        Write(folder, "b/1.jpg");
        Assert.Equal($"'{folder["b"]}' has no .png file.", Refusal(folder.Path));
    }

    private static string Refusal(string path) => Assert.Throws<TrainingException>(() => ClassFolders.Read(path, ".png")).Message;

    private static void Write(TemporaryFolder folder, params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.WriteAllText(folder[file], "content");
        }
    }
}
