using System;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Inference;

/// <summary>Opens sessions of ONNX Runtime.</summary>
internal static class RuntimeSession
{
    /// <summary>The optimizer that rearranges a graph for its convolutions.</summary>
    private const string ForConvolutions = "NchwcTransformer";

    /// <summary>The optimizers that a graph without convolutions is opened without.</summary>
    /// <param name="hasConvolutions">
    /// Whether the graph may have convolutions. Rearranging it for them crashes ONNX Runtime 1.31 on some graphs of float16 without any:
    /// on a recurrent encoder and decoder, for example.
    /// </param>
    public static string[] Needless(bool hasConvolutions) => hasConvolutions ? [] : [ForConvolutions];

    /// <summary>Opens a session.</summary>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="disabled">The names of the optimizers that are switched off.</param>
    /// <param name="open">Opens the session with ONNX Runtime's options.</param>
    /// <returns>The session, owned by the caller.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">The native library of ONNX Runtime is missing.</exception>
    public static InferenceSession Open(
        string model, InferenceOptions options, string[] disabled, Func<SessionOptions, InferenceSession> open)
    {
        if (options.Threads is < 1)
        {
            throw new ArgumentException($"{nameof(options.Threads)} is {options.Threads}, expected at least 1.");
        }

        try
        {
            using var session = new SessionOptions
            {
                GraphOptimizationLevel = options.Optimization,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                IntraOpNumThreads = options.Threads ?? 0,
                InterOpNumThreads = 1,
            };
            session.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Spinning ? "1" : "0");
            if (disabled.Length > 0)
            {
                session.AddSessionConfigEntry("optimization.disable_specified_optimizers", string.Join(';', disabled));
            }

            options.Configure?.Invoke(session);
            return open(session);
        }
        catch (Exception cause) when (cause is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new DllNotFoundException(
                $"{model} cannot run in ONNX Runtime, because its native library is missing: add <PackageReference "
                + "Include=\"Microsoft.ML.OnnxRuntime\" /> to the project of the program, or Microsoft.ML.OnnxRuntime.Gpu for a GPU.",
                cause);
        }
    }
}
