using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>The batches of each optimizer step.</summary>
internal static class BatchGroups
{
    /// <summary>
    /// Takes batches together. The consumer disposes those of each group; what is not handed out yet is disposed when the enumeration ends
    /// early.
    /// </summary>
    public static IEnumerable<IReadOnlyList<TBatch>> Of<TBatch>(IEnumerable<TBatch> batches, int size)
    {
        List<TBatch> group = [];
        try
        {
            foreach (var batch in batches)
            {
                group.Add(batch);
                if (group.Count == size)
                {
                    var whole = group;
                    group = [];
                    yield return whole;
                }
            }

            if (group.Count > 0)
            {
                var rest = group;
                group = [];
                yield return rest;
            }
        }
        finally
        {
            group.ForEach(BatchOperations.Dispose);
        }
    }
}
