using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>ByteFallback</c>: converts runs of tokens such as <c>&lt;0xE2&gt;</c> to the text that the bytes are in UTF-8, or to one U+FFFD per
/// byte.
/// </summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public List<string> Decode(List<string> tokens)
    {
        List<string> texts = new(tokens.Count);
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
            }
            else
            {
                Flush();
                texts.Add(token);
            }
        }

        Flush();
        return texts;

        void Flush()
        {
            if (bytes.Count == 0)
            {
                return;
            }

            try
            {
                texts.Add(_strict.GetString([.. bytes]));
            }
            catch (DecoderFallbackException)
            {
                texts.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
            }

            bytes.Clear();
        }
    }
}
