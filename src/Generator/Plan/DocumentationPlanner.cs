using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Plan;

/// <summary>
/// Decides what the class's documentation shows. It is short, because editors show it in a tooltip: a layer without parameters that
/// keeps the shape joins the row above it, repeated rows and stages become one, and the middle of a long model is omitted.
/// </summary>
internal sealed class DocumentationPlanner(InferredModel model)
{
    internal const string Erroneous = "Its declaration has errors; see its MG diagnostics.";

    private const int MaxRows = 40;
    private const int RowsAtTheEnd = 10;
    private const int MaxText = 64;

    public static DocumentationPlan Plan(
        InferredModel model, IEnumerable<InputPlan> inputs, IReadOnlyCollection<OutputPlan> outputs, Dim? parameters) => new(
        Total(model, parameters),
        [
            .. Inputs(inputs),
            .. Shorten(new DocumentationPlanner(model).Rows().ToList()),
            .. Outputs(outputs),
        ]);

    internal static IEnumerable<DocumentationRow> Inputs(IEnumerable<InputPlan> inputs) =>
        inputs.Select(input => new DocumentationRow(input.Name, input.Shape, string.Empty,
            $"input of {input.Element}{(input.IsOptional ? ", optional" : string.Empty)}"));

    internal static IEnumerable<DocumentationRow> Outputs(IReadOnlyCollection<OutputPlan> outputs) =>
        outputs.Select(output => new DocumentationRow(outputs.Count == 1 ? "output" : output.Name.TrimStart('@'), output.Shape,
            string.Empty, outputs.Count == 1 ? string.Empty : "output"));

    // A block of an assembly that does not report its parameters is named.
    private static string Total(InferredModel model, Dim? parameters)
    {
        if (model.HasErrors)
        {
            return Erroneous;
        }

        if (parameters is not null)
        {
            return ParameterCounts.Comment(parameters) + ".";
        }

        var known = ParameterCounts.Sum(model.Layers.Where(layer => layer.ParameterCount is not null));
        return known is null
            ? "Its number of parameters is too long an expression."
            : $"{ParameterCounts.Comment(known)} and those of "
                + $"{string.Join(", ", model.Layers.Where(layer => layer.ParameterCount is null).Select(layer => layer.Bound.Path))}.";
    }

    private IEnumerable<Row> Rows()
    {
        var stages = new List<StageRows>();
        var layers = model.Layers.ToLookup(layer => layer.Bound.StageName);
        BoundStage? above = null;
        foreach (var stage in model.Bound.Stages)
        {
            var rows = Fold(Join(layers[stage.Name]));
            if (!rows.IsEmpty)
            {
                stages.Add(new StageRows(stage.Name, stage.Name, 1, Start(stage, above), rows));
            }

            above = stage;
        }

        return Fold(stages).SelectMany(stage => stage.Rows(isOnly: stage.First.Length == 0));
    }

    // The tensors that a stage starts from; empty if it starts from the stage above it, or as the first stage from the only input.
    private string Start(BoundStage stage, BoundStage? above) =>
        stage.Name.Length == 0 || stage.IsBroken || (stage.Starts.Length == 1
            && stage.Starts[0] is { Layer: null } start && start.Stage == above && (above is not null || model.Bound.Inputs.Length == 1))
            ? string.Empty
            : "from " + string.Join(", ", stage.Starts.Where(start => start is not null).Select(start =>
                start!.Input?.Name ?? string.Join(".",
                    new[] { start.StageName, start.Layer?.Name, start.Port }.Where(part => !string.IsNullOrEmpty(part)))));

    private static List<Row> Join(IEnumerable<InferredLayer> layers)
    {
        var rows = new List<Row>();
        Value? last = null;
        foreach (var layer in layers)
        {
            var joins = last?.Type is not null && layer.Inputs.Length == 1
                && layer.Inputs[0] == last && layer.Output?.Type == last.Type && layer.ParameterCount == Dim.Zero;
            last = layer.Output;
            if (joins)
            {
                var row = rows[rows.Count - 1];
                rows[rows.Count - 1] =
                    row with { Text = row.Text.Length > MaxText ? row.Text : $"{row.Text}, {layer.Bound.Use}", Layers = row.Layers + 1 };
            }
            else
            {
                rows.Add(new Row(
                    layer.Bound.Name, layer.Output?.Type?.ToString() ?? "(?)", layer.ParameterCount, layer.Bound.Use.ToString(), 1));
            }
        }

        return rows;
    }

