using System.Text.Json;

namespace ModelGen.Models;

/// <summary>A call of a tool that the model asks for.</summary>
/// <param name="Name">The name of the tool.</param>
/// <param name="Arguments">The arguments, a JSON object.</param>
public sealed record ChatToolCall(string Name, JsonElement Arguments);
