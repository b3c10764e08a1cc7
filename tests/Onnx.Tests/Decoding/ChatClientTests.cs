using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Models;
using ModelGen.Models.Tests.Clients;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Chat clients whose model runs in ONNX Runtime.</summary>
public sealed class ChatClientTests
{
    [Fact]
    public async Task A_client_gives_the_answer_of_the_model()
    {
        manual_seed(11);
        using var model = new Gpt2(D: 16, heads: 2, hidden: 32, layers: 2, positions: 128, vocabulary: MarkedTokenizer.Vocabulary);
        model.eval();
        using var fast = model.ForGeneration();
        var settings = new ChatClientSettings
        {
            Template = ChatTemplate.Parse(
                "{{ bos_token }}{% for message in messages %}{{ message.content }}{% endfor %}",
                new Dictionary<string, string> { ["bos_token"] = "<s>" }),
            Generation = new GenerationOptions { Seed = 3, MaxNewTokens = 40, StopIds = [MarkedTokenizer.End], TopK = 40 },
        };
        var tokenizer = new MarkedTokenizer();
        using var expected = new LanguageModelChatClient(model, tokenizer, settings);
        using var actual = new LanguageModelChatClient(fast, tokenizer, settings);
        var answer = await expected.GetResponseAsync("How high is the mountain?");
        Assert.NotEmpty(answer.Text);
        Assert.Equal(answer.Text, (await actual.GetResponseAsync("How high is the mountain?")).Text);
        var streamed = new List<string>();
        await foreach (var update in actual.GetStreamingResponseAsync("How high is the mountain?"))
        {
            streamed.Add(update.Text);
        }

        Assert.Equal(answer.Text, string.Concat(streamed));
    }
}
