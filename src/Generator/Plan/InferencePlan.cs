namespace ModelGen.Generator.Plan;

/// <summary>The class that runs an exported model.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Symbols">The parameters of a call for the sizes that the constructor has not fixed.</param>
/// <param name="Leading">The parameter for the sizes that <c>...</c> stands for; empty if no input begins with it.</param>
/// <param name="Sizes">All sizes of the constructor, which the file contains.</param>
/// <param name="Fields">The sizes of the constructor that a call needs, and the fields that hold them.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Conditions">What each call checks of the sizes.</param>
internal sealed record InferencePlan(
    string Name,
    EquatableArray<string> Symbols,
    string Leading,
    EquatableArray<string> Sizes,
    EquatableArray<InferenceField> Fields,
    EquatableArray<InferencePort> Inputs,
    EquatableArray<InferencePort> Outputs,
    EquatableArray<InferenceCondition> Conditions);

/// <summary>A size of the constructor and the field that holds it.</summary>
internal sealed record InferenceField(string Symbol, string Field);

/// <summary>An input or output of a call.</summary>
/// <param name="Name">The declared name.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Shape">The declared shape.</param>
/// <param name="Element">The declared element type.</param>
/// <param name="Number">The C# type of the elements.</param>
/// <param name="IsOptional">Whether a call may leave it out.</param>
/// <param name="Sizes">The expressions of the sizes, separated by commas; after those of <c>...</c>.</param>
/// <param name="HasLeading">Whether the shape begins with <c>...</c>.</param>
internal sealed record InferencePort(
    string Name, string Parameter, string Shape, string Element, string Number, bool IsOptional, string Sizes, bool HasLeading);

/// <summary>What a call checks of the sizes.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Presence">Whether the optional inputs that it is about are passed; empty if it is about others.</param>
/// <param name="Message">The condition as a sentence.</param>
/// <param name="Repair">The repair.</param>
/// <param name="Sizes">The symbols in the message with their values, as tuples, each after a comma.</param>
internal sealed record InferenceCondition(string Condition, string Presence, string Message, string Repair, string Sizes);
