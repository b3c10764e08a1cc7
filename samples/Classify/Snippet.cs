namespace Classify;

/// <summary>A piece of a file, as UTF-8, and the kind of file it stands in.</summary>
internal sealed record Snippet(byte[] Bytes, int Class)
{
    /// <summary>The snippet on one line.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes).Replace("\n", "⏎");
}
