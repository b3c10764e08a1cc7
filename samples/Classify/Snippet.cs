namespace Classify;

/// <summary>An excerpt of a file in UTF-8, and the class of the file.</summary>
internal sealed record Snippet(byte[] Bytes, int Class)
{
    /// <summary>The text on one line.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes).Replace("\n", "⏎");
}
