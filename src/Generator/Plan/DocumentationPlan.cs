using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Plan;

/// <summary>What the documentation of the class says about its layers: a table that editors show for the class.</summary>
/// <param name="Total">How many parameters the model has, as a sentence in XML, or that the declaration has errors.</param>
/// <param name="Rows">Inputs, layers grouped by stage, and outputs, in the order in which they run.</param>
internal sealed record DocumentationPlan(string Total, EquatableArray<DocumentationRow> Rows);

/// <summary>A row of the table. Cells that do not apply are empty.</summary>
/// <param name="Name">The input, stage, layer or output, indented under its stage.</param>
/// <param name="Shape">The shape that it gives.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="Text">How it is declared, or what it is.</param>
internal sealed record DocumentationRow(string Name, string Shape = "", string Parameters = "", string Text = "");
