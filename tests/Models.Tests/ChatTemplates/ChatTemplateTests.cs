using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>
/// Chat templates write what Jinja 3.1 writes in the environment of transformers: <c>ChatTemplates/templates.py</c> made the cases.
/// </summary>
public sealed class ChatTemplateTests
{
    private static readonly Dictionary<string, string> _tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    private static readonly List<Case> _cases = JsonSerializer.Deserialize<List<Case>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ChatTemplates", "cases.json")),
        new JsonSerializerOptions(JsonSerializerDefaults.Web))!;

    public static TheoryData<string> Families =>
        [.. _cases.Select(one => one.Name.Split(',')[0]).Where(name => !name.Contains(' ')).Distinct()];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_writes_conversations_as_transformers_does(string family)
    {
        foreach (var one in _cases.Where(one => one.Name.StartsWith(family + ",", StringComparison.Ordinal)))
        {
            var template = ChatTemplate.Parse(one.Template, _tokens);
            if (one.Expected is { } expected)
            {
                Assert.Equal((one.Name, expected), (one.Name, template.Render(one.Turns, one.Prompt, one.Tools)));
            }
            else
            {
                Assert.Throws<PretrainedException>(() => template.Render(one.Turns, one.Prompt, one.Tools));
            }
        }
    }

    [Fact]
    public void Expressions_and_statements_are_those_of_Jinja()
    {
        List<string> differences = [];
        foreach (var one in _cases.Where(one => !one.Name.Contains(',') && !one.Name.StartsWith("error", StringComparison.Ordinal)))
        {
            string result;
            try
            {
                result = ChatTemplate.Parse(one.Template, _tokens).Render(one.Turns, one.Prompt);
            }
            catch (PretrainedException refused)
            {
                // A random case may be refused, but not computed otherwise.
                result = one.Name.StartsWith("language", StringComparison.Ordinal) ? refused.Message : one.Expected!;
            }

            if (one.Expected is { } expected && result != expected)
            {
                differences.Add($"{one.Name}: {one.Template}\n  expected {expected}\n  was      {result}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join("\n", differences.Take(20))}");
    }

    [Fact]
    public void Few_cases_that_Jinja_computes_are_refused()
    {
        var computed = _cases.Where(one => one.Expected is not null).ToList();
        var refused = computed.Select(one => Record.Exception(
                () => ChatTemplate.Parse(one.Template, _tokens).Render(one.Turns, one.Prompt))?.Message + " " + one.Template)
            .Where(line => line[0] != ' ').ToList();

        Assert.True(computed.Count > 300);
        Assert.True(refused.Count < computed.Count / 20, string.Join("\n", refused.Prepend($"{refused.Count} of {computed.Count}:")));
    }

    [Fact]
    public void What_Jinja_refuses_is_refused_with_its_line()
    {
        var errors = _cases.Where(one => one.Name.StartsWith("error", StringComparison.Ordinal)).ToList();
        Assert.Equal(20, errors.Count);
        Assert.All(errors, one =>
        {
            var refused = Assert.Throws<PretrainedException>(
                () => ChatTemplate.Parse("\n" + one.Template, _tokens).Render(one.Turns, one.Prompt));
            Assert.Matches(@"^The chat template cannot (be read|write these messages): line 2: [^\n]+\.$", refused.Message);
        });
    }

    [Theory]
    [InlineData("{% macro f() %}{% endmacro %}", "line 1: the block 'macro' is not supported")]
    [InlineData("{{ f(1) }}", "line 1: the function 'f' is not supported")]
    [InlineData("x\n{{ 'a' | sort }}", "line 2: the filter 'sort', with these arguments, is not supported")]
    [InlineData("{{ raise_exception('Only users speak') }}", "line 1: the template refuses this: Only users speak")]
    [InlineData("{{ messages[0].tool.name }}", "line 1: 'tool' is undefined and has no 'name'")]
    [InlineData("{% for a in range(9999999) %}{% endfor %}", "line 1: the range has more than 1,000,000 numbers")]
    public void What_is_not_supported_is_named(string template, string expected)
    {
        var refused = Assert.Throws<PretrainedException>(
            () => ChatTemplate.Parse(template).Render([ChatTurn.User("hello")]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_without_end_is_stopped()
    {
        const string loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        const string grows = "{% set n = namespace(t='xxxxxxxx') %}{% for a in range(64) %}{% set n.t = n.t + n.t %}{{ n.t }}{% endfor %}";
        var deep = string.Concat(Enumerable.Repeat("(", 100_000));
        var blocks = string.Concat(Enumerable.Repeat("{% if true %}", 100_000));
        string[] templates =
            [
                loops, grows, "{{ " + deep + " }}", blocks, "{{ " + deep.Replace("(", "not ") + "1 }}",
                "{{ " + deep.Replace("(", "[") + " }}",
            ];
        Assert.All(templates, template => Assert.Throws<PretrainedException>(() => ChatTemplate.Parse(template).Render([])));
    }

    [Fact]
    public void Tags_in_a_message_are_text()
    {
        var template = ChatTemplate.Parse("{% for message in messages %}{{ message.content }}{% endfor %}");
        const string hostile = "{{ raise_exception('run') }} {% if %} {# gone #}";
        Assert.Equal(hostile, template.Render([ChatTurn.User(hostile)]));
    }

    [Fact]
    public void A_folder_has_its_template_and_special_tokens()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(ChatTemplate.FromPretrained(folder.Path));
        Write("""{ "bos_token": { "content": "<s>" }, "eos_token": "</s>", "chat_template": "{{ bos_token }}{{ eos_token }}" }""");
        Assert.Equal("<s></s>", ChatTemplate.FromPretrained(folder.Path)!.Render([]));
        Write("""{ "chat_template": [{ "name": "tool_use", "template": "no" }, { "name": "default", "template": "yes" }] }""");
        Assert.Equal("yes", ChatTemplate.FromPretrained(folder.Path)!.Render([]));
        File.WriteAllText(folder["chat_template.jinja"], "own");
        Assert.Equal("own", ChatTemplate.FromPretrained(folder.Path)!.Render([]));
        File.Delete(folder["chat_template.jinja"]);
        Write("""{ "bos_token": "<s>" }""");
        Assert.Null(ChatTemplate.FromPretrained(folder.Path));
        foreach (var (content, expected) in new[]
        {
            ("""{ "chat_template": 3 }""", "neither a text nor a list"), ("[]", "is not a JSON object"), ("{", "is not valid JSON"),
            ("""{ "chat_template": "{% if %}" }""", "line 1: '%}' where a value is expected"),
        })
        {
            Write(content);
            Assert.Contains(
                expected, Assert.Throws<PretrainedException>(() => ChatTemplate.FromPretrained(folder.Path)).Message,
                StringComparison.Ordinal);
        }

        void Write(string content) => File.WriteAllText(folder["tokenizer_config.json"], content);
    }

    private sealed record Case(
        string Name, string Template, List<Message> Messages, bool Prompt, List<JsonElement>? Tools, string? Expected)
    {
        public IReadOnlyList<ChatTurn> Turns => [.. Messages.Select(message => new ChatTurn(message.Role, message.Content)
        {
            ToolCalls = [.. (message.Calls ?? []).Select(call => new ChatToolCall(call.Function.Name, call.Function.Arguments))],
        })];
    }

    private sealed record Message(string Role, string Content)
    {
        [JsonPropertyName("tool_calls")]
        public List<Call>? Calls { get; init; }
    }

    private sealed record Call(Function Function);

    private sealed record Function(string Name, JsonElement Arguments);
}
