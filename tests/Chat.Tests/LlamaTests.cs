using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen;
using ModelGen.Layers;
using ModelGen.Models;
using ModelGen.Models.Tokenization;
using Xunit;
using static TorchSharp.torch;

namespace Chat.Tests;

public sealed class LlamaTests
{
    private const long BeginOfText = 263;
    private const long Low = 257;

    private static readonly Sampling _greedy = new(Temperature: 0, TopK: 0, TopP: 1, MaximumTokens: 4, Seed: 1);

    [Fact]
    public async Task The_token_that_begins_a_text_begins_a_conversation_once()
    {
        using var folder = Create();
        using var model = ModelFolder.Load(folder.Path);
        var response = await model.Client.GetResponseAsync(
            "low", new ChatOptions { MaxOutputTokens = 1 }, TestContext.Current.CancellationToken);

        Assert.StartsWith("Llama in ", model.Description);
        Assert.Equal([BeginOfText, Low], model.Client.GetRequiredService<ITokenizer>().Encode("low"));
        Assert.Equal(2, response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_folder_with_a_chat_template_writes_the_conversation_with_it()
    {
        using var folder = Create();
        const string template = "{{ bos_token }}{% for message in messages %}({{ message.role }}:{{ message.content }}){% endfor %}";
        File.WriteAllText(
            folder["tokenizer_config.json"], JsonSerializer.Serialize(new { bos_token = "<|begin_of_text|>", chat_template = template }));
        using var model = ModelFolder.Load(folder.Path);
        var conversation = new Conversation(model.Client, _greedy);

        await conversation.Say("low", TextWriter.Null, TestContext.Current.CancellationToken);

        var tokenizer = model.Client.GetRequiredService<ITokenizer>();
        var language = model.Client.GetRequiredService<ILanguageModel>();
        var prompt = tokenizer.Encode("(user:low)");
        Assert.Equal(BeginOfText, prompt[0]);
        Assert.Equal(
            tokenizer.Decode(language.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 4 })),
            conversation.Messages[^1].Text);
    }

    [Fact]
    public void A_chat_template_that_is_not_supported_is_explained()
    {
        using var folder = Create();
        File.WriteAllText(folder["tokenizer_config.json"], """{ "chat_template": "{% macro f() %}{% endmacro %}" }""");

        var refused = Assert.Throws<SampleException>(() => ModelFolder.Load(folder.Path));

        Assert.Contains("the block 'macro' is not supported", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ids_that_end_a_text_end_an_answer()
    {
        using var folder = Create();
        IReadOnlyList<long> ids;
        using (var model = ModelFolder.Load(folder.Path))
        {
            ids = model.Client.GetRequiredService<ILanguageModel>()
                .Generate([BeginOfText, Low], GenerationOptions.Greedy with { MaxNewTokens = 4 });
            Assert.NotEqual(ids[0], ids[1]);
        }

        File.WriteAllText(folder["config.json"], File.ReadAllText(folder["config.json"]).TrimEnd('}') + $$""", "eos_token_id": [{{ids[1]}}, 999] }""");
        using var ending = ModelFolder.Load(folder.Path);
        var brief = new Conversation(ending.Client, _greedy);

        Assert.Equal(1, (await brief.Say("low", TextWriter.Null, TestContext.Current.CancellationToken)).Tokens);
    }

    /// <summary>A Llama with as many tokens as its tokenizer.</summary>
    private static ModelGen.Models.Tests.ModelFolder Create()
    {
        manual_seed(2);
        var folder = new ModelGen.Models.Tests.ModelFolder("llama_tiny", "llama", change: config =>
        {
            config["vocab_size"] = BeginOfText + 1;
            config.Remove("eos_token_id");
        });
        using var llama = Llama.Create(new LlamaConfig(BeginOfText + 1, 64, 2, 4, 2, 16, 172, 1e-5, new RotaryOptions()));
        Checkpoint.Save((nn.Module)(object)llama, folder["model.safetensors"], new SaveOptions { Map = Llama.HubNames() });
        return folder;
    }
}
