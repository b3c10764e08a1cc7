using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Serve.Tests;

/// <summary>The service over HTTP.</summary>
public sealed class ServiceTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    [Fact]
    public async Task A_line_gets_a_kind_and_the_probabilities_of_all_kinds()
    {
        await using var app = await model.Start();
        using var client = Client(app);
        using var answer = await Post(client, """{"text": "public sealed class"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var prediction = (await answer.Content.ReadFromJsonAsync(Messages.Default.Prediction))!;
        Assert.Equal([".cs", ".json", ".md"], prediction.Probabilities.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, prediction.Probabilities.Values.Sum(), 1e-5);
        Assert.Equal(prediction.Probabilities.Values.Max(), prediction.Probability);
    }

    [Theory]
    [InlineData("""{"text": "public""", HttpStatusCode.BadRequest)]
    [InlineData("[1]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"text": ""}""", HttpStatusCode.BadRequest)]
    public async Task A_wrong_body_is_described(string body, HttpStatusCode expected)
    {
        await using var app = await model.Start();
        using var client = Client(app);
        using var answer = await Post(client, body);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        await using var app = await model.Start("--BodyLimit", "100");
        using var client = Client(app);
        using var answer = await Post(client, $$"""{"text": "{{new string('x', 200)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var next = await Post(client, """{"text": "short"}""");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_service_whose_queue_is_closed_is_not_ready_and_asks_to_try_again()
    {
        await using var app = await model.Start();
        using var client = Client(app);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        await app.Services.GetRequiredService<Batcher>().StopAsync(CancellationToken.None);
        using var answer = await Post(client, """{"text": "late"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task The_metrics_count_predictions_and_batches()
    {
        await using var app = await model.Start();
        using var client = Client(app);
        (await Post(client, """{"text": "a line"}""")).Dispose();
        var metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("serve_predictions_total{kind=", metrics, StringComparison.Ordinal);
        Assert.Contains("serve_batch_size_bucket{le=\"1\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("http_request_duration_seconds", metrics, StringComparison.Ordinal);
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };

    private static Task<HttpResponseMessage> Post(HttpClient client, string body) =>
        client.PostAsync("/predict", new StringContent(body, Encoding.UTF8, "application/json"));
}
