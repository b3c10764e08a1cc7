using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ModelGen;
using ModelGen.Training;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>
/// What a chapter works with. Results are printed to the standard output; progress, and the names of pictures, to the error stream, so that
/// the output is the same each time.
/// </summary>
/// <param name="output">The folder for pictures.</param>
/// <param name="stop">Requests the end of the run.</param>
internal sealed class Lesson(OutputFolder output, CancellationToken stop)
{
    private readonly List<string> _pictures = [];

    /// <summary>The pictures that were saved.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>Saves a picture as PNG and as SVG.</summary>
    /// <param name="plot">The plot, which is disposed.</param>
    /// <param name="name">The name of the files without their extension.</param>
    public void Save(Plot plot, string name)
    {
        _pictures.Add(PlotFiles.Save(plot, output, name));
        Console.Error.WriteLine($"Picture: {_pictures[^1]} and .svg.{(PlotFont.Exists ? "" : " " + PlotFont.Advice("it"))}");
    }

    /// <summary>
    /// Trains a model with AdamW, a learning rate that rises for a tenth of the run and falls as a cosine, and gradients clipped to a norm
    /// of 1. Then the model is in evaluation mode.
    /// </summary>
    /// <param name="model">The model, with a declared loss.</param>
    /// <param name="batch">Creates a batch of an input and its target.</param>
    /// <param name="draw">Draws the input and the target of a step.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    /// <param name="observer">Is called after each step.</param>
    /// <exception cref="OperationCanceledException">The end of the run is requested.</exception>
    public void Train<TBatch>(
        ITrainable<TBatch, Tensor> model, Func<Tensor, Tensor, TBatch> batch, Func<(Tensor Input, Tensor Target)> draw, int steps,
        double learningRate = 1e-2, ITrainingObserver? observer = null)
    {
        Train(model, Next, steps, learningRate, observer);

        TBatch Next()
        {
            // What drawing leaves behind ends with the step; the trainer disposes the batch.
            using var scope = NewDisposeScope();
            var (input, target) = draw();
            return batch(input.DetachFromDisposeScope(), target.DetachFromDisposeScope());
        }
    }

    /// <summary>Trains a model in the same way on batches of any kind.</summary>
    /// <param name="model">The model, with a declared loss.</param>
    /// <param name="draw">Draws the batch of a step, which the trainer disposes.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    /// <param name="observer">Is called after each step.</param>
    /// <exception cref="OperationCanceledException">The end of the run is requested.</exception>
    public void Train<TBatch>(
        ITrainable<TBatch, Tensor> model, Func<TBatch> draw, int steps, double learningRate = 1e-2, ITrainingObserver? observer = null)
    {
        var module = (nn.Module)model;
        using var optimizer = ParameterGroups.AdamW(module, learningRate);
        var trainer = Trainer.Create(model, optimizer, new()
        {
            Steps = steps, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(warmUp: 0.1), ShowProgress = false, StopOnCtrlC = false,
        });
        trainer.Observers.Add(new ProgressLines(Console.Error));
        if (observer is not null)
        {
            trainer.Observers.Add(observer);
        }

        trainer.Fit(BatchSource.From(_ => Enumerable.Repeat(draw, int.MaxValue).Select(next => next())), cancellation: stop);
        stop.ThrowIfCancellationRequested();
        module.eval();
    }
}
