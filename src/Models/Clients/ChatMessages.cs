using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ModelGen.Models;

/// <summary>Converts the messages of Microsoft.Extensions.AI to those of a chat template.</summary>
internal static class ChatMessages
{
    /// <summary>Converts messages.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="instructions">A message of the system that comes first, or <c>null</c>.</param>
    /// <exception cref="ArgumentException">There is no message, or one has content other than text and tools.</exception>
    public static IReadOnlyList<ChatTurn> ToTurns(IEnumerable<ChatMessage> messages, string? instructions)
    {
        List<ChatTurn> turns = string.IsNullOrEmpty(instructions) ? [] : [ChatTurn.System(instructions)];
        var before = turns.Count;
        turns.AddRange(messages.SelectMany(Turns));
        return turns.Count > before ? turns : throw new ArgumentException("The conversation has no messages.", nameof(messages));
    }

    // The results of tools in one message are messages of their own in a template.
    private static IEnumerable<ChatTurn> Turns(ChatMessage message)
    {
        StringBuilder text = new();
        List<ChatToolCall> calls = [];
        List<ChatTurn> results = [];
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text.Append(part.Text);
                    break;
                case FunctionCallContent call:
                    calls.Add(new(call.Name, Json(call.Arguments ?? new Dictionary<string, object?>())));
                    break;
                case FunctionResultContent result:
                    results.Add(ChatTurn.Tool(Result(result.Result)));
                    break;
                case UsageContent or TextReasoningContent:
                    break;
                default:
                    throw new ArgumentException(
                        $"A message contains {content.GetType().Name}, and the model reads only text and the results of tools.",
                        nameof(message));
            }
        }

        return results.Count > 0 && text.Length == 0 && calls.Count == 0
            ? results
            : results.Prepend(new ChatTurn(message.Role.Value, text.ToString()) { ToolCalls = calls });
    }

    private static string Result(object? result) => result switch
    {
        null => "null",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(result.GetType())),
    };

    private static JsonElement Json(IDictionary<string, object?> arguments) =>
        JsonSerializer.SerializeToElement(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
