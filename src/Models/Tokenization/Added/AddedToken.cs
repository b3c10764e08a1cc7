namespace ModelGen.Models.Tokenization;

/// <summary>A token that is found in a text before the text is split into words.</summary>
/// <param name="Content">The text of the token.</param>
internal sealed record AddedToken(string Content)
{
    /// <summary>Whether the token is found only between characters that do not belong to words.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether white space before the token belongs to it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether white space after the token belongs to it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether the token is normalized, and found in the normalized text.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Reads an entry of <c>added_tokens</c>.</summary>
    /// <param name="part">The entry.</param>
    public static AddedToken Read(JsonPart part)
    {
        part.Number("id");
        var isSpecial = part.Flag("special", false);
        var token = new AddedToken(part.Text("content"))
        {
            SingleWord = part.Flag("single_word", false),
            StripsLeft = part.Flag("lstrip", false),
            StripsRight = part.Flag("rstrip", false),
            IsNormalized = part.Flag("normalized", !isSpecial),
        };
        part.Complete();
        return token;
    }
}
