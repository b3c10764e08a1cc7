using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Layers;

/// <summary>
/// Computes sums of products in the notation of <c>torch.einsum</c>: by a product of matrices where the equation is one, and by the
/// operator Einsum otherwise.
/// </summary>
internal static class EinsumGraph
{
    private const string Ellipsis = "...";

    /// <summary>Computes an equation.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="equation">The equation: <c>bqd,bkd->bqk</c>, also with <c>...</c> or without a result.</param>
    /// <param name="operands">The operands.</param>
    public static Value Compute(GraphBuilder graph, string equation, IReadOnlyList<Value> operands)
    {
        var (terms, result, covered) = Parse(equation, operands);
        return Product(graph, terms, result, covered, operands) ?? Sum(graph, terms, result, operands);
    }

    // One letter for each axis. The runtime's operator knows "..." only where each operand and the result have it.
    private static (string[] Terms, string Result, string Covered) Parse(string equation, IReadOnlyList<Value> operands)
    {
        var sides = equation.Replace(" ", string.Empty, StringComparison.Ordinal).Split("->");
        var written = sides[0].Split(',');
        var free = new Queue<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".Except(equation));
        var counts = written.Zip(operands, (term, operand) => term.Contains(Ellipsis, StringComparison.Ordinal)
            ? operand.Rank - (term.Length - Ellipsis.Length)
            : 0).ToList();
        var covered = new string([.. Enumerable.Range(0, counts.Max()).Select(_ => free.Dequeue())]);

        // Without "->" the result has "..." and then, in the order of their codes, the letters that occur once.
        var result = sides.Length > 1 ? sides[1] : (sides[0].Contains(Ellipsis, StringComparison.Ordinal) ? Ellipsis : string.Empty)
            + new string([.. sides[0].Where(char.IsLetter).GroupBy(letter => letter).Where(group => group.Count() == 1)
                .Select(group => group.Key).Order()]);
        return ([.. written.Zip(counts, Expand)], Expand(result, covered.Length), covered);

        // Fewer axes are the last ones.
        string Expand(string term, int count) => term.Replace(Ellipsis, covered[^count..], StringComparison.Ordinal);
    }

    // A product of matrices (..., n, k) and (..., k, m), or of (..., k) and one matrix (k, m), which runtimes compute fastest.
    private static Value? Product(GraphBuilder graph, string[] terms, string result, string covered, IReadOnlyList<Value> operands)
    {
        if (terms.Length != 2 || terms.Any(term => term.Distinct().Count() != term.Length))
        {
            return null;
        }

        var (left, right) = (terms[0], terms[1]);
        string batch = Of(result.Where(letter => left.Contains(letter) && right.Contains(letter)));
        string summed = Of(left.Where(letter => right.Contains(letter) && !result.Contains(letter)));
        string rows = Of(result.Where(letter => !right.Contains(letter)));
        string columns = Of(result.Where(letter => !left.Contains(letter)));
        if (summed.Length != 1 || covered.Contains(summed[0])
            || columns.Length != 1 || rows.Length == 0 || (batch.Length > 0 && rows.Length > 1)
            || left.Length != batch.Length + rows.Length + 1 || right.Length != batch.Length + 2)
        {
            return null;
        }

        var product = graph.MatMul(
            Ordered(graph, operands[0], left, batch + rows + summed), Ordered(graph, operands[1], right, batch + summed + columns));
        return Ordered(graph, product, batch + rows + columns, result);

        static string Of(IEnumerable<char> letters) => new([.. letters]);
    }

    private static Value Ordered(GraphBuilder graph, Value x, string axes, string wanted) =>
        axes == wanted ? x : graph.Transpose(x, [.. wanted.Select(letter => (long)axes.IndexOf(letter, StringComparison.Ordinal))]);

    private static Value Sum(GraphBuilder graph, string[] terms, string result, IReadOnlyList<Value> operands)
    {
        var sizes = result.Select(letter => terms.Zip(operands)
            .SelectMany(pair => pair.First.Select((other, axis) => (Letter: other, Size: pair.Second.Sizes[axis])))
            .Where(axis => axis.Letter == letter)
            .Aggregate((long?)1, (size, axis) => size == 1 ? axis.Size : axis.Size == 1 ? size : size ?? axis.Size));
        return graph.Node("Einsum", operands, operands[0].Type, sizes, ("equation", $"{string.Join(',', terms)}->{result}"));
    }
}
