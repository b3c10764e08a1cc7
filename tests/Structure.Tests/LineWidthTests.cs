using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ModelGen.Structure.Tests;

public sealed class LineWidthTests
{
    private const int Columns = 140;

    public static TheoryData<string> Folders => [.. Sources.CSharp().Select(Folder).Distinct()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_140_columns(string folder)
    {
        List<string> findings = [.. Sources.CSharp().Where(path => Folder(path) == folder)
            .SelectMany(path => TooLong(Sources.Read(path)).Select(line => $"{path}({line})"))];
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public void A_long_line_of_code_is_found() =>
        Assert.Equal([2], TooLong($"var first = 1;\nvar second = \"{new string('x', Columns)}\";"));

    [Theory]
    [InlineData("var raw = \"\"\"\n    TEXT\n    \"\"\";")]
    [InlineData("var raw = $\"\"\"\n    {1} TEXT\n    \"\"\";")]
    [InlineData("var verbatim = @\"\nTEXT\";")]
    [InlineData("[InlineData(\"TEXT\")]")]
    [InlineData("// https://TEXT")]
    public void Raw_and_verbatim_strings_rows_of_data_and_addresses_may_be_longer(string source) =>
        Assert.Empty(TooLong(source.Replace("TEXT", new string('x', Columns), StringComparison.Ordinal)));

    private static string Folder(string path) => string.Join('/', path.Split('/').SkipLast(1).Take(2));

    private static IEnumerable<int> TooLong(string source)
    {
        string[] lines = source.Split('\n');
        if (lines.All(line => line.TrimEnd('\r').Length <= Columns))
        {
            return [];
        }

        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        HashSet<int> exempt = [.. tree.GetRoot().DescendantNodesAndTokens().Where(IsRawOrVerbatim).SelectMany(Lines)];
        return Enumerable.Range(0, lines.Length)
            .Where(line => lines[line].TrimEnd('\r').Length > Columns && !exempt.Contains(line))
            .Where(line => !lines[line].TrimStart().StartsWith("[InlineData(", StringComparison.Ordinal))
            .Where(line => !lines[line].Contains("://", StringComparison.Ordinal))
            .Select(line => line + 1);

        IEnumerable<int> Lines(SyntaxNodeOrToken item)
        {
            FileLinePositionSpan span = tree.GetLineSpan(item.Span);
            return Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
        }
    }

    private static bool IsRawOrVerbatim(SyntaxNodeOrToken item) => item.Kind() switch
    {
        SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => true,
        SyntaxKind.StringLiteralToken => item.ToString().StartsWith('@'),
        SyntaxKind.InterpolatedStringExpression => item.ToString() is var text && (text[..3].Contains('@') || text.Contains("\"\"\"")),
        _ => false,
    };
}
