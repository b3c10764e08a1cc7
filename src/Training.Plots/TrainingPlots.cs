using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SkiaSharp;

namespace ModelGen.Training;

/// <summary>Draws pictures of runs. The extension of the file, <c>.png</c> or <c>.svg</c>, decides the format.</summary>
public static class TrainingPlots
{
    /// <summary>Whether the machine has a font. Bare containers have none; pictures then have no words and numbers.</summary>
    public static bool HasFont => SKTypeface.Default.ContainsGlyph('a');

    /// <summary>
    /// Draws the history of a run: a panel for the loss, one for each metric and one for the learning rate, with a curve for the training
    /// data and one for the validation data.
    /// </summary>
    /// <param name="path">The file, which is replaced when the new one is complete.</param>
    /// <param name="history">The rows.</param>
    /// <param name="options">How the picture is drawn.</param>
    /// <exception cref="ArgumentException">The history is empty, or the extension of the file is neither .png nor .svg.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveCurves(string path, IReadOnlyList<HistoryRow> history, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Count == 0)
        {
            throw new ArgumentException("The history has no row: there is nothing to draw.", nameof(history));
        }

        PictureFile.Save(path, CurvesPicture.Draw(history, options ?? new()));
    }

    /// <summary>
    /// Draws a confusion matrix: a row per true class, colored by the fraction of its examples per predicted class, with the numbers of
    /// examples.
    /// </summary>
    /// <param name="path">The file, which is replaced when the new one is complete.</param>
    /// <param name="counts">The numbers of examples, targets by rows and predictions by columns, as <see cref="ConfusionMatrix.Counts"/>
    /// returns them.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="options">How the picture is drawn.</param>
    /// <exception cref="ArgumentException">The matrix is not a square of as many rows as there are names, or the extension of the file is
    /// neither .png nor .svg.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveConfusionMatrix(string path, long[,] counts, IReadOnlyList<string> classes, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || counts.GetLength(0) != classes.Count || counts.GetLength(1) != classes.Count)
        {
            throw new ArgumentException(
                $"The confusion matrix has {counts.GetLength(0)} rows and {counts.GetLength(1)} columns, and there are {classes.Count} "
                + "names of classes: all three must be the same, and more than 0.", nameof(counts));
        }

        if (counts.Cast<long>().Any(count => count < 0))
        {
            throw new ArgumentException("The confusion matrix has a negative number of examples.", nameof(counts));
        }

        PictureFile.Save(path, ConfusionPicture.Draw(counts, classes, options ?? new()));
    }
}
