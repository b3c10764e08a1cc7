using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Split</c>: splits at what a text or a regular expression matches, or at what it does not match.</summary>
internal sealed class SplitPreTokenizer : IPreTokenizer
{
    private readonly TokenPattern _pattern;
    private readonly SplitBehavior _behavior;
    private readonly bool _inverted;

    private SplitPreTokenizer(TokenPattern pattern, SplitBehavior behavior, bool inverted) =>
        (_pattern, _behavior, _inverted) = (pattern, behavior, inverted);

    /// <summary>Reads the options <c>pattern</c>, <c>behavior</c> and <c>invert</c>.</summary>
    public static SplitPreTokenizer Read(JsonPart part) =>
        new(TokenPattern.Read(part), Splitting.Behavior(part, SplitBehavior.Isolated), part.Flag("invert", false));

    public void Split(TextPiece piece, List<TextPiece> words) =>
        Splitting.Split(piece, _pattern.Matches(piece.Span), _behavior, words, _inverted);
}
