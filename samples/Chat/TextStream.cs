using System.Collections.Generic;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>Tells the text of ids one after the other. A character that only several ids make up is told with the last of them.</summary>
internal sealed class TextStream(ITokenizer tokenizer)
{
    private readonly List<long> _ids = [];
    private int _told;

    /// <summary>The text that one more id adds, if it is complete.</summary>
    public string Add(long id)
    {
        _ids.Add(id);
        var text = tokenizer.Decode(_ids);
        return text.EndsWith('\uFFFD') ? "" : Tell(text);
    }

    /// <summary>What was not told yet, complete or not.</summary>
    public string End() => Tell(tokenizer.Decode(_ids));

    private string Tell(string text)
    {
        // A tokenizer may take back a space where it joins words.
        var added = text.Length > _told ? text[_told..] : "";
        _told = int.Max(_told, text.Length);
        return added;
    }
}
