namespace Course.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Info">What follows the fence: the language, and what the block is.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Start">The position of the text in the page.</param>
internal sealed record Block(string Info, string Text, int Start)
{
    /// <summary>A command line.</summary>
    public const string Command = "";

    /// <summary>A part of a program.</summary>
    public const string Listing = "csharp";

    /// <summary>A part of what the generator writes. A line of <c>// …</c> stands for lines that are left out.</summary>
    public const string Generated = "csharp generated";

    /// <summary>A declaration with a mistake.</summary>
    public const string Broken = "csharp broken";

    /// <summary>What a command prints.</summary>
    public const string Output = "text";

    /// <summary>What the compiler reports of the last declaration with a mistake.</summary>
    public const string Diagnostic = "text diagnostic";

    /// <summary>A formula.</summary>
    public const string Formula = "math";
}
