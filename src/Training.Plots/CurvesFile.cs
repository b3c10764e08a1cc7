using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>Keeps a picture of the curves of a run in a file, which is drawn again for each row of the history.</summary>
public sealed class CurvesFile : ITrainingObserver
{
    private readonly string _path;
    private readonly PlotOptions _options;
    private readonly List<HistoryRow> _history = [];

    /// <summary>Creates the observer.</summary>
    /// <param name="path">The file, <c>.png</c> or <c>.svg</c>.</param>
    /// <param name="options">How the picture is drawn; the title is the name of the model by default.</param>
    /// <exception cref="ArgumentException">The extension of the file is neither .png nor .svg.</exception>
    public CurvesFile(string path, PlotOptions? options = null)
    {
        PictureFile.RequireFormat(path);
        (_path, _options) = (path, options ?? new());
    }

    /// <inheritdoc/>
    public void OnStart(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _history.Clear();
        _history.AddRange(start.History);
        Title = _options.Title ?? start.Model;
    }

    /// <inheritdoc/>
    public void OnHistory(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _history.Add(row);
        TrainingPlots.SaveCurves(_path, _history, _options with { Title = Title });
    }

    private string? Title { get; set; }
}
