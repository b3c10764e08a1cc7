using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace Serve;

/// <summary>The service: its endpoints and what they need.</summary>
internal static class Service
{
    private const string Ready = "ready";

    /// <summary>Builds the service without starting it.</summary>
    /// <param name="arguments">The settings and <c>--urls</c>.</param>
    /// <exception cref="System.IO.IOException">A file of the model is missing.</exception>
    /// <exception cref="System.IO.InvalidDataException">A setting is out of range, or the files are of another model.</exception>
    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        var settings = ServeSettings.Read(builder.Configuration);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = settings.BodyLimit);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Messages.Default));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new KindPredictor(settings));
        builder.Services.AddSingleton<Batcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Batcher>());
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>(Ready);

        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that is too large, or is not JSON, is the client's mistake.
            StatusCodeSelector = failure =>
                failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.UseHttpMetrics();
        app.MapPost("/predict", Predict);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Name == Ready });
        app.MapMetrics();
        return app;
    }

    private static async Task<Results<Ok<Prediction>, ProblemHttpResult>> Predict(
        PredictionRequest request, Batcher batcher, HttpResponse response, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(request.Text))
        {
            return TypedResults.Problem("The body has no text: send {\"text\": \"a line\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (batcher.TryAdd(request.Text, cancellation) is not { } answer)
        {
            ServeMetrics.Refusals.Inc();
            response.Headers.RetryAfter = "1";
            return TypedResults.Problem(
                "Too many requests wait: try again after a second.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return TypedResults.Ok(await answer);
    }

    private sealed class ReadyCheck(Batcher batcher) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(batcher.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The queue is closed."));
    }
}
