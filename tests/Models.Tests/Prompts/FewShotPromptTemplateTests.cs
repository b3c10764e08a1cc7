using System.Collections.Generic;
using Xunit;

namespace ModelGen.Models.Tests;

public sealed class FewShotPromptTemplateTests
{
    private static readonly FewShotPromptTemplate _capitals =
        new(PromptTemplate.Parse("{country}: {capital}"), PromptTemplate.Parse("{country}:")) { Separator = "\n" };

    private static readonly Dictionary<string, string> _france = new() { ["country"] = "France", ["capital"] = "Paris" };
    private static readonly Dictionary<string, string> _italy = new() { ["country"] = "Italy", ["capital"] = "Rome" };

    [Fact]
    public void Examples_precede_the_question_in_their_order()
    {
        Assert.Equal("Spain:", _capitals.Format([], ("country", "Spain")));
        Assert.Equal("France: Paris\nItaly: Rome\nSpain:", _capitals.Format([_france, _italy], ("country", "Spain")));
        Assert.Equal(
            "Italy: Rome\n\nSpain:",
            (_capitals with { Separator = "\n\n" }).Format([_italy], new Dictionary<string, string> { ["country"] = "Spain" }));
    }

    [Fact]
    public void The_introduction_and_the_question_share_their_values()
    {
        var prompt = _capitals with { Introduction = PromptTemplate.Parse("Capitals in {continent}, then of {country}.") };

        Assert.Equal(["continent", "country"], prompt.Slots);
        Assert.Equal(
            "Capitals in Europe, then of Spain.\nFrance: Paris\nSpain:",
            prompt.Format([_france], ("continent", "Europe"), ("country", "Spain")));
    }

    [Fact]
    public void Braces_in_examples_are_text() => Assert.Equal(
        "{x}: {{y}}\nSpain:",
        _capitals.Format([new Dictionary<string, string> { ["country"] = "{x}", ["capital"] = "{{y}}" }], ("country", "Spain")));

    [Fact]
    public void A_mistake_in_an_example_is_refused_with_its_number()
    {
        var wrong = new Dictionary<string, string> { ["country"] = "Spain", ["captial"] = "Madrid" };

        var message = Assert.Throws<PromptException>(() => _capitals.Format([_france, wrong], ("country", "Italy"))).Message;

        Assert.Equal(
            "Example 2: The slot 'capital' has no value: values are given for 'country' and 'captial'; write 'capital' instead of "
            + "'captial'.",
            message);
    }

    [Fact]
    public void A_mistake_in_the_question_is_refused()
    {
        Assert.Equal(
            "The slot 'country' has no value: no values are given.",
            Assert.Throws<PromptException>(() => _capitals.Format([_france])).Message);
        Assert.Equal(
            "The prompt template has no slot 'capital': its only open slot is 'country'.",
            Assert.Throws<PromptException>(() => _capitals.Format([], ("country", "Spain"), ("capital", "Madrid"))).Message);
    }
}
