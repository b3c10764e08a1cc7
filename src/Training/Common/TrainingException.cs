using System;

namespace ModelGen.Training;

/// <summary>A fault of the data, the run folder or the configuration, described in one sentence that says what to change.</summary>
public class TrainingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="cause">What caused it, if something else did.</param>
    public TrainingException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
