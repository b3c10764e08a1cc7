using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Quickstart;

/// <summary>Where a run leaves what it made.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    /// <summary>Makes the folder if need be and tries whether files can be written to it, before any work is done.</summary>
    /// <exception cref="QuickstartException">They cannot.</exception>
    public OutputFolder(string path)
    {
        _path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(_path);
            var probe = Path.Combine(_path, Path.GetRandomFileName());
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new QuickstartException($"The output folder '{path}' cannot be written to: {e.Message}");
        }
    }

    /// <summary>Writes a model's weights as <c>NAME.dat</c>, which <c>load</c> reads, and returns the path.</summary>
    public string SaveWeights(Candidate candidate)
    {
        var path = Path.Combine(_path, candidate.Name + ".dat");
        candidate.Model.save(path);
        return path;
    }

    /// <summary>Writes which character has which id, without which weights are of no use, as a JSON array.</summary>
    public void SaveAlphabet(Alphabet alphabet) => File.WriteAllText(
        Path.Combine(_path, "alphabet.json"), JsonSerializer.Serialize(alphabet.Characters.Select(character => character.ToString())));

    /// <summary>Draws the loss curves as <c>training.png</c> and returns the path.</summary>
    public string SavePlot(IEnumerable<Curve> curves, double baseline)
    {
        var path = Path.Combine(_path, "training.png");
        LossPlot.Save(path, curves, baseline);
        return path;
    }
}
