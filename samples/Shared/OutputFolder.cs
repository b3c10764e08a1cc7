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

    /// <summary>Writes a file in whole or not at all: what an earlier run left there stays until the new one is complete.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="write">Writes it to the path that it is given.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="SampleException">It cannot be written.</exception>
    public string Write(string file, Action<string> write)
    {
        var path = this[file];
        var temporary = this[$".{Path.GetRandomFileName()}.{file}"];
        try
        {
            // Minutes may have passed since it was made.
            Directory.CreateDirectory(_path);
            write(temporary);
            File.Move(temporary, path, overwrite: true);
            return path;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The file '{path}' cannot be written: {e.Message}");
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
