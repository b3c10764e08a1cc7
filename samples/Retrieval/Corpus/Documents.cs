using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Retrieval;

/// <summary>Reads Markdown, HTML and plain text as sections.</summary>
internal static class Documents
{
    private const int DeepestHtml = 500;
    private static readonly MarkdownPipeline _markdown = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    /// <summary>The kinds of files that are read.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".md", ".markdown", ".html", ".htm", ".txt", ".xml"];

    /// <summary>The passages of a document.</summary>
    /// <param name="document">Its name, whose extension says how it is read.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="SampleException">The document is malformed; the message is to be put after its name.</exception>
    public static IReadOnlyList<Passage> Read(string document, string text)
    {
        var extension = Path.GetExtension(document).ToLowerInvariant();
        try
        {
            if (extension == ".xml" && XmlDocumentation.Matches(text))
            {
                return XmlDocumentation.Read(document, new StringReader(text));
            }

            IReadOnlyList<Section> sections = extension switch
            {
                ".md" or ".markdown" => Markdown(document, text),
                ".html" or ".htm" => Html(document, text),
                _ => [new(document, text)],
            };
            return [.. sections.SelectMany(section => section.Passages(document))];
        }
        catch (Exception e) when (e is System.Xml.XmlException or ArgumentException or InsufficientExecutionStackException)
        {
            throw new SampleException($"it is malformed: {Words.OnOneLine(e.Message)}");
        }
    }

    private static IReadOnlyList<Section> Markdown(string document, string text)
    {
        var sections = new SectionBuilder(document);
        foreach (var block in Markdig.Markdown.Parse(text, _markdown).Descendants().OfType<LeafBlock>())
        {
            switch (block)
            {
                case HeadingBlock heading:
                    sections.Heading(heading.Level, Inline(heading.Inline));
                    break;
                case Markdig.Extensions.Yaml.YamlFrontMatterBlock or HtmlBlock:
                    break;
                case CodeBlock code:
                    sections.Text(code.Lines.ToString());
                    break;
                default:
                    // A cell of a table and an item of a list end without a period.
                    var end = block.Parent is TableCell or ListItemBlock ? ";" : "";
                    var content = Inline(block.Inline);
                    sections.Text(content.Length > 0 && char.IsLetterOrDigit(content[^1]) ? content + end : content);
                    break;
            }
        }

        return sections.Build();
    }

    private static string Inline(ContainerInline? inline) => string.Concat((inline?.Descendants() ?? []).Select(node => node switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => "",
    }));

    private static IReadOnlyList<Section> Html(string document, string text)
    {
        using var page = new HtmlParser().ParseDocument(text);
        var sections = new SectionBuilder(page.Title is { Length: > 0 } title ? Words.OnOneLine(title) : document);
        if (page.Body is { } body)
        {
            Append(sections, body, depth: 0);
        }

        return sections.Build();
    }

    private static void Append(SectionBuilder sections, INode node, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IElement { LocalName: "script" or "style" or "template" or "noscript" or "nav" })
            {
                continue;
            }

            if (child is IElement { LocalName: ['h', >= '1' and <= '6'] name } heading)
            {
                sections.Heading(name[1] - '0', heading.TextContent);
            }
            else if (child is IText || depth == DeepestHtml || !child.HasChildNodes || IsParagraph(child))
            {
                sections.Text(child.TextContent);
            }
            else
            {
                Append(sections, child, depth + 1);
            }
        }
    }

    // Words that inline elements divide must stay words, so that a paragraph is read as a whole.
    private static bool IsParagraph(INode node) =>
        node is IElement { LocalName: "p" or "pre" or "li" or "td" or "th" or "dt" or "dd" } element
        && element.QuerySelector("h1, h2, h3, h4, h5, h6, p, li, td") is null;
}
