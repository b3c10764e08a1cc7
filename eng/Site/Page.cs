using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ModelGen.Site;

/// <summary>A page of the documentation as docfx reads it.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().UsePreciseSourceLocation().Build();

    private readonly Repository _repository;
    private readonly string _path;
    private readonly string _text;
    private readonly MarkdownDocument _document;

    private Page(Repository repository, string path)
    {
        (_repository, _path, _text) = (repository, path, repository.Read(path));
        _document = Markdown.Parse(_text, _pipeline);
    }

    /// <summary>The first heading.</summary>
    public string Title
    {
        get
        {
            var heading = _document.OfType<HeadingBlock>().FirstOrDefault()
                ?? throw new SiteException($"{_path} has no heading, which is its title on the website.");
            return string.Concat(heading.Inline!.Descendants<LeafInline>().Select(TextOf));
        }
    }

    /// <summary>The links to other pages, as paths from the root, in the order of the text.</summary>
    public IEnumerable<string> LinkedPages => Links().Select(link => Resolve(link.Url!)).OfType<string>().Where(_repository.Pages.Contains);

    /// <summary>Reads a page.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="path">The path from its root.</param>
    public static Page Read(Repository repository, string path) => new(repository, path);

    /// <summary>
    /// The path on the website: a folder shows its <c>index</c>, where a repository shows its <c>README</c>.
    /// </summary>
    public static string PathOnSite(string path) =>
        Path.GetFileName(path) == "README.md" ? path[..^"README.md".Length] + "index.md" : path;

    /// <summary>
    /// The text for docfx. Links to files that are not on the website lead to the repository, and formulas are written
    /// with dollar signs, because docfx does not read them in fences.
    /// </summary>
    /// <exception cref="SiteException">A link leads nowhere.</exception>
    public string ForSite()
    {
        var changes = Links().Select(link => (link.UrlSpan, Text: LinkOnSite(link)))
            .Concat(_document.Descendants<FencedCodeBlock>()
                .Where(fence => fence.Info == "math")
                .Select(fence => (fence.Span, Text: $"$$\n{fence.Lines}\n$$")));
        var text = new StringBuilder(_text);
        foreach (var (span, replacement) in changes.OrderByDescending(change => change.Item1.Start))
        {
            text.Remove(span.Start, span.Length).Insert(span.Start, replacement);
        }

        return text.ToString();
    }

    private IEnumerable<LinkInline> Links() => _document.Descendants<LinkInline>().Where(link => link.Url is { Length: > 0 });

    private string LinkOnSite(LinkInline link)
    {
        var url = link.Url!;
        if (Resolve(url) is not { } path)
        {
            return url;
        }

        var anchor = url.Contains('#', StringComparison.Ordinal) ? url[url.IndexOf('#', StringComparison.Ordinal)..] : "";
        if (_repository.Pages.Contains(path))
        {
            return Path.GetRelativePath(Path.GetDirectoryName("/" + _path)!, "/" + PathOnSite(path)).Replace('\\', '/') + anchor;
        }

        if (_repository.Pictures.Contains(path))
        {
            return url;
        }

        var full = Path.Combine(_repository.Root, path);
        return File.Exists(full) ? $"{Repository.Address}/blob/main/{path}{anchor}"
            : Directory.Exists(full) ? $"{Repository.Address}/tree/main/{path}"
            : throw new SiteException($"{_path}, line {link.Line + 1}: the link to {url} leads nowhere.");
    }

    // The path from the root; null for an address of the web and for a place on the same page.
    private string? Resolve(string url)
    {
        var path = url.Split('#')[0];
        return path.Length == 0 || path.Contains(':', StringComparison.Ordinal)
            ? null
            : Path.GetRelativePath("/", Path.GetFullPath(path, Path.GetDirectoryName("/" + _path)!)).Replace('\\', '/');
    }

    private static string TextOf(LeafInline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    };
}
