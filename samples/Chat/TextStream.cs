using System.Collections.Generic;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>Converts a stream of ids to text. A character that consists of several ids appears with the last of them.</summary>
internal sealed class TextStream(ITokenizer tokenizer)
{
    private readonly List<long> _ids = [];
    private int _written;

    /// <summary>Returns the text that an id adds; empty while a character is incomplete.</summary>
    public string Add(long id)
    {
        _ids.Add(id);
        var text = tokenizer.Decode(_ids);
        return text.EndsWith('\uFFFD') ? "" : Added(text);
    }

    /// <summary>Returns the remaining text, including an incomplete character.</summary>
    public string End() => Added(tokenizer.Decode(_ids));

    private string Added(string text)
    {
        // The text can become shorter, because a tokenizer may remove a space where it joins words.
        var added = text.Length > _written ? text[_written..] : "";
        _written = int.Max(_written, text.Length);
        return added;
    }
}
