using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Creates trainers, with the types found by the compiler.</summary>
public static class Trainer
{
    /// <summary>Creates a trainer of a declared model with a loss and one output.</summary>
    /// <typeparam name="TBatch">The batch of the model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters.</param>
    /// <param name="options">How long and how to train.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the model is not a TorchSharp module.</exception>
    public static Trainer<nn.Module, TBatch> Create<TBatch>(
        ITrainable<TBatch, Tensor> model, optim.Optimizer optimizer, TrainerOptions options) =>
        Create(model, optimizer, static output => output, options);

    /// <summary>Creates a trainer of a declared model with a loss and several outputs.</summary>
    /// <typeparam name="TBatch">The batch of the model.</typeparam>
    /// <typeparam name="TOutputs">The outputs of the model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters.</param>
    /// <param name="measured">Selects the output that metrics are computed from.</param>
    /// <param name="options">How long and how to train.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the model is not a TorchSharp module.</exception>
    public static Trainer<nn.Module, TBatch> Create<TBatch, TOutputs>(
        ITrainable<TBatch, TOutputs> model, optim.Optimizer optimizer, Func<TOutputs, Tensor> measured, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(measured);
        var module = model as nn.Module
            ?? throw new ArgumentException($"{model.GetType().Name} is not a TorchSharp module: derive it from nn.Module.", nameof(model));
        return new(module, optimizer, Loss, options);

        (Tensor Loss, Tensor Outputs) Loss(nn.Module _, TBatch batch)
        {
            var (loss, outputs) = model.LossAndOutputs(batch);
            return (loss, measured(outputs));
        }
    }

    /// <summary>Creates a trainer whose loss function also returns the outputs, from which metrics are computed.</summary>
    /// <typeparam name="TModel">The type of the module.</typeparam>
    /// <typeparam name="TBatch">The type of a batch.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters.</param>
    /// <param name="loss">Computes the mean loss of a batch, a scalar, and the outputs.</param>
    /// <param name="options">How long and how to train.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Trainer<TModel, TBatch> Create<TModel, TBatch>(
        TModel model, optim.Optimizer optimizer, Func<TModel, TBatch, (Tensor Loss, Tensor Outputs)> loss, TrainerOptions options)
        where TModel : nn.Module => new(model, optimizer, loss, options);

    /// <summary>Creates a trainer whose loss function returns nothing else.</summary>
    /// <typeparam name="TModel">The type of the module.</typeparam>
    /// <typeparam name="TBatch">The type of a batch.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters.</param>
    /// <param name="loss">Computes the mean loss of a batch, a scalar.</param>
    /// <param name="options">How long and how to train.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Trainer<TModel, TBatch> Create<TModel, TBatch>(
        TModel model, optim.Optimizer optimizer, Func<TModel, TBatch, Tensor> loss, TrainerOptions options)
        where TModel : nn.Module => new(model, optimizer, loss, options);
}

