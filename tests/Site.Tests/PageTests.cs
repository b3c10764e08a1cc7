using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace ModelGen.Site.Tests;

/// <summary>The pages of the website as files: what a visitor needs no browser for.</summary>
public sealed class PageTests(BuiltSite site)
{
    private readonly ConcurrentDictionary<string, IHtmlDocument> _documents = new(StringComparer.Ordinal);

    [Fact]
    public void Every_link_and_picture_leads_to_a_file_of_the_website()
    {
        var broken = new List<string>();
        foreach (var page in site.Pages())
        {
            foreach (var address in Addresses(page).Distinct(StringComparer.Ordinal))
            {
                var target = new Uri(new Uri("http://site/" + page), address);
                if (target.Host != "site")
                {
                    continue;
                }

                var path = Uri.UnescapeDataString(target.AbsolutePath).TrimStart('/');
                path = path.Length == 0 || path.EndsWith('/') ? path + "index.html" : path;
                var anchor = Uri.UnescapeDataString(target.Fragment.TrimStart('#'));
                if (!File.Exists(Path.Combine(site.Folder, path)))
                {
                    broken.Add($"{page}: {address}");
                }
                else if (anchor.Length > 0 && Document(path).GetElementById(anchor) is null)
                {
                    broken.Add($"{page}: {address} has no such place");
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Every_page_of_the_documentation_is_on_the_website() =>
        Assert.All(BuiltSite.Repository.Pages, path =>
            Assert.True(File.Exists(Path.Combine(site.Folder, Path.ChangeExtension(Page.PathOnSite(path), ".html"))), path));

    [Fact]
    public void Every_page_of_the_documentation_is_in_a_table_of_contents()
    {
        var listed = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        foreach (var (toc, text) in new TableOfContents(BuiltSite.Repository).Files())
        {
            foreach (var line in text.Split('\n').Where(line => line.StartsWith("  href: ", StringComparison.Ordinal)))
            {
                var path = new Uri(new Uri("http://site/" + toc), line["  href: ".Length..]).AbsolutePath.TrimStart('/');
                listed.Add(path.EndsWith("index.md", StringComparison.Ordinal) ? path[..^"index.md".Length] + "README.md" : path);
            }
        }

        Assert.Empty(BuiltSite.Repository.Pages.Except(listed));
    }

    [Theory]
    [InlineData("api/ModelGen.MultiHeadAttentionAttribute.html", "(B, T, D)")]
    [InlineData("api/ModelGen.Training.Trainer-2.html", "Fit")]
    [InlineData("api/ModelGen.Models.AutoModelForCausalLM.html", "FromPretrained")]
    public void The_reference_shows_the_public_types_with_their_documentation(string page, string text)
    {
        Assert.True(File.Exists(Path.Combine(site.Folder, page)), page);
        Assert.Contains(text, Document(page).QuerySelector("article")!.TextContent, StringComparison.Ordinal);
    }

    private IEnumerable<string> Addresses(string page) =>
        Document(page).QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!)
            .Concat(Document(page).QuerySelectorAll("img[src], script[src]").Select(element => element.GetAttribute("src")!))
            .Concat(Document(page).QuerySelectorAll("link[href]").Select(link => link.GetAttribute("href")!))
            .Where(address => address.Length > 0);

    private IHtmlDocument Document(string path) =>
        _documents.GetOrAdd(path, _ => new HtmlParser().ParseDocument(File.ReadAllText(Path.Combine(site.Folder, path))));
}
