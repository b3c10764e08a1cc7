using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace Serve;

/// <summary>
/// Sends requests over connections to this machine, as fast as the answers come, with and without batching, and prints a table.
/// </summary>
internal static class LoadTest
{
    private const double WarmUpSeconds = 0.5;
    private const double Seconds = 3;

    private static readonly string[] _lines =
    [
        "public sealed class Batcher(KindPredictor predictor) : BackgroundService", "<PackageReference Include=\"TorchSharp\" />",
        "| option | default | effect |", "\"frameworks\": { \"net10.0\": {} },", "using System.Collections.Generic;",
        "The linear layers' weights are stored transposed, with `.T` behind the name.", "return batch.Count > 0;",
    ];

    /// <summary>Runs the test.</summary>
    /// <param name="arguments">The settings of the service.</param>
    public static async Task Run(string[] arguments)
    {
        Console.WriteLine("| batching | connections | requests/s | p50, ms | p95, ms | p99, ms | not answered |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, maximum, delay) in new[] { ("off", 1, 0), ("up to 32", 32, 0), ("up to 32, 1 ms", 32, 1) })
        {
            await using var app = Service.Build(
                [.. arguments, "--MaximumBatch", $"{maximum}", "--MaximumDelay", $"{delay}", "--urls", "http://127.0.0.1:0"]);
            await app.StartAsync();
            foreach (var connections in new[] { 1, 8, 32, 128 })
            {
                await Measure(app.Urls.First(), connections, WarmUpSeconds);
                var (latencies, failures) = await Measure(app.Urls.First(), connections, Seconds);
                latencies.Sort();
                Console.WriteLine(FormattableString.Invariant($"| {name} | {connections} | {latencies.Count / Seconds:N0} | ")
                    + string.Join(" | ", new[] { 0.5, 0.95, 0.99 }.Select(share =>
                        FormattableString.Invariant($"{latencies[(int)(share * (latencies.Count - 1))]:F1}"))) + $" | {failures} |");
            }

            await app.StopAsync();
        }
    }

    private static async Task<(List<double> Latencies, int Failures)> Measure(string address, int connections, double seconds)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = new Uri(address),
        };
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, connections).Select(worker => Task.Run(async () =>
        {
            var (latencies, failures) = (new List<double>(), 0);
            for (var i = worker; clock.Elapsed.TotalSeconds < seconds; i++)
            {
                var start = clock.Elapsed;
                using var answer = await client.PostAsJsonAsync(
                    "/predict", new PredictionRequest(_lines[i % _lines.Length]), Messages.Default.PredictionRequest);
                await answer.Content.ReadAsByteArrayAsync();
                failures += answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
                latencies.Add((clock.Elapsed - start).TotalMilliseconds);
            }

            return (latencies, failures);
        })).ToArray();
        var results = await Task.WhenAll(workers);
        return ([.. results.SelectMany(result => result.latencies)], results.Sum(result => result.failures));
    }
}
