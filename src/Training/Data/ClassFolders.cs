using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Training;

/// <summary>The files of a folder that has one subfolder per class, such as <c>cat/1.png</c> and <c>dog/2.png</c>.</summary>
public sealed class ClassFolders : IDataset<LabeledFile>
{
    private readonly LabeledFile[] _files;
    private readonly Lazy<string> _fingerprint;

    private ClassFolders(ClassNames classes, LabeledFile[] files, string root)
    {
        (Classes, _files) = (classes, files);
        _fingerprint = new(() => Fingerprints.OfParts(
            [.. files.Select(file => Path.GetRelativePath(root, file.Path).Replace('\\', '/') + new FileInfo(file.Path).Length)]));
    }

    /// <summary>The names of the subfolders, in ordinal order.</summary>
    public ClassNames Classes { get; }

    /// <inheritdoc/>
    public int Count => _files.Length;

    /// <summary>A text that depends on the names and the lengths of the files.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public LabeledFile this[int index] => _files[index];

    /// <summary>Lists the files, also those in folders within the subfolders, without reading them.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="extensions">The extensions of the files, such as <c>.png</c>, in any case; all files if none is given.</param>
    /// <returns>The files, class by class in ordinal order of their paths.</returns>
    /// <exception cref="TrainingException">
    /// The folder cannot be read, has fewer than two subfolders, or a subfolder has no such file.
    /// </exception>
    public static ClassFolders Read(string path, params string[] extensions)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(extensions);
        try
        {
            var folders = Directory.GetDirectories(path).ToDictionary(folder => Path.GetFileName(folder), StringComparer.Ordinal);
            if (folders.Count < 2)
            {
                throw new TrainingException(
                    $"'{path}' has {folders.Count} subfolders, and a classifier needs at least two: one per class.");
            }

            var classes = ClassNames.Of(folders.Keys);
            return new(classes, [.. classes.Names.SelectMany((name, label) => Files(folders[name], label, extensions))], path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"'{path}' cannot be read: {cause.Message}", cause);
        }
    }

    private static IEnumerable<LabeledFile> Files(string folder, int label, string[] extensions)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => extensions.Length == 0 || extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Select(file => new LabeledFile(file, label)).ToList();
        return files.Count > 0
            ? files
            : throw new TrainingException(
                $"'{folder}' has no {(extensions.Length == 0 ? "file" : string.Join(" or ", extensions) + " file")}.");
    }
}

/// <summary>A file and its class.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Label">The number of the class, from 0.</param>
public readonly record struct LabeledFile(string Path, long Label);