/// <summary>Trains a module of TorchSharp, whether it is generated or written by hand.</summary>
/// <typeparam name="TModel">The type of the module.</typeparam>
/// <typeparam name="TBatch">
/// The type of a batch: an <see cref="IBatch{TSelf}"/> such as <see cref="Batch"/>, or anything else that the loss function understands,
/// such as a tuple of tensors. The trainer disposes
/// the batches, and moves an <see cref="IBatch{TSelf}"/> to the device of the model.
/// </typeparam>
public sealed class Trainer<TModel, TBatch>
    where TModel : nn.Module
{
    private readonly BatchLoss<TModel, TBatch> _loss;
    private readonly List<TrackedMetric<TBatch>> _metrics = [];
    private readonly List<RateGroup> _groups;

    /// <summary>Creates a trainer whose loss function also returns the outputs, from which metrics are computed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters; the caller disposes it after the trainer is used.</param>
    /// <param name="loss">Computes the mean loss of a batch, a scalar, and the outputs. What it creates is disposed by the trainer.</param>
    /// <param name="options">How long and how to train.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Trainer(
        TModel model, optim.Optimizer optimizer, Func<TModel, TBatch, (Tensor Loss, Tensor Outputs)> loss, TrainerOptions options)
        : this(optimizer, options, new BatchLoss<TModel, TBatch>(NotNull(model), NotNull(options).Precision, Wrap(NotNull(loss))))
    {
    }

    /// <summary>Creates a trainer whose loss function returns nothing else.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer, which has the model's parameters; the caller disposes it after the trainer is used.</param>
    /// <param name="loss">Computes the mean loss of a batch, a scalar. What it creates is disposed by the trainer.</param>
    /// <param name="options">How long and how to train.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Trainer(TModel model, optim.Optimizer optimizer, Func<TModel, TBatch, Tensor> loss, TrainerOptions options)
        : this(optimizer, options, new BatchLoss<TModel, TBatch>(NotNull(model), NotNull(options).Precision, Wrap(NotNull(loss))))
    {
    }

    private Trainer(optim.Optimizer optimizer, TrainerOptions options, BatchLoss<TModel, TBatch> loss)
    {
        (Optimizer, Options, _loss) = (NotNull(optimizer), NotNull(options), loss);
        options.Validate();
        _groups = [.. optimizer.ParamGroups.Select(group => new RateGroup(group, group.LearningRate))];
    }

    /// <summary>The model.</summary>
    public TModel Model => _loss.Model;

    /// <summary>The optimizer.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>How long and how the model is trained.</summary>
    public TrainerOptions Options { get; }

    /// <summary>The observers of the runs, in the order in which they are called.</summary>
    public IList<ITrainingObserver> Observers { get; } = [];

    /// <summary>
    /// Computes a metric at each evaluation on the validation data, and on the training data from the outputs of the training steps. The
    /// latter needs no second forward pass: the model is in training mode, and its weights change during the epoch.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="target">What the outputs of a batch are compared with. The batch is on the device of the model.</param>
    /// <param name="name">What the values are called; the metric's own name if it is not given.</param>
    /// <returns>This trainer.</returns>
    /// <exception cref="ArgumentException">
    /// There is a metric of that name already, or the name is not usable as the name of a column.
    /// </exception>
    public Trainer<TModel, TBatch> Track(IMetric metric, Func<TBatch, Tensor> target, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(target);
        name ??= metric.Name;
        if (name == TrainerOptions.Loss || _metrics.Exists(other => other.Name == name))
        {
            throw new ArgumentException($"There is a measure called '{name}' already: give this one another name.", nameof(name));
        }

        if (HistoryFile.IsReserved(name))
        {
            throw new ArgumentException(
                $"A metric cannot be called '{name}', because the history has a column of that name or cannot have one: give it another "
                + "name.", nameof(name));
        }

        _metrics.Add(new(name, metric, target));
        return this;
    }

    /// <summary>Trains the model and leaves it in evaluation mode.</summary>
    /// <param name="train">The training data.</param>
    /// <param name="validation">The data that the model is evaluated on.</param>
    /// <param name="resume">
    /// Whether to resume the run in <see cref="TrainerOptions.RunFolder"/>, if it contains one. On one thread of the CPU, a resumed run
    /// gives bit for bit the results of an uninterrupted run.
    /// </param>
    /// <param name="cancellation">
    /// Stops the run after the current step. The model and the run folder then contain the weights after this step.
    /// </param>
    /// <returns>The reason why the run ended, and its history.</returns>
    /// <exception cref="NonFiniteLossException">The loss is infinite or not a number.</exception>
    /// <exception cref="TrainingException">
    /// The data are empty, the run folder cannot be used or written, or it belongs to another model or other data.
    /// </exception>
    public FitResult Fit(
        IBatchSource<TBatch> train, IBatchSource<TBatch>? validation = null, bool resume = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (resume && Options.RunFolder is null)
        {
            throw new ArgumentException("A run is resumed from its folder: set RunFolder.", nameof(resume));
        }

        var evaluation = new Evaluation<TModel, TBatch>(_loss, _metrics);
        var monitor = Monitor();
        if (validation is null && monitor.Name != TrainerOptions.Loss)
        {
            throw new ArgumentException(
                $"The metric '{monitor.Name}' is monitored, but there are no validation data to compute it on.", nameof(validation));
        }

        if (Options.KeepFreedMemory)
        {
            HostMemory.KeepFreed();
        }

        using var interruption = Options.StopOnCtrlC
            ? new Interruption(() => Console.Error.WriteLine("Stopping after this step; Ctrl-C again ends the program at once.")) : null;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, interruption?.Token ?? CancellationToken.None);
        var loop = new TrainingLoop<TModel, TBatch>(
            Options, _loss, Optimizer, _groups, new TrainingMetrics<TBatch>(_metrics), evaluation, monitor, train, validation);
        return Options.ShowProgress
            ? ConsoleDisplay.Show(display => loop.Run([display, .. Observers], resume, both.Token))
            : loop.Run([.. Observers], resume, both.Token);
    }

    /// <summary>Measures the model on data, in evaluation mode and without gradients.</summary>
    /// <param name="data">The data.</param>
    /// <returns>The mean loss over all examples as <c>loss</c>, and each metric by its name.</returns>
    /// <exception cref="TrainingException">The data are empty.</exception>
    public IReadOnlyDictionary<string, double> Evaluate(IBatchSource<TBatch> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new Evaluation<TModel, TBatch>(_loss, _metrics).Run(data);
    }

    private MonitoredValue Monitor()
    {
        if (Options.Monitor == TrainerOptions.Loss)
        {
            return new(TrainerOptions.Loss, HigherIsBetter: false, Options.MinimumImprovement);
        }

        var metric = _metrics.Find(metric => metric.Name == Options.Monitor)
            ?? throw new ArgumentException(
                $"'{Options.Monitor}' is monitored, but no metric of that name is tracked: track it, or set Monitor to one of "
                + $"{string.Join(", ", _metrics.Select(known => known.Name).Prepend(TrainerOptions.Loss))}.");
        return new(metric.Name, metric.Metric.HigherIsBetter, Options.MinimumImprovement);
    }

    private static Func<TModel, TBatch, (Tensor, Tensor?)> Wrap(Func<TModel, TBatch, (Tensor, Tensor)> loss) => (model, batch) =>
        loss(model, batch);

    private static Func<TModel, TBatch, (Tensor, Tensor?)> Wrap(Func<TModel, TBatch, Tensor> loss) => (model, batch) =>
        (loss(model, batch), null);

    private static T NotNull<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
