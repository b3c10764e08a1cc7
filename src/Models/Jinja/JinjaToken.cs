namespace ModelGen.Models.Jinja;

internal enum JinjaTokenKind
{
    /// <summary>Text outside of tags.</summary>
    Text,

    /// <summary><c>{{</c></summary>
    PrintStart,

    /// <summary><c>}}</c></summary>
    PrintEnd,

    /// <summary><c>{%</c></summary>
    BlockStart,

    /// <summary><c>%}</c></summary>
    BlockEnd,
    Name,
    Number,
    String,
    Operator,
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, the name, the number, the value of the string, or the operator.</param>
/// <param name="Line">The line that it begins on.</param>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, string Text, int Line)
{
    public bool Is(JinjaTokenKind kind, string text) => Kind == kind && Text == text;

    public override string ToString() => Kind switch
    {
        JinjaTokenKind.End => "the end of the template",
        JinjaTokenKind.BlockEnd => "'%}'",
        JinjaTokenKind.PrintEnd => "'}}'",
        JinjaTokenKind.Text => "text",
        _ => $"'{Text}'",
    };
}
