namespace ModelGen.Models.Tokenization;

/// <summary>Changes a text before it is split.</summary>
internal interface INormalizer
{
    /// <summary>Returns the normalized text.</summary>
    /// <param name="text">A text without halves of surrogate pairs.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A regular expression takes too long.</exception>
    string Normalize(string text);
}
