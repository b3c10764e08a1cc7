using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>
/// Conversations with Qwen 3 and Phi-3 through short templates with the constructs of their own: namespaces, slices, string methods, and
/// variables that may be undefined.
/// </summary>
public sealed class FamilyChatTests
{
    private const string Phi3 = """
        {% for message in messages %}{% if message['role'] == 'system' and message['content'] %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}
        """;

    private const string Qwen3 = """
        {%- if messages[0].role == 'system' %}
            {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
        {%- endif %}
        {%- set ns = namespace(searching=true, last=messages|length - 1) %}
        {%- for message in messages[::-1] %}
            {%- set index = (messages|length - 1) - loop.index0 %}
            {%- if ns.searching and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
                {%- set ns.searching = false %}
                {%- set ns.last = index %}
            {%- endif %}
        {%- endfor %}
        {%- for message in messages %}
            {%- set content = message.content if message.content is string else '' %}
            {%- if message.role == "user" or (message.role == "system" and not loop.first) %}
                {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>' + '\n' }}
            {%- elif message.role == "assistant" %}
                {%- set thoughts = '' %}
                {%- if message.reasoning_content is defined and message.reasoning_content is not none %}
                    {%- set thoughts = message.reasoning_content %}
                {%- elif '</think>' in content %}
                    {%- set thoughts = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
                    {%- set content = content.split('</think>')[-1].lstrip('\n') %}
                {%- endif %}
                {%- if loop.index0 > ns.last and (loop.last or thoughts) %}
                    {{- '<|im_start|>' + message.role + '\n<think>\n' + thoughts.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') }}
                {%- else %}
                    {{- '<|im_start|>' + message.role + '\n' + content }}
                {%- endif %}
                {{- '<|im_end|>\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\n' }}
            {%- if enable_thinking is defined and enable_thinking is false %}
                {{- '<think>\n\n</think>\n\n' }}
            {%- endif %}
        {%- endif %}
        """;

    [Theory]
    [InlineData("phi3", Phi3, "<|system|>\nBe brief.<|end|>\n<|user|>\nHi<|end|>\n<|assistant|>\n<think>\nhm\n</think>\n\nHello<|end|>\n<|user|>\nAnd?<|end|>\n<|assistant|>\n")]
    [InlineData("qwen3", Qwen3, "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nAnd?<|im_end|>\n<|im_start|>assistant\n")]
    public async Task A_conversation_is_written_as_the_model_was_trained(string family, string template, string expected)
    {
        using var folder = FamilyTests.Copy(family);
        File.WriteAllText(
            folder["tokenizer_config.json"], JsonSerializer.Serialize(new { chat_template = template.Trim(), eos_token = "</s>" }));
        string[] special = ["<|im_start|>", "<|im_end|>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>"];
        File.WriteAllText(folder["tokenizer.json"], JsonSerializer.Serialize(new
        {
            added_tokens = special.Select((token, i) => new { id = i + 3, content = token, special = true }),
            pre_tokenizer = new { type = "Split", pattern = new { Regex = @"\s+|\w+" }, behavior = "Isolated", invert = false },
            model = new { type = "WordLevel", unk_token = "?", vocab = new { }, },
        }).Replace("\"vocab\":{}", "\"vocab\":{\"?\":0,\"Hi\":1,\"</s>\":2}"));

        var rendered = ChatTemplate.FromPretrained(folder.Path)!.Render(
        [
            ChatTurn.System("Be brief."), ChatTurn.User("Hi"), ChatTurn.Assistant("<think>\nhm\n</think>\n\nHello"), ChatTurn.User("And?"),
        ]);
        Assert.Equal(expected, rendered);

        using var loaded = AutoModelForCausalLM.FromPretrained(folder.Path);
        using var client = loaded.AsChatClient();
        var answer = await client.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi")], new ChatOptions { MaxOutputTokens = 3, Temperature = 0 });
        var prompt = ChatTemplate.FromPretrained(folder.Path)!.Render([ChatTurn.System("Be brief."), ChatTurn.User("Hi")]);
        Assert.Equal(loaded.Tokenizer.Encode(prompt, addSpecialTokens: false).Count, answer.Usage!.InputTokenCount);
        Assert.InRange(answer.Usage.OutputTokenCount!.Value, 0, 3);
    }
}
