using System;
using System.Linq;
using Samples.Shared.Tests;
using Xunit;

namespace Retrieval.Tests;

/// <summary>Documents become passages.</summary>
public sealed class DocumentsTests
{
    [Fact]
    public void Overloads_of_a_member_are_one_passage_with_the_parts_of_all()
    {
        var passages = Read("api.xml", """
            <doc><members>
              <member name="M:Space.Net.Open(System.String)">
                <summary>Opens a <see cref="T:Space.Door`1"/>.</summary>
                <param name="key">The key.</param>
                <returns><see langword="true"/> if it is open.</returns>
              </member>
              <member name="M:Space.Net.Open(System.String,System.Int32)">
                <summary>Opens a door more than once.</summary>
                <param name="key">The key.</param>
                <param name="count">How often.</param>
              </member>
              <member name="M:Space.Net.#ctor"><summary>Creates a net.</summary></member>
              <member name="P:Space.Net.Space#INet#Size"><summary>Repeats the interface.</summary></member>
              <member name="P:Space.Net.Size"><remarks>It has no summary.</remarks></member>
            </members></doc>
            """);

        Assert.Equal(
            [
                new("api.xml", "Space.Net.Open", "Opens a Door.",
                    "key: The key. count: How often. Returns: true if it is open. Opens a door more than once."),
                new("api.xml", "Space.Net.Net", "Creates a net.", ""),
            ],
            passages);
    }

    [Fact]
    public void A_document_type_in_XML_is_refused()
    {
        const string Text =
            "<!DOCTYPE doc [<!ENTITY a \"b\">]><doc><members><member name=\"T:A\"><summary>&a;</summary></member></members></doc>";
        var error = Assert.Throws<SampleException>(() => Read("api.xml", Text));
        Assert.StartsWith("it is malformed: ", error.Message);
    }

    [Fact]
    public void Markdown_is_cut_at_its_headings()
    {
        var passages = Read("page.md", """
            ---
            title: omitted
            ---
            Before any heading.

            # Training
            Call `Fit` with a [loader](data.md). It *returns* the losses.

            ## Stop

            | key | effect |
            |---|---|
            | Ctrl-C | stops |

            - first
            - second

            <!-- omitted -->
            # Data
            """);

        Assert.Equal(
            [
                new("page.md", "page.md", "Before any heading.", ""),
                new("page.md", "Training", "Call Fit with a loader.", "It returns the losses."),
                new("page.md", "Training › Stop", "key; effect; Ctrl-C; stops; first; second;", ""),
            ],
            passages);
    }

    [Fact]
    public void Html_is_read_without_scripts()
    {
        var passages = Read("page.html", """
            <html><head><title>The page</title><style>p {}</style></head><body>
            <p>Text before a heading.</p><script>alert("omitted")</script>
            <div><h1>Shapes</h1><p>A shape is <b>known</b> early.</p><ul><li>One.</li><li>Two.</li></ul></div></body></html>
            """);

        Assert.Equal(
            [
                new("page.html", "The page", "Text before a heading.", ""),
                new("page.html", "Shapes", "A shape is known early.", "One. Two."),
            ],
            passages);
    }

    [Fact]
    public void Html_of_thousands_of_nested_elements_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("<div>", 5_000)) + "deep";
        Assert.Contains(Read("deep.html", text), passage => passage.Lead == "deep");
    }

    [Fact]
    public void Long_text_is_cut_into_passages_of_whole_sentences()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"This is the sentence with the number {i}. "));
        var passages = Read("long.txt", text);

        Assert.All(passages, passage => Assert.InRange(passage.Content.Length, 1, 1300));
        Assert.Equal(text.Trim(), string.Join(' ', passages.Select(passage => passage.Content)));
        Assert.All(Read("long.txt", new string('x', 5000)), passage => Assert.InRange(passage.Content.Length, 1, 1300));
    }

    [Fact]
    public void A_folder_leaves_out_what_cannot_be_read_and_says_so()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/a.md", "# Title\nA sentence.");
        folder.Write("docs/empty.md", "\n");
        folder.Write("docs/bytes.txt", "a\0b");
        folder.Write("docs/broken.xml", "<doc><members><member name=\"T:A\"><summary></doc>");
        folder.Write("docs/picture.png", "not read");

        var corpus = DocumentCorpus.Folder(folder["docs"]);

        Assert.Equal(["A sentence."], corpus.Passages.Select(passage => passage.Lead));
        Assert.Collection(
            corpus.Warnings,
            warning => Assert.StartsWith("The document 'broken.xml' is left out: it is malformed: ", warning),
            warning => Assert.Equal("The document 'bytes.txt' is left out: it is not text: it contains NUL characters.", warning),
            warning => Assert.Equal("The document 'empty.md' is left out: it is empty.", warning));
    }

    [Theory]
    [InlineData("MaxLength of HTTPRequest2", "max length of http request 2")]
    [InlineData("Größe ändern, 漢字", "größe ändern 漢字")]
    [InlineData("... !!!", "")]
    public void Identifiers_are_split_into_words(string text, string words) => Assert.Equal(words, string.Join(' ', Words.Of(text)));

    [Fact]
    public void A_question_has_no_word_of_the_name_that_it_asks_for()
    {
        const string Lead = "Gets or sets whether chunked sends of the response are possible.";
        var passage = new Passage("api.xml", "Space.Response.SendChunked", Lead, "");
        Assert.Equal("gets sets whether response possible", Searched.Question(passage));
        Assert.Equal("Response SendChunked ", Searched.Text(passage.WithoutLead));
    }

    private static Passage[] Read(string name, string text) => [.. Documents.Read(name, text)];
}
