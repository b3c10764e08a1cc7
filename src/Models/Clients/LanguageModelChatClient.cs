using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Decoding;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models;

/// <summary>
/// A language model as an <see cref="IChatClient"/>: a model of this package, or any <c>[Autoregressive]</c> model with its tokenizer.
/// </summary>
/// <remarks>
/// <para>
/// Requests may run at the same time. The decoding state of a finished request is kept, so that the next request computes only the part
/// of its conversation that is new; <see cref="UsageDetails.CachedInputTokenCount"/> is the number of ids that were reused.
/// </para>
/// <para>
/// The text of a message is data: a special token within it, such as <c>&lt;|im_end|&gt;</c>, is encoded as ordinary characters. With
/// tools, an answer is returned as a whole, because only its end shows whether it calls one.
/// </para>
/// </remarks>
public sealed class LanguageModelChatClient : IChatClient
{
    private readonly ILanguageModel _model;
    private readonly ITokenizer _tokenizer;
    private readonly ChatClientSettings _settings;
    private readonly ChatClientMetadata _metadata;
    private DecodingState? _decoding;
    private volatile bool _isDisposed;

    /// <summary>Creates a client. It does not own the model.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="settings">How conversations and answers are written; the defaults when null.</param>
    public LanguageModelChatClient(ILanguageModel model, ITokenizer tokenizer, ChatClientSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_model, _tokenizer, _settings) = (model, tokenizer, settings ?? new ChatClientSettings());
        _metadata = new ChatClientMetadata("ModelGen", providerUri: null, _settings.ModelId);
    }

    /// <summary>Answers a conversation.</summary>
    /// <param name="messages">The messages of the conversation, all of them: the client keeps none.</param>
    /// <param name="options">What this request asks for.</param>
    /// <param name="cancellationToken">Cancels the answer between two ids.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">
    /// The conversation is empty, too long for the model, or contains something other than text and tools, or an option is out of range.
    /// </exception>
    /// <exception cref="NotSupportedException">The options ask for something that the model cannot do.</exception>
    /// <exception cref="PretrainedException">The chat template refuses the messages.</exception>
    /// <exception cref="GenerationException">The scores of the model contain NaN or infinity, or no id can be chosen.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>Answers a conversation and returns the parts of the answer as soon as they are generated.</summary>
    /// <param name="messages">The messages of the conversation, all of them: the client keeps none.</param>
    /// <param name="options">What this request asks for.</param>
    /// <param name="cancellationToken">Cancels the answer between two ids.</param>
    /// <returns>The parts of the answer; the last one has the finish reason and the numbers of ids.</returns>
    /// <inheritdoc cref="GetResponseAsync" path="/exception"/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var request = ChatRequest.Read(this, _settings, options);
        var prompt = new ChatPrompt(_model, _tokenizer, _settings).Encode(ChatMessages.ToTurns(messages, options?.Instructions), request);
        return Answer(prompt, request, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        object?[] services = [this, _metadata, _model, _tokenizer, _settings.Template];
        return serviceKey is null ? Array.Find(services, serviceType.IsInstanceOfType) : null;
    }

    /// <summary>Disposes the kept decoding state, but not the model.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _decoding, null)?.Dispose();
    }

    private async IAsyncEnumerable<ChatResponseUpdate> Answer(
        IReadOnlyList<long> prompt, ChatRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var id = Guid.NewGuid().ToString("N");
        var decoding = Interlocked.Exchange(ref _decoding, null) ?? _model.NewDecoding();
        try
        {
            var reused = CountReused(decoding, prompt);
            var text = new AnswerText(_tokenizer, request.StopStrings);
            var count = 0;
            await foreach (var next in _model.StreamAsync(prompt, request.Generation, decoding, cancellation).ConfigureAwait(false))
            {
                count++;
                var added = text.Add(next);
                if (added.Length > 0 && request.Tools.Count == 0)
                {
                    yield return Update(id, new TextContent(added));
                }

                if (text.IsStopped)
                {
                    break;
                }
            }

            var rest = text.End();
            foreach (var content in request.Tools.Count > 0 ? ToolCalls.Read(text.Whole, request.AllowsManyCalls) : Texts(rest))
            {
                yield return Update(id, content);
            }

            var last = Update(id, new UsageContent(new UsageDetails
            {
                InputTokenCount = prompt.Count,
                CachedInputTokenCount = reused,
                OutputTokenCount = count,
                TotalTokenCount = prompt.Count + count,
            }));
            last.FinishReason = request.Tools.Count > 0 && ToolCalls.Contains(text.Whole) ? ChatFinishReason.ToolCalls
                : !text.IsStopped && (count >= request.Generation.MaxNewTokens || prompt.Count + count >= _model.MaximumLength)
                    ? ChatFinishReason.Length
                : ChatFinishReason.Stop;
            yield return last;
        }
        finally
        {
            Keep(decoding);
        }
    }

    private static IEnumerable<AIContent> Texts(string text) => text.Length > 0 ? [new TextContent(text)] : [];

    private ChatResponseUpdate Update(string id, AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = id,
        MessageId = id,
        ModelId = _settings.ModelId,
        CreatedAt = DateTimeOffset.UtcNow,
    };

    // Of several requests at the same time, the state of the last one is kept.
    private void Keep(DecodingState decoding)
    {
        Interlocked.Exchange(ref _decoding, decoding)?.Dispose();
        if (_isDisposed)
        {
            Interlocked.Exchange(ref _decoding, null)?.Dispose();
        }
    }

    private static int CountReused(DecodingState decoding, IReadOnlyList<long> prompt) => decoding.Rows == 0 ? 0
        : int.Min(decoding.Ids(0).Zip(prompt).TakeWhile(pair => pair.First == pair.Second).Count(), prompt.Count - 1);
}
