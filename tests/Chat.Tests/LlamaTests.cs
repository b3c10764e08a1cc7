using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen;
using ModelGen.Layers;
using ModelGen.Models;
using Xunit;
using static TorchSharp.torch;

namespace Chat.Tests;

public sealed class LlamaTests
{
    private const long BeginOfText = 263;

    [Fact]
    public async Task WhatBeginsATextBeginsAConversationOnce()
    {
        using var folder = Create();
        using var model = ModelFolder.Load(folder.Path);
        using var conversation = new Conversation(model, new Sampling(Temperature: 0, TopK: 0, TopP: 1, MaximumTokens: 4, Seed: 1));

        await conversation.Say("low", TextWriter.Null, TestContext.Current.CancellationToken);
        await conversation.Say("new", TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.StartsWith("Llama in ", model.Description);
        Assert.Equal(model.Tokenizer.Encode("low"), conversation.Said.Take(2));
        Assert.Equal(BeginOfText, conversation.Said[0]);
        Assert.Equal(model.Tokenizer.Encode("\nnew").Skip(1), conversation.Said.Skip(6).SkipLast(4));
    }

    [Fact]
    public async Task TheIdsThatEndATextEndAnAnswer()
    {
        using var folder = Create();
        var options = new Sampling(Temperature: 0, TopK: 0, TopP: 1, MaximumTokens: 4, Seed: 1);
        long second;
        using (var model = ModelFolder.Load(folder.Path))
        {
            using var conversation = new Conversation(model, options);
            await conversation.Say("low", TextWriter.Null, TestContext.Current.CancellationToken);
            second = conversation.Said[3];
            Assert.NotEqual(conversation.Said[2], second);
        }

        File.WriteAllText(folder["config.json"], File.ReadAllText(folder["config.json"]).TrimEnd('}') + $$""", "eos_token_id": [{{second}}, 999] }""");
        using var ending = ModelFolder.Load(folder.Path);
        using var brief = new Conversation(ending, options);

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
