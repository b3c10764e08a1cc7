namespace ModelGen.Generator.Plan;

/// <summary>How a model that is another one with adapters is created; the rest of its plan passes on what the other one does.</summary>
/// <param name="Type">The other model.</param>
/// <param name="Exposure">The modifier of members that show it.</param>
/// <param name="Model">The field that holds it.</param>
/// <param name="Adapters">The field that holds the adapters.</param>
/// <param name="Parameters">The constructor's parameters: those of the other model.</param>
/// <param name="Construct">The expression that creates the other model from them.</param>
internal sealed record AdapterPlan(
    string Type, string Exposure, string Model, string Adapters, EquatableArray<AdapterParameter> Parameters, string Construct);

/// <summary>A parameter of the other model's constructor.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Symbol">The size or the setting.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="Default">Its default, or nothing.</param>
/// <param name="Meaning">What the symbol is, for people.</param>
internal sealed record AdapterParameter(string Type, string Symbol, string Name, string Default, string Meaning);
