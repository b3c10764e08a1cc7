using System.Linq;
using System.Text;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>
/// Writes the class's documentation. The table is a <c>code</c> element: editors show that in a fixed font and keep its spaces, while lists
/// lose their columns. It is in the remarks, so that it appears below a summary that the user writes.
/// </summary>
internal static class DocumentationEmitter
{
    // A longer shape pushes the rest of its own row aside rather than that of all others.
    private const int MaxShapeWidth = 40;

    public static void WriteClass(DocumentationPlan plan, CodeWriter writer)
    {
        writer.Line("/// <remarks>");
        writer.Line($"/// <para>{plan.Total}</para>");
        if (!plan.Rows.IsEmpty)
        {
            WriteTable(plan.Rows, writer);
        }

        writer.Line("/// </remarks>");
    }

    private static void WriteTable(EquatableArray<DocumentationRow> rows, CodeWriter writer)
    {
        writer.Line("/// <code>");
        var name = rows.Max(row => row.Name.Length);
        var shape = rows.Max(row => row.Shape.Length <= MaxShapeWidth ? row.Shape.Length : 0);
        var parameters = rows.Max(row => row.Parameters.Length);
        var line = new StringBuilder(160);
        foreach (var row in rows)
        {
            Append(line.Clear().Append("/// "), row.Name, name);
            Append(line, row.Shape, shape);
            if (parameters > 0)
            {
                line.Append(' ', parameters - row.Parameters.Length).Append(row.Parameters).Append("  ");
            }

            line.Append(row.Text);
            while (line[line.Length - 1] == ' ')
            {
                line.Length--;
            }

            writer.Line(DocumentationText.Xml(line.ToString()));
        }

        writer.Line("/// </code>");
    }

    private static void Append(StringBuilder line, string column, int width) =>
        line.Append(column).Append(' ', System.Math.Max(0, width - column.Length) + 2);
}
