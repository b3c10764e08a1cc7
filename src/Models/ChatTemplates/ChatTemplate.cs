using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGen.Models.Jinja;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models;

/// <summary>
/// The text of a conversation for a model that was trained on conversations: the <c>chat_template</c> of its
/// <c>tokenizer_config.json</c>, which is written in Jinja, as transformers' <c>apply_chat_template</c> renders it.
/// </summary>
/// <remarks>
/// Templates may use what those of GPT-2, Llama, Mistral, Qwen and their relatives use: <c>for</c>, <c>if</c>, <c>set</c>, expressions, and
/// the filters, tests and methods for strings, lists and mappings. Anything else, such as macros, is refused with its name. The text of a
/// message is a value: tags in it are not run.
/// </remarks>
public sealed partial class ChatTemplate
{
    private readonly IReadOnlyList<JinjaStatement> _statements;
    private readonly IReadOnlyDictionary<string, string> _specialTokens;

    private ChatTemplate(string source, IReadOnlyList<JinjaStatement> statements, IReadOnlyDictionary<string, string> specialTokens)
    {
        (_statements, _specialTokens) = (statements, specialTokens);
        TakesTools = ToolsVariable().IsMatch(source);
    }

    /// <summary>Whether the template writes the descriptions of tools.</summary>
    public bool TakesTools { get; }

    /// <summary>The special tokens that have a role, such as <c>bos_token</c> and <c>eos_token</c>.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens => _specialTokens;

    /// <summary>Reads a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="specialTokens">The special tokens that it may write, such as <c>bos_token</c>.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PretrainedException">The template is malformed, or uses what is not supported.</exception>
    public static ChatTemplate Parse(string template, IReadOnlyDictionary<string, string>? specialTokens = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        try
        {
            return new(template, JinjaParser.Parse(template), specialTokens ?? new Dictionary<string, string>());
        }
        catch (JinjaException cause)
        {
            throw new PretrainedException($"The chat template cannot be read: {cause.Message}.", cause);
        }
    }

    /// <summary>
    /// Reads the template of a directory of the hub: <c>chat_template.jinja</c>, or <c>chat_template</c> of
    /// <c>tokenizer_config.json</c>; of several templates the one called <c>default</c>.
    /// </summary>
    /// <param name="folder">The directory.</param>
    /// <returns>The template, or <c>null</c> if the model has none because it was not trained on conversations.</returns>
    /// <exception cref="PretrainedException">A file is malformed, or the template uses what is not supported.</exception>
    public static ChatTemplate? FromPretrained(string folder)
    {
        var files = new PretrainedFolder(folder);
        const string own = "chat_template.jinja";
        var root = TokenizerConfig.Read(files);
        var template = root is { } config ? Template(config, files.Find(TokenizerConfig.File)) : null;
        if (files.Has(own))
        {
            template = System.Text.Encoding.UTF8.GetString(PretrainedFolder.Content(files.Find(own)));
        }

        return template is null ? null : Parse(template, root is { } roles ? TokenizerConfig.Roles(roles) : null);
    }

    /// <summary>Writes a conversation.</summary>
    /// <param name="turns">The messages, in order.</param>
    /// <param name="addGenerationPrompt">Whether what introduces the next answer follows, so that the model writes it.</param>
    /// <param name="tools">
    /// The tools that the model may call, each
    /// <c>{"type": "function", "function": {"name": …, "description": …, "parameters": …}}</c> with the JSON schema of its arguments; none
    /// when null.
    /// </param>
    /// <returns>
    /// The text, including special tokens such as that for the beginning: encode it without adding them a second time.
    /// </returns>
    /// <exception cref="PretrainedException">The template refuses the messages, such as two of the user in a row, or fails.</exception>
    public string Render(IReadOnlyList<ChatTurn> turns, bool addGenerationPrompt = true, IReadOnlyList<JsonElement>? tools = null)
    {
        ArgumentNullException.ThrowIfNull(turns);
        Dictionary<string, object?> variables = new(StringComparer.Ordinal)
        {
            ["messages"] = turns.Select(turn => (object?)Message(turn)).ToList(),
            ["add_generation_prompt"] = addGenerationPrompt,
            ["tools"] = tools is { Count: > 0 } ? tools.Select(JinjaValue.OfJson).ToList() : null,
            ["documents"] = null,
        };
        foreach (var (name, token) in _specialTokens)
        {
            variables[name] = token;
        }

        try
        {
            var scope = new JinjaScope(variables);
            JinjaStatement.RunAll(_statements, scope);
            return scope.Text;
        }
        catch (JinjaException cause)
        {
            throw new PretrainedException($"The chat template cannot write these messages: {cause.Message}.", cause);
        }
    }

    private static Dictionary<string, object?> Message(ChatTurn turn)
    {
        Dictionary<string, object?> message = new() { ["role"] = turn.Role, ["content"] = turn.Content };
        if (turn.ToolCalls.Count > 0)
        {
            message["tool_calls"] = turn.ToolCalls.Select(call => (object?)new Dictionary<string, object?>
            {
                ["type"] = "function",
                ["function"] = new Dictionary<string, object?>
                {
                    ["name"] = call.Name,
                    ["arguments"] = JinjaValue.OfJson(call.Arguments),
                },
            }).ToList();
        }

        return message;
    }

    private static string? Template(JsonElement root, string path)
    {
        if (!root.TryGetProperty("chat_template", out var template) || template.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (template.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in template.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
            {
                if (one.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "default"
                    && one.TryGetProperty("template", out var text) && text.ValueKind == JsonValueKind.String)
                {
                    return text.GetString();
                }
            }
        }

        return template.ValueKind == JsonValueKind.String ? template.GetString()
            : throw new PretrainedException($"{path} has a chat_template that is neither a text nor a list with one called 'default'.");
    }

    // A variable of this name in an expression or a statement, and not the word in a text.
    [GeneratedRegex(@"\{[{%][^}]*\btools\b")]
    private static partial Regex ToolsVariable();
}
