using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Retrieval;

/// <summary>The text below a heading of a document.</summary>
/// <param name="Title">The headings above the text, from the outermost.</param>
/// <param name="Text">The text.</param>
internal sealed record Section(string Title, string Text)
{
    private const int LongestPassage = 1200;

    /// <summary>
    /// Cuts the section into passages of whole sentences, each of up to 1,200 characters. A sentence that is longer is cut.
    /// </summary>
    public IEnumerable<Passage> Passages(string document)
    {
        List<string> sentences = [];
        var length = 0;
        foreach (var sentence in Sentences.Of(Text).SelectMany(Pieces))
        {
            if (length + sentence.Length > LongestPassage && sentences.Count > 0)
            {
                yield return Of(document, sentences);
                (sentences, length) = ([], 0);
            }

            sentences.Add(sentence);
            length += sentence.Length + 1;
        }

        if (sentences.Count > 0)
        {
            yield return Of(document, sentences);
        }
    }

    private Passage Of(string document, IReadOnlyList<string> sentences) =>
        new(document, Title, sentences[0], string.Join(' ', sentences.Skip(1)));

    private static IEnumerable<string> Pieces(string sentence)
    {
        for (var start = 0; start < sentence.Length;)
        {
            var end = int.Min(start + LongestPassage, sentence.Length);
            if (end < sentence.Length && char.IsLowSurrogate(sentence[end]))
            {
                end--;
            }

            yield return sentence[start..end];
            start = end;
        }
    }
}

/// <summary>Collects the text of a document under the headings above it.</summary>
/// <param name="document">The title of what precedes the first heading.</param>
internal sealed class SectionBuilder(string document)
{
    private readonly List<(int Level, string Text)> _headings = [];
    private readonly List<Section> _sections = [];
    private readonly StringBuilder _text = new();

    /// <summary>Begins a section.</summary>
    /// <param name="level">The level of the heading, 1 for the outermost.</param>
    /// <param name="text">The heading.</param>
    public void Heading(int level, string text)
    {
        End();
        _headings.RemoveAll(heading => heading.Level >= level);
        _headings.Add((level, Words.OnOneLine(text)));
    }

    /// <summary>Appends a block of text to the section at hand.</summary>
    public void Text(string text) => _text.Append(text).Append('\n');

    /// <summary>Ends the document and returns its sections that have a text.</summary>
    public IReadOnlyList<Section> Build()
    {
        End();
        return _sections;
    }

    private void End()
    {
        var text = Words.OnOneLine(_text.ToString());
        _text.Clear();
        if (text.Length > 0)
        {
            _sections.Add(new(_headings.Count == 0 ? document : string.Join(" › ", _headings.Select(heading => heading.Text)), text));
        }
    }
}
