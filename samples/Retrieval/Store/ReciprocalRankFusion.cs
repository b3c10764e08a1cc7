using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>
/// Reciprocal-rank fusion (Cormack, Clarke and Büttcher 2009): a result scores the sum of 1 / (60 + rank) over the lists that have it.
/// The scores of the lists need no common scale.
/// </summary>
internal static class ReciprocalRankFusion
{
    private const int K = 60;

    /// <summary>Combines ranked lists of ids.</summary>
    /// <returns>The ids with their scores, best first.</returns>
    public static IReadOnlyList<(long Id, double Score)> Combine(params IEnumerable<IEnumerable<long>> lists) =>
    [
        .. lists.SelectMany(list => list.Select((id, index) => (Id: id, Score: 1.0 / (K + index + 1))))
            .GroupBy(one => one.Id)
            .Select(group => (Id: group.Key, Score: group.Sum(one => one.Score)))
            .OrderByDescending(one => one.Score).ThenBy(one => one.Id),
    ];
}
