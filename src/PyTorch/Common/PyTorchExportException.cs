using System;

namespace ModelGen.PyTorch;

/// <summary>Thrown when a model cannot be exported. The message names the layer and what to change.</summary>
public sealed class PyTorchExportException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cause">The cause, or <c>null</c>.</param>
    public PyTorchExportException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
