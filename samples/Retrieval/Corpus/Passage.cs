using System;

namespace Retrieval;

/// <summary>A part of a document that is found, shown and cited as a whole.</summary>
/// <param name="Document">The document: a path below its folder, or the name of a file.</param>
/// <param name="Title">Where in the document: the full name of an API member, or the headings above the text.</param>
/// <param name="Lead">The first sentence of a text, or the summary of an API member. It may be empty.</param>
/// <param name="Text">The text after the lead. It may be empty.</param>
internal sealed record Passage(string Document, string Title, string Lead, string Text)
{
    /// <summary>All that is searched and shown.</summary>
    public string Content => string.Join(' ', Lead, Text).Trim();

    /// <summary>
    /// The passage without its lead, as held-out queries search it: the lead is the query, so that a search that finds copies finds
    /// nothing.
    /// </summary>
    public Passage WithoutLead => this with { Lead = "" };

    /// <summary>
    /// Whether the passage is in the held-out tenth. It follows from the title alone, so that the overloads of a member, and the parts of
    /// a section, are on the same side.
    /// </summary>
    public bool IsHeldOut => StableHash.Of(Title) % 10 == 5;
}

/// <summary>The hash FNV-1a (Fowler, Noll and Vo) of a text, which is the same in every process.</summary>
internal static class StableHash
{
    /// <summary>Computes the hash of the UTF-16 code units.</summary>
    public static uint Of(ReadOnlySpan<char> text)
    {
        var hash = 2166136261;
        foreach (var character in text)
        {
            hash = (hash ^ (byte)character) * 16777619;
            hash = (hash ^ (byte)(character >> 8)) * 16777619;
        }

        // The low bits of FNV-1a depend on the low bits of the text only; the finalizer of MurmurHash3 mixes all of them.
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
