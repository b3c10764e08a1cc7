using System;
using System.Text;

namespace ModelGen.PyTorch.Source;

/// <summary>The sizes of a declaration as expressions of Python.</summary>
internal static class PythonSize
{
    /// <summary>An expression of Python. Both languages have the same precedence; a division rounds down.</summary>
    /// <param name="expression">Integers, symbols, <c>+ - * / %</c>, parentheses, <c>min</c>, <c>max</c>.</param>
    /// <param name="nameOf">How a symbol is written.</param>
    public static string Of(string expression, Func<string, string> nameOf)
    {
        var text = new StringBuilder();
        var isOperand = false;
        foreach (var token in SizeText.Tokens(expression))
        {
            switch (token)
            {
                case "+" or "-" or "*" or "/" or "%" when isOperand:
                    text.Append(' ').Append(token == "/" ? "//" : token).Append(' ');
                    isOperand = false;
                    break;
                case ",":
                    text.Append(", ");
                    isOperand = false;
                    break;
                case "-" or "(":
                    text.Append(token);
                    isOperand = false;
                    break;
                case ")":
                    text.Append(token);
                    isOperand = true;
                    break;
                default:
                    text.Append(SizeText.IsFunction(token) || !SizeText.IsSymbol(token) ? token : nameOf(token));
                    isOperand = !SizeText.IsFunction(token);
                    break;
            }
        }

        return text.ToString();
    }
}
