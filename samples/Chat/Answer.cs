using System;

namespace Chat;

/// <summary>What an answer took.</summary>
/// <param name="Tokens">Its number of tokens.</param>
/// <param name="Time">From the question to the last of them.</param>
/// <param name="Reused">How many tokens of the conversation did not have to be read again.</param>
/// <param name="IsStopped">Whether it was stopped before its end.</param>
internal readonly record struct Answer(int Tokens, TimeSpan Time, int Reused, bool IsStopped)
{
    /// <summary>In words.</summary>
    public string Describe() =>
        $"[{Tokens:N0} tokens, {Tokens / double.Max(Time.TotalSeconds, 1e-3):N1} tokens/s, {Reused:N0} of the conversation "
            + $"reused{(IsStopped ? ", stopped" : "")}]";
}
