using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ModelGen.Training;

/// <summary>Batches that background threads prepare while the ones before are in use.</summary>
internal static class Prefetching
{
    /// <summary>
    /// Makes batches in parallel and gives them out in order. When the enumeration ends early, no thread works on and no batch is left
    /// behind.
    /// </summary>
    /// <param name="make">Makes a batch, on a background thread.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="end">The number of batches.</param>
    /// <param name="workers">The number of threads.</param>
    /// <param name="ahead">The largest number of batches that are ready or being made.</param>
    public static IEnumerable<TBatch> Ordered<TBatch>(Func<int, TBatch> make, int first, int end, int workers, int ahead)
    {
        using var stop = new CancellationTokenSource();
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var pending = new Queue<Task<TBatch>>();
        var next = first;
        try
        {
            Fill();
            while (pending.TryDequeue(out var task))
            {
                var batch = task.GetAwaiter().GetResult();
                Fill();
                yield return batch;
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var task in pending)
            {
                Discard(task);
            }
        }

        void Fill()
        {
            while (pending.Count < ahead && next < end)
            {
                var index = next++;
                pending.Enqueue(Task.Factory.StartNew(() => make(index), stop.Token, TaskCreationOptions.DenyChildAttach, scheduler));
            }
        }
    }

    private static void Discard<TBatch>(Task<TBatch> task)
    {
        try
        {
            BatchOperations.Dispose(task.GetAwaiter().GetResult());
        }
        catch (Exception)
        {
            // It was cancelled, or its failure comes after the reason for which the enumeration ended.
        }
    }
}
