using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the interface by which exporters read a model.</summary>
internal sealed class DeclaredModelEmitter(ModelPlan plan, CodeWriter writer)
{
    /// <summary>The interface.</summary>
    public const string Type = "global::ModelGen.IDeclaredModel";

    /// <summary>The interface that the class implements besides its base. Adapters are not a model of their own.</summary>
    public static string Interface(ModelPlan plan) => plan.Adapters is null ? $", {Type}" : string.Empty;

    public void Write()
    {
        if (plan.Adapters is not null)
        {
            return;
        }

        var config = $"new global::ModelGen.ModelConfig({Literals.Of(plan.Type.Title)})"
            + string.Concat(plan.Parameters.Select(parameter => With(parameter.Symbol, parameter.Field)))
            + string.Concat(plan.Settings.Select(setting => With(setting.Symbol, setting.Field)));
        writer.Line($"global::ModelGen.Architecture {Type}.Architecture => Architecture;");
        writer.Line();
        writer.Line($"global::ModelGen.ModelConfig {Type}.Config => {(plan.HasErrors ? BrokenDeclaration.Throw(plan) : config)};");
        writer.Line();
    }

    private static string With(string symbol, string field) => $".With({Literals.Of(symbol)}, {field})";
}
