using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Sequence</c>: each pre-tokenizer splits the words of the one before it.</summary>
/// <param name="preTokenizers">The pre-tokenizers.</param>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    public void Split(TextPiece piece, List<TextPiece> words)
    {
        List<TextPiece> pieces = [piece];
        foreach (var preTokenizer in preTokenizers)
        {
            List<TextPiece> parts = new(pieces.Count);
            foreach (var one in pieces)
            {
                if (one.Length > 0)
                {
                    preTokenizer.Split(one, parts);
                }
            }

            pieces = parts;
        }

        words.AddRange(pieces);
    }
}
