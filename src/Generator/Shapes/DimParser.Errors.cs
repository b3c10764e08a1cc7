using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Shapes;

/// <summary>The messages about text that the parser does not expect.</summary>
internal sealed partial class DimParser
{
    private Dim NotANumber(int start)
    {
        var digits = _position;
        while (Current is '.' or (>= '0' and <= '9') || SyntaxFacts.IsIdentifierPartCharacter(Current))
        {
            _position++;
        }

        var word = text.Substring(start, _position - start);
        var name = text.Substring(digits, _position - digits);
        var isProduct = SyntaxFacts.IsIdentifierStartCharacter(name[0]) && name[0] != '_' && name.IndexOf('.') < 0 && word[0] != '0';
        return Fail(
            name[0] == '.' ? $"'{word}' is not an integer"
                : isProduct ? $"a product needs '*': write {text.Substring(start, digits - start)}*{name}"
                : $"'{word}' is not an integer: write decimal digits only",
            start,
            word.Length);
    }

    private void Unexpected()
    {
        if (Current == ')')
        {
            Fail("this parenthesis closes nothing: remove it or add '('", _position, 1);
        }
        else if (Current == ',')
        {
            Fail("a comma is allowed only between the dimensions of min and max", _position, 1);
        }
        else if (Current == '(' || Current is >= '0' and <= '9' || SyntaxFacts.IsIdentifierStartCharacter(Current))
        {
            Fail("expected an operator: a product needs '*'", _position, 1);
        }
        else
        {
            Unknown();
        }
    }

    private Dim Unknown()
    {
        var length = char.IsHighSurrogate(Current) && _position + 1 < text.Length ? 2 : 1;
        var shown = char.IsControl(Current) || char.IsSurrogate(Current) && length == 1
            ? "U+" + ((int)Current).ToString("X4", CultureInfo.InvariantCulture)
            : text.Substring(_position, length);
        var message = shown switch
        {
            "^" => "'^' is not an operator of dimensions: a power is written as a product, D*D",
            "@" => "a dimension writes names without '@', keywords too",
            "." => "'.' has no meaning in a dimension: sizes are integers, and '...' is allowed only at the front of a shape",
            "×" or "·" => $"'{shown}' is not an operator of dimensions: a product needs '*'",
            _ => $"'{shown}' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max",
        };
        return Fail(message, _position, length);
    }
}
