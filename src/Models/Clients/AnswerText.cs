using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models;

/// <summary>
/// Converts the ids of an answer to text as they come. A character that consists of several ids appears with the last of them, and a text
/// that may be the beginning of a stop string is held back until it is decided.
/// </summary>
internal sealed class AnswerText(ITokenizer tokenizer, IReadOnlyList<string> stops)
{
    private readonly List<long> _ids = [];
    private readonly StringBuilder _whole = new();
    private readonly StringBuilder _held = new();

    // The ids from _context on are decoded; those before _decoded are already part of the text, and are decoded again because a tokenizer
    // may write an id otherwise at the beginning of a text.
    private int _context;
    private int _decoded;

    /// <summary>Whether a stop string has ended the answer.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The text so far, without what is held back.</summary>
    public string Whole => _whole.ToString();

    /// <summary>Adds an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The text that has become certain; often empty.</returns>
    public string Add(long id)
    {
        _ids.Add(id);
        var (before, now) = Decode();
        if (now.EndsWith('\uFFFD') || now.Length <= before.Length)
        {
            return string.Empty;
        }

        (_context, _decoded) = (_decoded, _ids.Count);
        return Release(now[before.Length..], isEnd: false);
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>The text that was held back, with an incomplete character as U+FFFD.</returns>
    public string End()
    {
        if (IsStopped)
        {
            return string.Empty;
        }

        var (before, now) = Decode();
        _decoded = _ids.Count;
        return Release(now.Length > before.Length ? now[before.Length..] : string.Empty, isEnd: true);
    }

    private (string Before, string Now) Decode() =>
        (tokenizer.Decode(_ids.GetRange(_context, _decoded - _context)), tokenizer.Decode(_ids.GetRange(_context, _ids.Count - _context)));

    private string Release(string added, bool isEnd)
    {
        _held.Append(added);
        var text = _held.ToString();
        var stop = stops.Select(one => text.IndexOf(one, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        IsStopped = stop >= 0;
        var length = IsStopped ? stop : isEnd ? text.Length : text.Length - stops.Select(one => Overlap(text, one)).DefaultIfEmpty(0).Max();
        _held.Clear().Append(text, length, text.Length - length);
        _whole.Append(text, 0, length);
        return text[..length];
    }

    // The length of the longest end of the text with which the stop string begins.
    private static int Overlap(string text, string stop)
    {
        var length = int.Min(text.Length, stop.Length - 1);
        while (length > 0 && !text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
        {
            length--;
        }

        return length;
    }
}
