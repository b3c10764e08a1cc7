using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests.Clients;

/// <summary>Encoders as embedding generators of Microsoft.Extensions.AI.</summary>
public sealed class EmbeddingGeneratorTests
{
    private static readonly string[] _texts = ["low lower new .", "new", "new . new low lowest . lower", "", "low lower new ."];

    [Theory]
    [InlineData(EmbeddingPooling.Mean)]
    [InlineData(EmbeddingPooling.FirstToken)]
    public async Task A_batch_has_the_vectors_of_its_texts_alone(EmbeddingPooling pooling)
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var bert = Bert.FromPretrained(folder.Path);
        using var generator = bert.AsEmbeddingGenerator(new TextEmbeddingSettings { Pooling = pooling, BatchSize = 2, Normalize = false });

        var vectors = await generator.GenerateAsync(_texts);

        Assert.Equal(_texts.Sum(text => (long)bert.Tokenizer.Encode(text).Count), vectors.Usage!.InputTokenCount);
        for (var i = 0; i < _texts.Length; i++)
        {
            using var scope = NewDisposeScope();
            using var input = BertInput.Of(bert.Tokenizer, [_texts[i]]);
            var (hidden, _) = bert.Model.call(input.Ids, input.TokenTypes);
            var expected = pooling == EmbeddingPooling.Mean ? hidden[0].mean([0]) : hidden[0, 0];
            Assert.Equal(expected.data<float>().ToArray(), vectors[i].Vector.ToArray(), (one, other) => Math.Abs(one - other) < 1e-5);
        }
    }

    [Fact]
    public async Task Vectors_have_length_one_and_equal_texts_equal_vectors()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var bert = Bert.FromPretrained(folder.Path);
        using var generator = bert.AsEmbeddingGenerator();

        var vectors = await generator.GenerateAsync(_texts);

        Assert.All(vectors, vector => Assert.Equal(1, vector.Vector.ToArray().Sum(one => one * one), 1e-5));
        Assert.Equal(1, Cosine(vectors[0], vectors[4]), 1e-5);
        Assert.True(Cosine(vectors[0], vectors[2]) < 0.999);
        Assert.Equal(
            vectors[1].Vector.ToArray(), (await generator.GenerateVectorAsync("new")).ToArray(),
            (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.Empty(await generator.GenerateAsync([]));
    }

    [Fact]
    public async Task Long_texts_are_shortened_and_keep_their_end_token()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var bert = Bert.FromPretrained(folder.Path);
        using var generator = bert.AsEmbeddingGenerator();
        var longest = await generator.GenerateAsync([string.Concat(Enumerable.Repeat("low lower new ", 1000))]);
        Assert.Equal(bert.Config.Positions, longest.Usage!.InputTokenCount);

        List<IReadOnlyList<long>> read = [];
        using var spy = new TextEmbeddingGenerator(
            bert.Tokenizer,
            (ids, padding) =>
            {
                read.Add([.. ids.data<long>()]);
                return zeros(ids.shape[0], 4);
            },
            new TextEmbeddingSettings { MaximumLength = 4 });
        await spy.GenerateAsync(["low lower new . low"]);
        var whole = bert.Tokenizer.Encode("low lower new . low");
        Assert.Equal([.. whole.Take(3), whole[^1]], read.Single());
    }

    [Fact]
    public async Task The_first_dimensions_are_normalized_again()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var bert = Bert.FromPretrained(folder.Path);
        using var generator = bert.AsEmbeddingGenerator();
        var whole = (await generator.GenerateVectorAsync("low lower")).ToArray();
        var first = (await generator.GenerateVectorAsync("low lower", new EmbeddingGenerationOptions { Dimensions = 3 })).ToArray();

        var length = Math.Sqrt(whole.Take(3).Sum(one => one * one));
        Assert.Equal(whole.Take(3).Select(one => (float)(one / length)), first, (one, other) => Math.Abs(one - other) < 1e-5);
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 9999 }));
        Assert.StartsWith(
            $"Dimensions is 9999, and the vectors of the model have {whole.Length}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_Sentence_Transformers_says_how_to_pool()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        Directory.CreateDirectory(folder["1_Pooling"]);
        File.WriteAllText(folder["1_Pooling/config.json"], """{ "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false }""");
        File.WriteAllText(folder["sentence_bert_config.json"], """{ "max_seq_length": 5 }""");
        using var bert = Bert.FromPretrained(folder.Path);
        using var generator = bert.AsEmbeddingGenerator();
        using var first = bert.AsEmbeddingGenerator(new TextEmbeddingSettings { Pooling = EmbeddingPooling.FirstToken, MaximumLength = 5 });
        const string text = "low lower new . lowest new";
        Assert.Equal((await first.GenerateVectorAsync(text)).ToArray(), (await generator.GenerateVectorAsync(text)).ToArray());
        Assert.Equal(5, (await generator.GenerateAsync([text])).Usage!.InputTokenCount);

        File.WriteAllText(folder["1_Pooling/config.json"], """{ "pooling_mode_max_tokens": true }""");
        Assert.Contains(
            "pooling_mode_max_tokens true, but supported is false",
            Assert.Throws<PretrainedException>(() => bert.AsEmbeddingGenerator()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_the_users_own_may_return_the_vectors_of_texts()
    {
        using var generator = new TextEmbeddingGenerator(
            new MarkedTokenizer(), (ids, padding) => stack([ids.sum(1), padding.sum(1)], 1),
            new TextEmbeddingSettings { Normalize = false });

        var vectors = await generator.GenerateAsync(["ab", "c"]);

        // A batch is padded with 0, and each text begins with an id of its own.
        Assert.Equal([258 + 97 + 98, 0], vectors[0].Vector.ToArray());
        Assert.Equal([258 + 99, 1], vectors[1].Vector.ToArray());
    }

    [Fact]
    public async Task Mistakes_are_explained_and_every_tensor_is_disposed()
    {
        var tokenizer = new MarkedTokenizer();
        Handles.Settle();
        var before = Tensor.TotalCount;
        using var generator = new TextEmbeddingGenerator(tokenizer, (ids, padding) => zeros(ids.shape[0], 2, 3));
        Assert.Contains(
            "The encoder returned (1, 2, 3) for ids (1, 4); it must return (B, T, D) or (B, D).",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => generator.GenerateAsync(["abc"]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Text 1 is null.", (await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a", null!]))).Message,
            StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], null, cancelled.Token));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new TextEmbeddingGenerator(tokenizer, (ids, _) => ids, new TextEmbeddingSettings { BatchSize = 0 }));
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static double Cosine(Embedding<float> one, Embedding<float> other) =>
        one.Vector.ToArray().Zip(other.Vector.ToArray()).Sum(pair => (double)pair.First * pair.Second);
}
