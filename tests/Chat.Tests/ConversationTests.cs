using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ModelGen;
using ModelGen.Models.Tokenization;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Chat.Tests;

public sealed class ConversationTests
{
    private static readonly Sampling _greedy = new(Temperature: 0, TopK: 0, TopP: 1, MaximumTokens: 12, Seed: 1);

    [Fact]
    public async Task ASecondAnswerFollowsAllThatWasSaidAndReadsOnlyWhatIsNew()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy);
        var first = await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var said = conversation.Said.ToList();
        var second = await conversation.Say("cab", TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.Equal(0, first.Reused);
        Assert.Equal(12, first.Tokens);
        Assert.Equal([.. model.Tokenizer.Encode("abc"), .. Fresh(model, model.Tokenizer.Encode("abc"))], said);
        // The last token of an answer is drawn and not read.
        Assert.Equal(said.Count - 1, second.Reused);
        long[] all = [.. said, .. model.Tokenizer.Encode("\ncab")];
        Assert.Equal([.. all, .. Fresh(model, all)], conversation.Said);
    }

    [Fact]
    public async Task WhatIsSaidIsWrittenAsItComes()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy);
        using var writer = new StringWriter();

        await conversation.Say("abc", writer, TestContext.Current.CancellationToken);

        Assert.Equal(model.Tokenizer.Decode(conversation.Said.Skip(3).ToList()) + Environment.NewLine, writer.ToString());
    }

    [Fact]
    public async Task TheSameSeedDrawsTheSameConversation()
    {
        using var model = Create();
        async Task<IReadOnlyList<long>> Talk(int seed)
        {
            using var conversation = new Conversation(model, _greedy with { Temperature = 1, Seed = seed });
            await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
            await conversation.Say("cab", TextWriter.Null, TestContext.Current.CancellationToken);
            return conversation.Said.ToList();
        }

        Assert.Equal(await Talk(3), await Talk(3));
        Assert.NotEqual(await Talk(3), await Talk(4));
    }

    [Fact]
    public async Task WhatDoesNotFitIsForgottenFromItsBeginning()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy with { MaximumTokens = 100 });
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var end = conversation.Said.TakeLast(60).ToList();
        await conversation.Say("a" + new string('b', 30), TextWriter.Null, TestContext.Current.CancellationToken);

        // 128 positions: half of them are kept, with the 32 of the second prompt.
        Assert.Equal(end.TakeLast(32), conversation.Said.Take(32));
        Assert.Equal(model.Tokenizer.Encode("\na" + new string('b', 30)), conversation.Said.Skip(32).Take(32));
        Assert.Equal(164, conversation.Said.Count);
    }

    [Fact]
    public async Task AnAnswerStopsWhenItIsAskedToAndTheConversationGoesOn()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy with { MaximumTokens = 100 });
        using var cancellation = new CancellationTokenSource();
        using var writer = new CancellingWriter(cancellation, after: 5);

        var answer = await conversation.Say("abc", writer, cancellation.Token);

        Assert.True(answer.IsStopped);
        Assert.Equal(5, answer.Tokens);
        Assert.Equal(8, conversation.Said.Count);
        Assert.False((await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken)).IsStopped);
    }

    [Theory]
    [InlineData("", "The prompt is empty.")]
    [InlineData("  ", "The prompt is empty.")]
    [InlineData("aéb🙂é", "The model does not know 'é', '🙂'; rephrase the prompt without it.")]
    public async Task APromptOfNoUseIsRefusedAndNothingIsLost(string prompt, string message)
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy);
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var said = conversation.Said.ToList();

        Assert.Equal(message, (await Assert.ThrowsAsync<SampleException>(() => conversation.Say(prompt, TextWriter.Null,
            TestContext.Current.CancellationToken))).Message);
        Assert.Equal(said, conversation.Said);
    }

    [Fact]
    public async Task APromptLongerThanTheContextIsRefused()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy);

        var error = await Assert.ThrowsAsync<SampleException>(() => conversation.Say(new string('a', 128), TextWriter.Null,
            TestContext.Current.CancellationToken));

        Assert.Equal(
            "The prompt has 128 tokens, and the model has 128 positions for the prompt and the answer; shorten it.", error.Message);
        Assert.Empty(conversation.Said);
    }

    [Fact]
    public async Task AModelWhoseScoresAreNoNumbersIsToldAndNothingIsLost()
    {
        using var model = Create();
        using var conversation = new Conversation(model, _greedy);
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var said = conversation.Said.ToList();
        using (no_grad())
        {
            ((nn.Module)model.Language).parameters().First().fill_(double.NaN);
        }

        var error =
            await Assert.ThrowsAsync<SampleException>(() => conversation.Say("b", TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("contain NaN or infinity", error.Message);
        Assert.Equal(said, conversation.Said);
    }

    [Fact]
    public void ACharacterOfSeveralIdsIsToldWithTheLastOfThem()
    {
        var stream = new TextStream(new Utf8Tokenizer());
        var told = "aé🙂"u8.ToArray().Select(value => stream.Add(value)).ToList();

        Assert.Equal(["a", "", "é", "", "", "", "🙂"], told);
        Assert.Equal("", stream.Add(0xF0));
        Assert.Equal("\uFFFD", stream.End());
    }

    private static ChatModel Create()
    {
        manual_seed(5);
        var alphabet = Alphabet.Of("abc\n".EnumerateRunes(), minimum: 1);
        var model = new CharGpt(alphabet.Count);
        model.eval();
        return ChatModel.Of(model, alphabet, "a test's");
    }

    private static IReadOnlyList<long> Fresh(ChatModel model, IReadOnlyList<long> prompt) =>
        model.Language.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 12, BannedIds = model.BannedIds });

    /// <summary>Each byte of UTF-8 is an id.</summary>
    private sealed class Utf8Tokenizer : ITokenizer
    {
        public IReadOnlyList<long> Encode(string text) => Encoding.UTF8.GetBytes(text).Select(value => (long)value).ToList();

        public string Decode(IReadOnlyList<long> ids) => Encoding.UTF8.GetString(ids.Select(id => (byte)id).ToArray());
    }

    /// <summary>Asks for a stop when so much was written.</summary>
    private sealed class CancellingWriter(CancellationTokenSource cancellation, int after) : StringWriter
    {
        private int _writes;

        public override void Write(string? value)
        {
            if (++_writes == after)
            {
                cancellation.Cancel();
            }
        }
    }
}
