using System;
using System.IO;
using Microsoft.Extensions.Configuration;

namespace Serve;

/// <summary>What the service is started with: <c>--Model FOLDER --MaximumBatch 32</c> and so on.</summary>
internal sealed record ServeSettings
{
    /// <summary>The folder with <c>line-encoder.onnx</c> and <c>kinds.json</c>.</summary>
    public string Model { get; init; } = "serve-model";

    /// <summary>The maximum number of lines that the model computes at once; 1 turns batching off.</summary>
    public int MaximumBatch { get; init; } = 32;

    /// <summary>How long the first line of a batch waits for others, in milliseconds. 0 takes what has arrived already.</summary>
    public double MaximumDelay { get; init; }

    /// <summary>How many requests may wait; further ones are refused.</summary>
    public int QueueLimit { get; init; } = 256;

    /// <summary>The maximum size of the body of a request, in bytes.</summary>
    public int BodyLimit { get; init; } = 16 * 1024;

    /// <summary>The number of threads within an operator; one per core if 0.</summary>
    public int Threads { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidDataException">A setting is out of range.</exception>
    public static ServeSettings Read(IConfiguration configuration)
    {
        var defaults = new ServeSettings();
        return new ServeSettings
        {
            Model = configuration[nameof(Model)] ?? defaults.Model,
            MaximumBatch = (int)Number(nameof(MaximumBatch), defaults.MaximumBatch, 1, 1024),
            MaximumDelay = Number(nameof(MaximumDelay), defaults.MaximumDelay, 0, 1000),
            QueueLimit = (int)Number(nameof(QueueLimit), defaults.QueueLimit, 1, 1_000_000),
            BodyLimit = (int)Number(nameof(BodyLimit), defaults.BodyLimit, 1, 1 << 30),
            Threads = (int)Number(nameof(Threads), defaults.Threads, 0, 1024),
        };

        double Number(string name, double byDefault, double least, double most) => configuration[name] is not { } text ? byDefault
            : double.TryParse(text, out var value) && value >= least && value <= most ? value
            : throw new InvalidDataException($"{name} is '{text}', expected a number from {least} to {most}.");
    }
}
