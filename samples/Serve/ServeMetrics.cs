using Prometheus;

namespace Serve;

/// <summary>The service's own metrics, beside those of HTTP.</summary>
internal static class ServeMetrics
{
    public static readonly Counter Predictions = Metrics.CreateCounter("serve_predictions_total", "Predictions by kind.", "kind");

    public static readonly Counter Refusals = Metrics.CreateCounter("serve_refusals_total", "Requests refused because the queue was full.");

    public static readonly Gauge Queue = Metrics.CreateGauge("serve_queue_length", "Requests that wait.");

    public static readonly Histogram BatchSize = Metrics.CreateHistogram(
        "serve_batch_size", "Lines that the model computed at once.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 2, 8) });
}
