using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Serve;

const string help = """
    A service that predicts the kind of the file that a line of text is from. POST /predict {"text": "..."}, GET /health/live,
    GET /health/ready, GET /metrics.

      --Model FOLDER       the files of samples/Serve.Training (serve-model)
      --MaximumBatch N     lines that are computed at once; 1 turns batching off (32)
      --MaximumDelay MS    how long a line waits for others (0: not at all)
      --QueueLimit N       requests that may wait; further ones get 503 (256)
      --BodyLimit BYTES    the maximum size of a body; larger ones get 413 (16384)
      --Threads N          threads within an operator; one per core if 0 (0)
      --urls URL           where it listens (http://localhost:5000)

    The argument load, first, runs a load test on this machine instead. Exit code 2: a setting or the model is not valid.
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(help);
    return 0;
}

try
{
    if (args is ["load", .. var settings])
    {
        await LoadTest.Run(settings);
        return 0;
    }

    await using var app = Service.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception mistake) when (mistake is InvalidDataException or IOException or DllNotFoundException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