    // Rows that differ only in the number of the layer.
    private static ImmutableArray<Row> Fold(List<Row> rows)
    {
        var folded = ImmutableArray.CreateBuilder<Row>();
        for (var i = 0; i < rows.Count;)
        {
            var end = i + 1;
            while (end < rows.Count && rows[end].IsLike(rows[i]))
            {
                end++;
            }

            var count = end - i;
            folded.Add(count == 1 ? rows[i] : new Row(
                Between(rows[i].Name, rows[end - 1].Name, count),
                rows[i].Shape,
                rows[i].Parameters is { } each ? each * count : null,
                $"{count} × {rows[i].Text}",
                rows[i].Layers * count));
            i = end;
        }

        return folded.ToImmutable();
    }

    private static List<StageRows> Fold(List<StageRows> stages)
    {
        var folded = new List<StageRows>();
        foreach (var stage in stages)
        {
            var last = folded.LastOrDefault();
            if (last is not null
                && stage.Start.Length == 0 && (last.Start.Length == 0 || last.Count == 1) && stage.Items.SequenceEqual(last.Items))
            {
                folded[folded.Count - 1] = last with { Last = stage.Last, Count = last.Count + 1 };
            }
            else
            {
                folded.Add(stage);
            }
        }

        return folded;
    }

    private static IEnumerable<DocumentationRow> Shorten(List<Row> rows)
    {
        var (start, end) = Hidden(rows);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i == start && start < end)
            {
                yield return new DocumentationRow("…", Text: $"and {rows.GetRange(start, end - start).Sum(row => row.Layers)} more layers");
                i = end;
            }

            var row = rows[i];
            yield return new DocumentationRow(
                row.Name,
                row.Shape,
                row.Layers == 0 || row.Parameters == Dim.Zero ? string.Empty
                    : row.Parameters is null ? "?"
                    : ParameterCounts.Number(row.Parameters),
                Shorten(row.Text));
        }
    }

    // Does not split a surrogate pair.
    internal static string Shorten(string text) =>
        text.Length <= MaxText ? text : text.Substring(0, MaxText - (char.IsHighSurrogate(text[MaxText - 2]) ? 2 : 1)) + "…";

    // The rows to omit: whole stages if that omits only a few rows more.
    private static (int Start, int End) Hidden(List<Row> rows)
    {
        if (rows.Count <= MaxRows)
        {
            return (0, 0);
        }

        var (start, end) = (MaxRows - RowsAtTheEnd, rows.Count - RowsAtTheEnd);
        var wholeStart = rows.FindLastIndex(start, row => !row.IsInStage);
        var wholeEnd = rows.FindIndex(end, row => !row.IsInStage);
        return (wholeStart > start / 2 ? wholeStart : start, wholeEnd >= 0 ? wholeEnd : end);
    }

    private static string Between(string first, string last, int count) => count == 2 ? $"{first}, {last}" : $"{first} … {last}";

    /// <summary>A row that stands for some layers.</summary>
    private sealed record Row(string Name, string Shape, Dim? Parameters, string Text, int Layers, bool IsInStage = false)
    {
        /// <summary>Whether the rows differ in their names only.</summary>
        public bool IsLike(Row other) =>
            Text == other.Text && Shape == other.Shape && Parameters == other.Parameters
                && Layers == other.Layers && IsInStage == other.IsInStage;
    }

    /// <summary>A stage, or several equal stages in a row, and the rows of one of them.</summary>
    private sealed record StageRows(string First, string Last, int Count, string Start, ImmutableArray<Row> Items)
    {
        public IEnumerable<Row> Rows(bool isOnly)
        {
            if (isOnly)
            {
                return Items;
            }

            var name = Count == 1 ? First : Between(First, Last, Count);
            if (Count == 1 && Items.Length == 1)
            {
                return [Items[0] with { Name = $"{name}.{Items[0].Name}", Text = Start.Length == 0
                    ? Items[0].Text
                    : $"{Start}: {Items[0].Text}" }];
            }

            var text = Count == 1 ? Start : $"{Count} alike{(Start.Length == 0 ? string.Empty : ", the first " + Start)}";
            return Items.Select(row => row with { Name = "  " + row.Name, IsInStage = true })
                .Prepend(new Row(name, string.Empty, null, text, 0));
        }
    }
}
