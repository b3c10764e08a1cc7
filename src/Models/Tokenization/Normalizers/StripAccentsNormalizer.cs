namespace ModelGen.Models.Tokenization;

/// <summary><c>StripAccents</c>: removes combining marks.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    public string Normalize(string text) => RuneFilter.Change(text, rune => CharacterClass.IsMark(rune) ? null : rune);
}
