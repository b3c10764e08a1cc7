using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>The members of a model whose declaration has errors.</summary>
internal static class BrokenDeclaration
{
    /// <summary>What a member does in place of its work.</summary>
    public static string Throw(ModelPlan plan) =>
        $"throw new global::System.InvalidOperationException({Literals.Of(
            $"The declaration of {plan.Type.Title} has errors; see its MG diagnostics.")})";
}
