using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Finds added tokens in a text.</summary>
internal sealed class AddedTokenFinder
{
    private readonly TokenTrie _trie = new();
    private readonly List<(AddedToken Token, int Id)> _tokens;
    private readonly SearchValues<char> _starts;

    /// <summary>Creates a finder.</summary>
    /// <param name="tokens">The texts to find, with their tokens and ids.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token, int Id)> tokens)
    {
        var all = tokens.Where(token => token.Text.Length > 0).ToList();
        _tokens = all.ConvertAll(token => (token.Token, token.Id));
        _starts = SearchValues.Create([.. all.Select(token => token.Text[0]).Distinct()]);
        for (var i = 0; i < all.Count; i++)
        {
            _trie.Add(all[i].Text, i);
        }
    }

    /// <summary>Splits a text. Of several tokens at the same position, the longest is found.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The parts of the text, each with its id if it is a token. The parts without an id are not empty.</returns>
    public IEnumerable<(int Start, int Length, int? Id)> Split(string text)
    {
        var end = 0;
        for (var at = 0; Next(text, ref at) is var found && found >= 0;)
        {
            var (token, id) = _tokens[found];
            var (start, stop) = (at, at + Length(text, at));
            at = stop;
            if (token.SingleWord && (IsWordBefore(text, start) || IsWordAt(text, stop)))
            {
                continue;
            }

            if (token.StripsLeft)
            {
                while (start > end && char.IsWhiteSpace(text[start - 1]))
                {
                    start--;
                }
            }

            while (token.StripsRight && stop < text.Length && char.IsWhiteSpace(text[stop]))
            {
                stop++;
            }

            if (end < start)
            {
                yield return (end, start - end, null);
            }

            yield return (start, stop - start, id);
            end = stop;
        }

        if (end < text.Length)
        {
            yield return (end, text.Length - end, null);
        }
    }

    private static bool IsWordBefore(string text, int position) =>
        position > 0 && Rune.DecodeLastFromUtf16(text.AsSpan(0, position), out var rune, out _) == OperationStatus.Done
            && CharacterClass.IsWord(rune);

    private static bool IsWordAt(string text, int position) =>
        position < text.Length && Rune.TryGetRuneAt(text, position, out var rune) && CharacterClass.IsWord(rune);

    // The next position of a token, and the number of the longest token there, or -1.
    private int Next(string text, ref int at)
    {
        while (at < text.Length)
        {
            var skipped = text.AsSpan(at).IndexOfAny(_starts);
            if (skipped < 0)
            {
                break;
            }

            at += skipped;
            if (Longest(text, at).Token is var token and >= 0)
            {
                return token;
            }

            at++;
        }

        return -1;
    }

    private int Length(string text, int at) => Longest(text, at).Length;

    private (int Length, int Token) Longest(string text, int at)
    {
        var (length, token, node) = (0, -1, TokenTrie.Root);
        for (var end = at; end < text.Length && _trie.TryMove(ref node, text[end]);)
        {
            end++;
            if (_trie.Value(node) is var value and >= 0)
            {
                (length, token) = (end - at, value);
            }
        }

        return (length, token);
    }
}
