using System;

namespace ModelGen.Onnx;

/// <summary>Thrown when a model cannot be exported. The message names the layer and what to change.</summary>
public sealed class OnnxExportException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cause">The cause, or <c>null</c>.</param>
    public OnnxExportException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
