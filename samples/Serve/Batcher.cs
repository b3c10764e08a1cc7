using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

namespace Serve;

/// <summary>
/// Computes concurrent requests together. A batch begins with the first request that waits and ends when it is full or when that request
/// has waited for the maximum delay. Without a delay it is what has arrived while the batch before it was computed. On shutdown it accepts
/// no further requests and answers those that wait.
/// </summary>
internal sealed class Batcher(KindPredictor predictor, ServeSettings settings) : BackgroundService
{
    private readonly Channel<Request> _queue = Channel.CreateBounded<Request>(
        new BoundedChannelOptions(settings.QueueLimit) { SingleReader = true });

    /// <summary>Whether requests are accepted.</summary>
    public bool IsReady => ExecuteTask is { IsCompleted: false } && !_queue.Reader.Completion.IsCompleted;

    /// <summary>Adds a request.</summary>
    /// <param name="line">The line, which is not empty.</param>
    /// <param name="cancellation">Withdraws the request; if its batch is not computed yet, it is left out.</param>
    /// <returns>The prediction; null if too many requests wait, or the service is shutting down.</returns>
    public Task<Prediction>? TryAdd(string line, CancellationToken cancellation)
    {
        var request = new Request(line, cancellation);
        if (!_queue.Writer.TryWrite(request))
        {
            return null;
        }

        ServeMetrics.Queue.Set(_queue.Reader.Count);
        return request.Answer.Task.WaitAsync(cancellation);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } working)
        {
            await working.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    // It ends with the queue, and not with the token, so that waiting requests are answered.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var batch = new List<Request>(settings.MaximumBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Gather(batch);
            ServeMetrics.Queue.Set(_queue.Reader.Count);
            batch.RemoveAll(request => request.Cancellation.IsCancellationRequested);
            if (batch.Count > 0)
            {
                Answer(batch);
            }

            batch.Clear();
        }
    }

    private async Task Gather(List<Request> batch)
    {
        using var patience = new CancellationTokenSource();
        var isWaiting = false;
        while (batch.Count < settings.MaximumBatch)
        {
            if (_queue.Reader.TryRead(out var request))
            {
                batch.Add(request);
                continue;
            }

            if (settings.MaximumDelay == 0 && batch.Count > 0)
            {
                return;
            }

            if (!isWaiting)
            {
                patience.CancelAfter(TimeSpan.FromMilliseconds(settings.MaximumDelay));
                isWaiting = true;
            }

            try
            {
                if (!await _queue.Reader.WaitToReadAsync(patience.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Answer(List<Request> batch)
    {
        ServeMetrics.BatchSize.Observe(batch.Count);
        try
        {
            var predictions = predictor.Predict(batch.ConvertAll(request => request.Line));
            for (var i = 0; i < batch.Count; i++)
            {
                ServeMetrics.Predictions.WithLabels(predictions[i].Kind).Inc();
                batch[i].Answer.TrySetResult(predictions[i]);
            }
        }
        catch (Exception failure)
        {
            // The requests of this batch fail; the service continues.
            batch.ForEach(request => request.Answer.TrySetException(failure));
        }
    }

    private sealed record Request(string Line, CancellationToken Cancellation)
    {
        public TaskCompletionSource<Prediction> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
