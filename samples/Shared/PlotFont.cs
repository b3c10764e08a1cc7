using ModelGen.Training;

namespace Samples.Shared;

/// <summary>Bare containers have no font at all, and then a plot comes out without its words.</summary>
internal static class PlotFont
{
    /// <summary>Whether text can be drawn.</summary>
    public static bool Exists => TrainingPlots.HasFont;

    /// <summary>What to tell the user of a plot without words.</summary>
    public static string Advice(string plot) =>
        $"This machine has no font, so that {plot} has no labels; on Debian and Ubuntu 'apt-get install fonts-dejavu-core' brings one.";
}
