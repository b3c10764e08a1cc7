using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
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
    public async Task A_second_answer_follows_the_whole_conversation_and_computes_only_what_is_new()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy);
        var first = await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var second = await conversation.Say("cab", TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.Equal(0, first.Reused);
        Assert.Equal(12, first.Tokens);
        var answer = Fresh(model, "abc");
        Assert.Equal(["abc", answer, "cab", Fresh(model, "abc" + answer + "\ncab")], conversation.Messages.Select(message => message.Text));
        // The last token of an answer is chosen and not read.
        Assert.Equal(3 + 12 - 1, second.Reused);
    }

    [Fact]
    public async Task WhatIsSaidIsWrittenAsItComes()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy);
        using var writer = new StringWriter();

        await conversation.Say("abc", writer, TestContext.Current.CancellationToken);

        Assert.Equal(conversation.Messages[^1].Text + Environment.NewLine, writer.ToString());
    }

    [Fact]
    public async Task TheSameSeedDrawsTheSameConversation()
    {
        using var model = Create();
        async Task<IReadOnlyList<string>> Talk(int seed)
        {
            var conversation = new Conversation(model.Client, _greedy with { Temperature = 1, Seed = seed });
            await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
            await conversation.Say("cab", TextWriter.Null, TestContext.Current.CancellationToken);
            return conversation.Messages.Select(message => message.Text).ToList();
        }

        Assert.Equal(await Talk(3), await Talk(3));
        Assert.NotEqual(await Talk(3), await Talk(4));
    }

    [Fact]
    public async Task The_oldest_messages_are_left_out_if_the_model_has_too_few_positions()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy with { MaximumTokens = 100 });
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var second = await conversation.Say("a" + new string('b', 30), TextWriter.Null, TestContext.Current.CancellationToken);

        // 128 positions, half of which are reserved for the answer.
        Assert.Equal(100, second.Tokens);
        Assert.Equal(2, second.Reused);
        Assert.Equal(4, conversation.Messages.Count);
        Assert.Equal(Fresh(model, "a" + new string('b', 30), 100), conversation.Messages[^1].Text);
    }

    [Fact]
    public async Task AnAnswerStopsWhenItIsAskedToAndTheConversationGoesOn()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy with { MaximumTokens = 100 });
        using var cancellation = new CancellationTokenSource();
        using var writer = new CancellingWriter(cancellation, after: 5);

        var answer = await conversation.Say("abc", writer, cancellation.Token);

        Assert.True(answer.IsStopped);
        Assert.Equal(5, answer.Tokens);
        Assert.Equal(5, conversation.Messages[^1].Text.Length);
        Assert.False((await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken)).IsStopped);
    }

    [Theory]
    [InlineData("", "The prompt is empty.")]
    [InlineData("  ", "The prompt is empty.")]
    [InlineData("aéb🙂é", "The model does not know 'é', '🙂'; rephrase the prompt without it.")]
    public async Task APromptOfNoUseIsRefusedAndNothingIsLost(string prompt, string message)
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy);
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var said = conversation.Messages.ToList();

        Assert.Equal(message, (await Assert.ThrowsAsync<SampleException>(() => conversation.Say(prompt, TextWriter.Null,
            TestContext.Current.CancellationToken))).Message);
        Assert.Equal(said, conversation.Messages);
    }

    [Fact]
    public async Task APromptLongerThanTheContextIsRefused()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy);

        var error = await Assert.ThrowsAsync<SampleException>(() => conversation.Say(new string('a', 128), TextWriter.Null,
            TestContext.Current.CancellationToken));

        Assert.Equal(
            "The conversation has 128 tokens, and the model has 128 positions for it and the answer: shorten it.", error.Message);
        Assert.Empty(conversation.Messages);
    }

    [Fact]
    public async Task AModelWhoseScoresAreNoNumbersIsToldAndNothingIsLost()
    {
        using var model = Create();
        var conversation = new Conversation(model.Client, _greedy);
        await conversation.Say("abc", TextWriter.Null, TestContext.Current.CancellationToken);
        var said = conversation.Messages.ToList();
        using (no_grad())
        {
            ((nn.Module)model.Owner).parameters().First().fill_(double.NaN);
        }

        var error =
            await Assert.ThrowsAsync<SampleException>(() => conversation.Say("b", TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("contain NaN or infinity", error.Message);
        Assert.Equal(said, conversation.Messages);
    }

    private static ChatModel Create()
    {
        manual_seed(5);
        var alphabet = Alphabet.Of("abc\n".EnumerateRunes(), minimum: 1);
        var model = new CharGpt(alphabet.Count);
        model.eval();
        return ChatModel.Of(model, alphabet, "a test's");
    }

    private static string Fresh(ChatModel model, string prompt, int tokens = 12)
    {
        var tokenizer = model.Client.GetRequiredService<ITokenizer>();
        return tokenizer.Decode(model.Client.GetRequiredService<ILanguageModel>().Generate(
            tokenizer.Encode(prompt),
            GenerationOptions.Greedy with { MaxNewTokens = tokens, BannedIds = [Alphabet.Unknown], Overflow = ContextOverflow.Slide }));
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
