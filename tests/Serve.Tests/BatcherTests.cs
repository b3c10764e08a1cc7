using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Serve.Tests;

/// <summary>Batches of concurrent requests. A batcher that is not started only collects them.</summary>
public sealed class BatcherTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    [Fact]
    public async Task Lines_of_a_batch_get_the_predictions_that_they_get_alone()
    {
        string[] lines = [.. Enumerable.Range(1, 20).Select(i => new string((char)('a' + i), i))];
        using var predictor = new KindPredictor(model.Settings);
        using var batcher = new Batcher(predictor, model.Settings with { MaximumBatch = 8 });
        var answers = lines.Select(line => batcher.TryAdd(line, CancellationToken.None)!).ToList();
        await batcher.StartAsync(CancellationToken.None);
        var together = await Task.WhenAll(answers);
        for (var i = 0; i < lines.Length; i++)
        {
            var alone = predictor.Predict([lines[i]])[0];
            Assert.Equal(alone.Kind, together[i].Kind);
            Assert.Equal(alone.Probability, together[i].Probability, 1e-4);
        }

        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_full_queue_refuses_further_requests()
    {
        using var predictor = new KindPredictor(model.Settings);
        using var batcher = new Batcher(predictor, model.Settings with { QueueLimit = 2 });
        var first = batcher.TryAdd("one", CancellationToken.None);
        Assert.NotNull(first);
        Assert.NotNull(batcher.TryAdd("two", CancellationToken.None));
        Assert.Null(batcher.TryAdd("three", CancellationToken.None));
        await batcher.StartAsync(CancellationToken.None);
        await first;
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_request_that_is_withdrawn_is_left_out()
    {
        using var predictor = new KindPredictor(model.Settings);
        using var batcher = new Batcher(predictor, model.Settings);
        using var withdrawal = new CancellationTokenSource();
        var withdrawn = batcher.TryAdd("one", withdrawal.Token)!;
        var other = batcher.TryAdd("two", CancellationToken.None)!;
        withdrawal.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        var before = ServeMetrics.BatchSize.Sum;
        await batcher.StartAsync(CancellationToken.None);
        await other;
        Assert.True(ServeMetrics.BatchSize.Sum >= before + 1);
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Waiting_requests_are_answered_before_the_end()
    {
        using var predictor = new KindPredictor(model.Settings);
        using var batcher = new Batcher(predictor, model.Settings with { MaximumBatch = 2 });
        var answers = Enumerable.Range(0, 7).Select(_ => batcher.TryAdd("line", CancellationToken.None)!).ToList();
        await batcher.StartAsync(CancellationToken.None);
        await batcher.StopAsync(CancellationToken.None);
        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        Assert.Null(batcher.TryAdd("late", CancellationToken.None));
        Assert.False(batcher.IsReady);
    }

    [Theory]
    [InlineData("MaximumBatch", "0")]
    [InlineData("MaximumDelay", "soon")]
    [InlineData("QueueLimit", "-1")]
    public void A_setting_out_of_range_is_named(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(["--" + name, value]).Build();
        var refused = Assert.Throws<InvalidDataException>(() => ServeSettings.Read(configuration));
        Assert.StartsWith($"{name} is '{value}', expected a number from ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_is_named()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => new KindPredictor(new ServeSettings { Model = "no-such-folder" }));
        Assert.Contains("'no-such-folder' has no kinds.json", missing.Message, StringComparison.Ordinal);
    }
}
