using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Shapes;

/// <summary>Recursive descent over one text. After the first error every method returns at once with 0.</summary>
internal sealed partial class DimParser(string text)
{
    private const int MaxDepth = 64;
    private const int MaxDigits = 1000;

    private int _position;
    private int _depth;

    /// <summary>Every use of a symbol so far.</summary>
    public ImmutableArray<SymbolUse>.Builder Symbols { get; } = ImmutableArray.CreateBuilder<SymbolUse>();

    /// <summary>The first error.</summary>
    public DimSyntaxError? Error { get; private set; }

    private char Current => _position < text.Length ? text[_position] : '\0';

    private bool AtEnd => _position >= text.Length;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="DimLimitException">The dimension exceeds a limit of <see cref="Dim"/>.</exception>
    public Dim Parse()
    {
        SkipSpace();
        if (AtEnd)
        {
            return Fail("expected a dimension: a name, an integer or an expression such as 2*D", 0, text.Length);
        }

        var dim = Sum("at the start");
        if (Error is null && !AtEnd)
        {
            Unexpected();
        }

        return dim;
    }

    /// <summary>Records an error, unless there is one, and ends the reading.</summary>
    public Dim Fail(string message, int start, int length)
    {
        Error ??= new DimSyntaxError(message, start, length);
        _position = text.Length;
        return Dim.Zero;
    }

    private Dim Sum(string where)
    {
        var sum = Product(where);
        while (Error is null && Current is '+' or '-')
        {
            var sign = Operator();
            var right = Product($"after '{sign}'");
            sum = sign == '+' ? sum + right : sum - right;
        }

        return sum;
    }

    private Dim Product(string where)
    {
        var product = Signed(where);
        while (Error is null && Current is '*' or '/' or '%')
        {
            var start = _position;
            var sign = Operator();
            if (Current == sign && sign != '%')
            {
                return Fail(sign == '*' ? "a power is written as a product: D*D" : "'/' rounds down already: write it once", start,
                    _position + 1 - start);
            }

            var right = Factor(sign, out var from, out var length);
            if (Error is not null)
            {
                return Dim.Zero;
            }

            if (sign != '*' && right.IsZero)
            {
                return Fail("division by zero", from, length);
            }

            product = sign switch
            {
                '*' => product * right,
                '/' => Dim.FloorDiv(product, right),
                _ => Dim.Mod(product, right),
            };
        }

        return product;
    }

    private Dim Factor(char sign, out int start, out int length)
    {
        start = _position;
        var factor = Signed($"after '{sign}'");
        length = ShownEnd() - start;
        return factor;
    }

    private Dim Signed(string where)
    {
        if (Current is not ('+' or '-'))
        {
            return Primary(where);
        }

        if (!Enter())
        {
            return Dim.Zero;
        }

        var sign = Operator();
        var dim = Signed($"after '{sign}'");
        _depth--;
        return sign == '-' ? -dim : dim;
    }

    private Dim Primary(string where)
    {
        if (AtEnd)
        {
            return Error is null ? Missing(where) : Dim.Zero;
        }

        if (Current is >= '0' and <= '9')
        {
            return Number();
        }

        if (SyntaxFacts.IsIdentifierStartCharacter(Current))
        {
            return Name();
        }

        if (Current == '(')
        {
            return Parenthesised();
        }

        return Current is ')' or ',' or '*' or '/' or '%' ? Missing(where) : Unknown();
    }

    private Dim Missing(string where) =>
        where == "at the start"
            ? Fail(AtEnd ? "expected a dimension" : $"expected a dimension before '{Current}'", _position, AtEnd ? 0 : 1)
            : Fail($"expected a dimension {where}", LastShown(), AtEnd ? 1 : _position + 1 - LastShown());

    // A missing operand is reported at the operator before it.
    private int LastShown()
    {
        var end = ShownEnd();
        return end == 0 ? 0 : end - 1;
    }

    // The end of the text that has been read, without trailing spaces.
    private int ShownEnd()
    {
        var end = _position < text.Length ? _position : text.Length;
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private Dim Number()
    {
        var start = _position;
        while (Current is >= '0' and <= '9')
        {
            _position++;
        }

        var length = _position - start;
        if (Current == '.' || Current == '_' || SyntaxFacts.IsIdentifierPartCharacter(Current))
        {
            return NotANumber(start);
        }

        if (length > MaxDigits)
        {
            return Fail("the number is too large", start, length);
        }

        var value = BigInteger.Parse(text.Substring(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
        SkipSpace();
        return Dim.Constant(value);
    }

    private Dim Name()
    {
        var start = _position;
        while (!AtEnd && SyntaxFacts.IsIdentifierPartCharacter(Current))
        {
            _position++;
        }

        var length = _position - start;
        var name = text.Substring(start, length);
        SkipSpace();
        if (name is "min" or "max" && Current == '(')
        {
            return Call(name, start);
        }

        if (Current == '(')
        {
            return Fail($"'{name}' is not a function of dimensions: only min and max are; a product needs '*'", start, length);
        }

        Symbols.Add(new SymbolUse(name, start, length));
        return Dim.Symbol(name);
    }

    private Dim Call(string name, int start)
    {
        if (!Enter())
        {
            return Dim.Zero;
        }

        var open = _position;
        Operator();
        List<Dim> operands = [Sum($"after '{name}('")];
        while (Error is null && Current == ',')
        {
            Operator();
            operands.Add(Sum("after ','"));
        }

        Close(open);
        _depth--;
        if (Error is null && operands.Count == 1)
        {
            return Fail($"{name} needs at least two dimensions", start, ShownEnd() - start);
        }

        return name == "min" ? Minimum.Of(operands) : -Minimum.Of(operands.ConvertAll(static operand => -operand));
    }

    private Dim Parenthesised()
    {
        if (!Enter())
        {
            return Dim.Zero;
        }

        var open = _position;
        Operator();
        var inner = Sum("after '('");
        Close(open);
        _depth--;
        return inner;
    }

    private void Close(int open)
    {
        if (Error is not null)
        {
            return;
        }

        if (AtEnd)
        {
            Fail("this parenthesis is not closed: expected ')'", open, 1);
        }
        else if (Current != ')')
        {
            Unexpected();
        }
        else
        {
            Operator();
        }
    }

    private bool Enter()
    {
        if (++_depth <= MaxDepth)
        {
            return true;
        }

        Fail($"the dimension is nested more than {MaxDepth} levels deep", _position, 1);
        return false;
    }

    private char Operator()
    {
        var sign = Current;
        _position++;
        SkipSpace();
        return sign;
    }

    private void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(Current))
        {
            _position++;
        }
    }
}
