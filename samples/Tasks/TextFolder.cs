using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Training;

namespace Tasks;

/// <summary>Reads a user's own texts.</summary>
internal static class TextFolder
{
    /// <summary>Reads each line of the files of a folder with one subfolder per language.</summary>
    /// <param name="path">The folder. Lines of one number in files of one name are a group, as translations are stored.</param>
    /// <param name="maximumBytes">The number of bytes after which a line is cut.</param>
    /// <exception cref="SampleException">A file is not text.</exception>
    public static IReadOnlyList<LabeledText> Read(string path, int maximumBytes)
    {
        var files = ClassFolders.Read(path);
        return
        [
            .. files.AsEnumerable().SelectMany(file => Lines(file.Path).Select((line, number) => new LabeledText(
                Cut(line, maximumBytes), files.Classes.Names[(int)file.Label], $"{System.IO.Path.GetFileName(file.Path)} {number}")))
                .Where(text => text.Bytes.Length > 0)
                .DistinctBy(text => (text.Language, Encoding.UTF8.GetString(text.Bytes))),
        ];
    }

    /// <summary>Returns the UTF-8 bytes of a text, cut at the start of a character.</summary>
    public static byte[] Cut(string text, int maximumBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = Math.Min(bytes.Length, maximumBytes);
        while (end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return bytes[..end];
    }

    private static string[] Lines(string file) => TextFiles.TryRead(file, out var text, out var problem)
        ? Array.ConvertAll(text.Split('\n'), line => line.Trim())
        : throw new SampleException($"The file '{file}' is not text{problem}.");
}
