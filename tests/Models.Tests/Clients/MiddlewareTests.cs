using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests.Clients;

/// <summary>The middleware of Microsoft.Extensions.AI over a language model of this package.</summary>
public sealed class MiddlewareTests
{
    private static readonly MarkedTokenizer _tokenizer = new();

    private static readonly ChatClientSettings _settings = new()
    {
        Template = QwenTemplate(),
        Generation = GenerationOptions.Greedy with { MaxNewTokens = 300, StopIds = [MarkedTokenizer.End] },
    };

    private static readonly ChatMessage[] _question = [new(ChatRole.User, "What is 2 + 40?")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_the_model_calls_is_invoked_and_its_result_answered(bool streams)
    {
        var calls = 0;
        var add = AIFunctionFactory.Create(
            ([Description("The first number.")] int a, int b) =>
            {
                calls++;
                return a + b;
            },
            "add", "Adds two numbers.");
        const string call = """
            <tool_call>
            {"name": "add", "arguments": {"a": 2, "b": 40}}
            </tool_call>
            """;
        var arguments = JsonSerializer.SerializeToElement(new { a = 2, b = 40 });
        ChatTurn[] second =
        [
            ChatTurn.User("What is 2 + 40?"), ChatTurn.Assistant("Let me see.") with { ToolCalls = [new("add", arguments)] },
            ChatTurn.Tool("42"),
        ];
        using var model = ScriptedModel.Of(
            (Count([ChatTurn.User("What is 2 + 40?")], add), Ids("Let me see.\n" + call + "<|im_end|>")),
            (Count(second, add), Ids("It is 42.<|im_end|>")));
        using var client = new LanguageModelChatClient(model, _tokenizer, _settings).AsBuilder().UseFunctionInvocation().Build();
        ChatOptions options = new() { Tools = [add] };

        var response = streams
            ? await client.GetStreamingResponseAsync(_question, options).ToChatResponseAsync()
            : await client.GetResponseAsync(_question, options);

        Assert.Equal(1, calls);
        Assert.Equal("It is 42.", response.Messages[^1].Text);
        var asked = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
        Assert.Equal("add", asked.Name);
        var result = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single();
        Assert.Equal("42", result.Result!.ToString());
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task A_cached_answer_is_not_generated_again()
    {
        using var model = ScriptedModel.Of((Count([ChatTurn.User("What is 2 + 40?")]), Ids("42<|im_end|>")));
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        using var direct = new LanguageModelChatClient(model, _tokenizer, _settings);
        var generated = 0;
        using var client = direct.AsBuilder().UseDistributedCache(cache).Use(async (messages, options, next, cancellation) =>
        {
            generated++;
            await next(messages, options, cancellation);
        }).Build();

        Assert.Equal("42", (await client.GetResponseAsync(_question)).Text);
        Assert.Equal("42", (await client.GetResponseAsync(_question)).Text);
        Assert.Equal(1, generated);
    }

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"arguments\": {\"x\": 1}}\n</tool_call>", "", "f({\"x\":1})")]
    [InlineData("I see. <tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call><tool_call>{\"name\": \"g\", \"arguments\": {}}", "I see.", "f({}) g({})")]
    [InlineData("[TOOL_CALLS] [{\"name\": \"f\", \"arguments\": {\"x\": \"]\"}}, {\"name\": \"g\", \"arguments\": {}}]", "", "f({\"x\":\"]\"}) g({})")]
    [InlineData("{\"name\": \"f\", \"parameters\": {\"x\": null}}", "", "f({\"x\":null})")]
    [InlineData("{\"name\": \"f\"}", "{\"name\": \"f\"}", "")]
    [InlineData("<tool_call>{\"name\": \"f\", \"arguments\": {\"x\": 1, \"x\": 2}}</tool_call>", "<tool_call>{\"name\": \"f\", \"arguments\": {\"x\": 1, \"x\": 2}}</tool_call>", "")]
    [InlineData("<tool_call>no JSON</tool_call> text", "<tool_call>no JSON</tool_call> text", "")]
    [InlineData("<tool_call>no</tool_call><tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>", "<tool_call>no</tool_call>", "f({})")]
    [InlineData("plain", "plain", "")]
    public void Calls_are_read_in_the_formats_of_the_families(string answer, string text, string calls)
    {
        var contents = ToolCalls.Read(answer, allowsMany: true).ToList();

        Assert.Equal(text, string.Concat(contents.OfType<TextContent>().Select(content => content.Text)));
        Assert.Equal(calls, string.Join(' ', contents.OfType<FunctionCallContent>().Select(
            call => $"{call.Name}({JsonSerializer.Serialize(call.Arguments)})")));
        Assert.Equal(calls.Length > 0, ToolCalls.Contains(answer));
        Assert.True(ToolCalls.Read(answer, allowsMany: false).OfType<FunctionCallContent>().Count() <= 1);
    }

    [Fact]
    public async Task A_folder_of_the_hub_has_its_template_its_ends_and_its_defaults()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hub", "gpt2")))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        File.WriteAllText(folder["generation_config.json"], """{ "do_sample": false, "eos_token_id": [5, 7] }""");
        using var model = AutoModelForCausalLM.FromPretrained(folder.Path);
        Assert.Null(model.ChatSettings().Template);
        Assert.Equal([0L, 5, 7], model.ChatSettings().Generation.StopIds.Order());
        Assert.Equal(0, model.ChatSettings().Generation.Temperature);
        var prompt = model.Tokenizer.Encode("The shapes");
        var expected = model.Language.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 12, StopIds = [0, 5, 7] });
        using var client = model.AsChatClient();
        var answer = await client.GetResponseAsync("The shapes", new ChatOptions { MaxOutputTokens = 12 });
        Assert.Equal(model.Tokenizer.Decode(expected), answer.Text);

        File.WriteAllText(folder["tokenizer_config.json"], """{ "eos_token": "<|endoftext|>", "chat_template": "{{ messages[0].content }}!" }""");
        Assert.Equal("The shapes!", model.ChatSettings().Template!.Render([ChatTurn.User("The shapes")]));
        File.WriteAllText(folder["tokenizer_config.json"], """{ "chat_template": "{% macro f() %}" }""");
        Assert.Throws<PretrainedException>(() => model.AsChatClient());
    }

    private static ChatTemplate QwenTemplate()
    {
        var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ChatTemplates", "cases.json"))).RootElement;
        return ChatTemplate.Parse(cases.EnumerateArray()
            .First(one => one.GetProperty("name").GetString() == "qwen25, tools calls").GetProperty("template").GetString()!);
    }

    private static IReadOnlyList<long> Ids(string text) => _tokenizer.Encode(text, addSpecialTokens: false);

    private static int Count(IReadOnlyList<ChatTurn> turns, params AITool[] tools) =>
        Ids(_settings.Template!.Render(turns, addGenerationPrompt: true, ToolCalls.Describe(tools))).Count;
}
