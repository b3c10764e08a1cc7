using System;

namespace Chat;

/// <summary>Statistics of an answer.</summary>
/// <param name="Tokens">The number of generated tokens.</param>
/// <param name="Time">The time from the prompt to the last token.</param>
/// <param name="Reused">
/// The number of tokens of the conversation that were not computed again; <c>null</c> if the answer was cancelled.
/// </param>
/// <param name="IsStopped">Whether the answer was cancelled.</param>
internal readonly record struct Answer(int Tokens, TimeSpan Time, long? Reused, bool IsStopped)
{
    /// <summary>Formats the statistics.</summary>
    public string Describe() =>
        $"[{Tokens:N0} tokens, {Tokens / double.Max(Time.TotalSeconds, 1e-3):N1} tokens/s, "
            + (IsStopped ? "stopped]" : $"{Reused:N0} tokens reused from the conversation]");
}
