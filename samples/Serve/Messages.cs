using System.Collections.Generic;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Serve;

/// <summary>The body of a request: <c>{"text": "public sealed class"}</c>.</summary>
internal sealed record PredictionRequest(string? Text);

/// <summary>The body of an answer: the likeliest kind, its probability, and the probabilities of all kinds.</summary>
internal sealed record Prediction(string Kind, float Probability, IReadOnlyDictionary<string, float> Probabilities);

/// <summary>How the messages become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PredictionRequest))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class Messages : JsonSerializerContext;
