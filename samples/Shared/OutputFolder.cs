using System;
using System.IO;

namespace Samples.Shared;

/// <summary>Where a run leaves what it made.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    /// <summary>Makes the folder if need be and tries whether files can be written to it, before any work is done.</summary>
    /// <exception cref="SampleException">They cannot.</exception>
    public OutputFolder(string path)
    {
        _path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(_path);
            var probe = this[Path.GetRandomFileName()];
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The output folder '{path}' cannot be written to: {e.Message}");
        }
    }

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => Path.Combine(_path, file);
}
