using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Site.Tests;

/// <summary>The website in a browser.</summary>
public sealed class BrowserTests(BuiltSite site)
{
    private const int Phone = 390;

    // The reference has hundreds of pages of one kind.
    private const int PagesOfReference = 12;

    [Theory]
    [InlineData("MG0007", "docs/diagnostics/MG0007.html")]
    [InlineData("MultiHeadAttentionAttribute", "api/ModelGen.MultiHeadAttentionAttribute.html")]
    [InlineData("vanishes", "docs/course/03-vanishing-gradient.html")]
    [InlineData("遗忘门", "docs/course/zh/04-lstm.html")]
    public async Task Search_lists_the_page(string query, string expected)
    {
        await using var browser = await Browser.Open(site.Folder);
        var (page, errors) = await browser.Show("index.html");
        await page.WaitForFunctionAsync("() => window.docfx.searchReady");
        await page.TypeAsync("#search-query", query);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.search-results a').length > 0");
        var links = await page.EvaluateExpressionAsync<string[]>(
            "Array.from(document.querySelectorAll('.search-results a')).map(a => new URL(a.href).pathname.substring(1))");

        Assert.Contains(expected, links);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Every_page_fits_a_phone_and_shows_its_pictures_and_formulas()
    {
        await using var browser = await Browser.Open(site.Folder);
        var (page, errors) = await browser.Show("index.html", Phone);
        var problems = new List<string>();
        foreach (var path in Pages())
        {
            await browser.Go(page, path);
            var (width, widest) = (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), await page
                .EvaluateExpressionAsync<string>(
                    $"(Array.from(document.querySelectorAll('article *')).find(e => e.getBoundingClientRect().right > {Phone} + 1 && "
                    + "!e.closest('pre, .table-responsive, .math'))?.outerHTML ?? '').substring(0, 120)"));
            if (width > Phone)
            {
                problems.Add($"{path} is {width} pixels wide: {widest}");
            }

            problems.AddRange((await page.EvaluateExpressionAsync<string[]>(
                "Array.from(document.querySelectorAll('article img')).filter(i => !i.complete || i.naturalWidth === 0).map(i => i.src)"))
                .Select(picture => $"{path} does not show {picture}"));
            problems.AddRange((await page.EvaluateExpressionAsync<string[]>(
                "Array.from(document.querySelectorAll('mjx-merror')).map(e => e.getAttribute('data-mjx-error'))"))
                .Select(error => $"{path} has a formula with an error: {error}"));
        }

        problems.AddRange(errors);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Formulas_of_the_course_are_drawn()
    {
        await using var browser = await Browser.Open(site.Folder);
        var (page, errors) = await browser.Show("docs/course/05-gru.html");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('mjx-container svg').length > 0");

        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('mjx-merror').length"));
        Assert.Empty(errors);
    }

    private IEnumerable<string> Pages()
    {
        var pages = site.Pages().Where(page => !page.EndsWith("toc.html", StringComparison.Ordinal)).ToList();
        var reference = pages.Where(page => page.StartsWith("api/", StringComparison.Ordinal)).ToList();
        return pages.Except(reference).Concat(reference.Where((_, i) => i % ((reference.Count / PagesOfReference) + 1) == 0));
    }
}
