using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Retrieval;

/// <summary>
/// Reads the XML documentation of an assembly, as the C# compiler writes it: one passage per member, for all its overloads.
/// </summary>
internal static partial class XmlDocumentation
{
    private static readonly string[] _parts = ["remarks", "typeparam", "param", "returns", "value", "example", "exception"];

    /// <summary>Whether a text begins like documentation of an assembly.</summary>
    public static bool Matches(string text) =>
        text.Contains("<doc>", StringComparison.Ordinal) && text.Contains("<member ", StringComparison.Ordinal);

    /// <summary>Reads the members that have a summary.</summary>
    /// <param name="document">The name of the document.</param>
    /// <param name="reader">The XML.</param>
    /// <exception cref="XmlException">The XML is malformed.</exception>
    public static IReadOnlyList<Passage> Read(string document, TextReader reader)
    {
        // A document type could make the parser open files and expand entities without end.
        using var xml = XmlReader.Create(reader, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var members = XDocument.Load(xml).Descendants("member")
            .Where(member => member.Element("summary") is not null && IsReachable((string?)member.Attribute("name")));
        return
        [
            .. members.GroupBy(member => Title((string)member.Attribute("name")!), StringComparer.Ordinal)
                .Select(group => Passage(document, group.Key, [.. group]))
                .Where(passage => passage.Lead.Length > 0),
        ];
    }

    // '#' is in the names of explicit implementations, which repeat the documentation of the interface.
    private static bool IsReachable(string? name) =>
        name is { Length: > 2 } && !name.StartsWith("N:", StringComparison.Ordinal)
        && !name.Replace(".#ctor", "", StringComparison.Ordinal).Contains('#');

    private static Passage Passage(string document, string title, IReadOnlyList<XElement> overloads)
    {
        var lead = Text(overloads[0].Element("summary")!);
        var others = overloads.Skip(1).Select(member => Text(member.Element("summary")!));
        var parts = _parts.SelectMany(part => overloads.SelectMany(member => member.Elements(part))).Select(Part);
        var text = parts.Concat(others).Where(part => part.Length > 0 && part != lead).Distinct(StringComparer.Ordinal);
        return new(document, title, lead, string.Join(' ', text));
    }

    private static string Part(XElement element)
    {
        var text = Text(element);
        return text.Length == 0 ? ""
            : element.Name.LocalName switch
            {
                "param" or "typeparam" => $"{(string?)element.Attribute("name")}: {text}",
                "exception" => $"{Reference((string?)element.Attribute("cref"))}: {text}",
                "returns" => $"Returns: {text}",
                _ => text,
            };
    }

    // M:System.Lazy`1.#ctor(System.Func{`0}) is System.Lazy.Lazy.
    private static string Title(string name)
    {
        var path = Arity().Replace(name[2..].Split('(')[0], "");
        return path.EndsWith(".#ctor", StringComparison.Ordinal) && path.Split('.') is [.., var type, _]
            ? $"{path[..^"#ctor".Length]}{type}"
            : path;
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return Words.OnOneLine(text.ToString());
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText { Value: var value })
            {
                text.Append(value);
            }
            else if (node is XElement inner)
            {
                var name = (string?)inner.Attribute("name") ?? (string?)inner.Attribute("langword");
                var isBlock = inner.Name.LocalName is "para" or "item" or "list" or "code" or "description" or "term" or "br";
                text.Append(isBlock ? " " : "");
                if (inner.Nodes().Any())
                {
                    Append(text, inner);
                }
                else
                {
                    text.Append(name ?? Reference((string?)inner.Attribute("cref") ?? (string?)inner.Attribute("href")));
                }

                text.Append(isBlock ? " " : "");
            }
        }
    }

    // The last part of a name: T:System.Func`2 is Func.
    private static string Reference(string? name) =>
        name is null ? ""
        : name.Contains("://", StringComparison.Ordinal) ? name
        : Arity().Replace(name.Split('(')[0], "").Split('.', ':')[^1];

    [GeneratedRegex(@"`+\d+|\{[^}]*\}")]
    private static partial Regex Arity();
}
