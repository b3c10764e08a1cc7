namespace ModelGen.Generator.Plan;

/// <summary>How a model that consists of another model and adapters is created. Its other members call those of the other model.</summary>
/// <param name="Type">The other model.</param>
/// <param name="Exposure">The modifier of members that show it.</param>
/// <param name="Model">The field that holds it.</param>
/// <param name="Adapters">The field that holds the adapters.</param>
/// <param name="Parameters">The constructor's parameters: those of the other model.</param>
/// <param name="Construct">The expression that creates the other model from them.</param>
internal sealed record AdapterPlan(
    string Type, string Exposure, string Model, string Adapters, EquatableArray<ConstructorParameter> Parameters, string Construct);
