using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ModelGen.Models;

/// <summary>What a request asks for.</summary>
/// <param name="Generation">How ids are chosen.</param>
/// <param name="StopStrings">The texts that end an answer and are not part of it.</param>
/// <param name="Tools">The tools that the model may call, as templates write them.</param>
/// <param name="AllowsManyCalls">Whether an answer may call several tools.</param>
internal sealed record ChatRequest(
    GenerationOptions Generation, IReadOnlyList<string> StopStrings, IReadOnlyList<JsonElement> Tools, bool AllowsManyCalls)
{
    /// <summary>Combines the settings of a client with the options of a request.</summary>
    /// <param name="client">The client.</param>
    /// <param name="settings">The settings of the client.</param>
    /// <param name="options">The options of the request.</param>
    /// <exception cref="ArgumentException">A stop sequence is empty.</exception>
    /// <exception cref="NotSupportedException">An option asks for something that the model cannot do.</exception>
    public static ChatRequest Read(IChatClient client, ChatClientSettings settings, ChatOptions? options)
    {
        Refuse(options);
        var generation = options?.RawRepresentationFactory?.Invoke(client) as GenerationOptions ?? settings.Generation;
        IReadOnlyList<string> stops = [.. generation.StopStrings, .. options?.StopSequences ?? []];
        if (stops.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A stop sequence is empty, so that it would end every answer at once.", nameof(options));
        }

        // The stop strings are found in the text while it is streamed, and cut off.
        generation = generation with
        {
            StopStrings = [],
            MaxNewTokens = options?.MaxOutputTokens ?? generation.MaxNewTokens,
            Temperature = options?.Temperature ?? generation.Temperature,
            TopP = options?.TopP ?? generation.TopP,
            TopK = options?.TopK ?? generation.TopK,
            Seed = options?.Seed ?? generation.Seed,
        };
        var tools = options?.ToolMode is NoneChatToolMode ? [] : ToolCalls.Describe(options?.Tools);
        if (tools.Count > 0 && settings.Template is not { TakesTools: true })
        {
            throw new NotSupportedException(settings.Template is null
                ? "The model has no chat template, so that it cannot be given tools: leave out ChatOptions.Tools."
                : "The chat template of the model does not write tools: leave out ChatOptions.Tools.");
        }

        return new(generation, stops, tools, options?.AllowMultipleToolCalls ?? true);
    }

    private static void Refuse(ChatOptions? options)
    {
        var problem = options switch
        {
            { FrequencyPenalty: not null and not 0 } or { PresencePenalty: not null and not 0 } =>
                "FrequencyPenalty and PresencePenalty are not supported: set RepetitionPenalty of the GenerationOptions that "
                    + "RawRepresentationFactory returns.",
            { ResponseFormat: ChatResponseFormatJson } =>
                "A JSON response cannot be guaranteed: describe the format in a message, and leave out ResponseFormat.",
            { ToolMode: RequiredChatToolMode } => "The model cannot be forced to call a tool: set ToolMode to ChatToolMode.Auto.",
            { ConversationId: not null } =>
                "The client keeps no conversations: pass all messages with each request, and leave out ConversationId.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new NotSupportedException(problem);
        }
    }
}
