using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ModelGen.Models;

/// <summary>
/// Describes tools to a model, and finds the calls in its answers in the three formats that models are trained on: <c>&lt;tool_call&gt;</c>
/// elements (Hermes, Qwen), <c>[TOOL_CALLS]</c> with a list (Mistral), and an answer that is one JSON object (Llama).
/// </summary>
internal static class ToolCalls
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";
    private const string List = "[TOOL_CALLS]";

    /// <summary>Describes tools as chat templates write them.</summary>
    /// <param name="tools">The tools, or <c>null</c>.</param>
    /// <exception cref="NotSupportedException">A tool is not a function.</exception>
    public static IReadOnlyList<JsonElement> Describe(IEnumerable<AITool>? tools) => [.. (tools ?? []).Select(Describe)];

    /// <summary>Returns whether an answer calls a tool.</summary>
    public static bool Contains(string answer) => Find(answer).Calls.Count > 0;

    /// <summary>Reads an answer: its text, if there is any besides the calls, and the calls.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="allowsMany">Whether more than the first call is read.</param>
    public static IEnumerable<AIContent> Read(string answer, bool allowsMany)
    {
        var (text, calls) = Find(answer);
        if (text.Length > 0)
        {
            yield return new TextContent(text);
        }

        foreach (var (call, index) in calls.Take(allowsMany ? calls.Count : 1).Select((call, index) => (call, index)))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"call_{Guid.NewGuid():N}_{index}");
            yield return new FunctionCallContent(
                id, call.Name, call.Arguments.EnumerateObject().ToDictionary(entry => entry.Name, entry => (object?)entry.Value));
        }
    }

    private static JsonElement Describe(AITool tool) => tool is AIFunctionDeclaration function
        ? JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = function.Name,
                ["description"] = function.Description,
                ["parameters"] = JsonNode.Parse(function.JsonSchema.GetRawText()),
            },
        })
        : throw new NotSupportedException($"The tool '{tool.Name}' is a {tool.GetType().Name}; only functions are supported.");

    // What is no valid call remains text.
    private static (string Text, IReadOnlyList<ChatToolCall> Calls) Find(string answer)
    {
        var trimmed = answer.Trim();
        if (trimmed.StartsWith(List, StringComparison.Ordinal) && Calls(trimmed[List.Length..]) is { } list)
        {
            return (string.Empty, list);
        }

        if (trimmed.StartsWith('{') && Calls(trimmed) is { } one)
        {
            return (string.Empty, one);
        }

        List<ChatToolCall> calls = [];
        var text = answer;
        for (var start = text.IndexOf(Open, StringComparison.Ordinal); start >= 0;)
        {
            var content = start + Open.Length;
            var end = text.IndexOf(Close, content, StringComparison.Ordinal);
            if (Calls(end < 0 ? text[content..] : text[content..end]) is not { } found)
            {
                start = text.IndexOf(Open, content, StringComparison.Ordinal);
                continue;
            }

            calls.AddRange(found);
            text = text[..start] + (end < 0 ? string.Empty : text[(end + Close.Length)..]);
            start = text.IndexOf(Open, start, StringComparison.Ordinal);
        }

        return (calls.Count > 0 ? text.Trim() : answer, calls);
    }

    private static IReadOnlyList<ChatToolCall>? Calls(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var all = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root];
            var calls = all.Select(Call).OfType<ChatToolCall>().ToList();
            return calls.Count > 0 && calls.Count == all.Count ? calls : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatToolCall? Call(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            && (json.TryGetProperty("arguments", out var arguments) || json.TryGetProperty("parameters", out arguments))
            && arguments.ValueKind == JsonValueKind.Object
            && arguments.EnumerateObject().DistinctBy(entry => entry.Name).Count() == arguments.EnumerateObject().Count()
                ? new(name.GetString()!, arguments.Clone())
                : null;
}
