using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>ByteLevel</c>: converts the characters of bytes to the text that the bytes are in UTF-8.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            // A token with another character, such as an added one, is text.
            if (token.All(character => ByteCharacters.TryGetByte(character, out _)))
            {
                foreach (var character in token)
                {
                    ByteCharacters.TryGetByte(character, out var value);
                    bytes.Add(value);
                }
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
            }
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}
