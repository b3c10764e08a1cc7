using System.Collections.Immutable;

namespace ModelGen.Generator.Tests;

/// <summary>A program with a mistake, as people write it, and the same without.</summary>
/// <param name="Title">What the mistake is.</param>
/// <param name="Faulty">The program, with what is underlined marked as in <see cref="Markup"/>; no marks if nothing is reported.</param>
/// <param name="Messages">What is reported.</param>
/// <param name="Guard">What the generated code holds against it when nothing is reported.</param>
/// <param name="Reason">Why it is missed, if neither finds it.</param>
/// <param name="Corrected">The program without the mistake.</param>
internal sealed record Fault(string Title, string Faulty, ImmutableArray<string> Messages, string? Guard, string? Reason, string Corrected)
{
    /// <summary>The analyzer reports it.</summary>
    public static Fault Reported(string title, string faulty, string message, string corrected) =>
        Reported(title, faulty, [message], corrected);

    /// <inheritdoc cref="Reported(string, string, string, string)"/>
    public static Fault Reported(string title, string faulty, ImmutableArray<string> messages, string corrected) =>
        new(title, faulty, messages, null, null, corrected);

    /// <summary>Only the call decides, and the generated code checks.</summary>
    public static Fault Guarded(string title, string faulty, string guard, string corrected) =>
        new(title, faulty, [], guard, null, corrected);

    /// <summary>Neither reported nor checked.</summary>
    public static Fault Missed(string title, string faulty, string reason, string corrected) =>
        new(title, faulty, [], null, reason, corrected);
}

/// <summary>Programs with mistakes of one class.</summary>
internal sealed record FaultClass(string Name, ImmutableArray<Fault> Programs);
