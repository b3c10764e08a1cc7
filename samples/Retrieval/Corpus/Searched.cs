using System;
using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>
/// What is compared with what: the text that a passage is found by, and the question that is asked of it when it is held out.
/// </summary>
internal static class Searched
{
    /// <summary>The text that a passage is found by.</summary>
    public static string Text(Passage passage) => $"{ShortTitle(passage)} {passage.Content}";

    /// <summary>The words of the lead that say something about its topic, without those of the member's name or the heading.</summary>
    public static string Question(Passage passage)
    {
        var name = Words.Of(Parts(passage.Title)[^1]).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', Words.Content(passage.Lead).Where(word => !name.Contains(Words.Stem(word))));
    }

    // The namespace and the name of a page say little about one passage.
    private static string ShortTitle(Passage passage) => string.Join(' ', Parts(passage.Title).TakeLast(2));

    private static string[] Parts(string title) => title.Split('.', '›');
}
