using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace ModelGen.Models.Tests;

public sealed class PromptTemplateTests
{
    private static readonly PromptTemplate _translation = PromptTemplate.Parse("Translate {text} to {language}; {text}!");

    [Fact]
    public void Slots_are_listed_once_in_the_order_of_the_text()
    {
        Assert.Equal(["text", "language"], _translation.Slots);
        Assert.Empty(PromptTemplate.Parse("No slots.").Slots);
        Assert.Equal("No slots.", PromptTemplate.Parse("No slots.").Format());
        Assert.Equal("", PromptTemplate.Parse("").Format());
    }

    [Fact]
    public void A_slot_gets_its_value_wherever_it_occurs()
    {
        Assert.Equal("Translate cat to French; cat!", _translation.Format(("language", "French"), ("text", "cat")));
        Assert.Equal(
            "Translate cat to French; cat!",
            _translation.Format(new Dictionary<string, string> { ["text"] = "cat", ["language"] = "French" }));
    }

    [Theory]
    [InlineData("{{}}", "{}", false)]
    [InlineData("{{{a}}}", "{1}")]
    [InlineData("{{a}}", "{a}", false)]
    [InlineData("{a}{{", "1{")]
    [InlineData("}}{a}{{b}}", "}1{b}")]
    [InlineData("{{{{{a}", "{{1")]
    public void Doubled_braces_are_text(string template, string expected, bool hasSlot = true) =>
        Assert.Equal(expected, PromptTemplate.Parse(template).Format(hasSlot ? [("a", "1")] : Array.Empty<(string, string)>()));

    [Theory]
    [InlineData("{text}")]
    [InlineData("{{language}}")]
    [InlineData("{ } {{ }}")]
    [InlineData("")]
    public void Braces_in_values_are_text(string value)
    {
        Assert.Equal($"Translate {value} to x; {value}!", _translation.Format(("text", value), ("language", "x")));
        Assert.Equal($"Translate {value} to x; {value}!", _translation.With("text", value).With("language", "x").Format());
    }

    [Fact]
    public void A_partly_filled_template_has_the_other_slots_and_leaves_the_first_one_unchanged()
    {
        var french = _translation.With("language", "French");

        Assert.Equal(["text"], french.Slots);
        Assert.Equal("Translate cat to French; cat!", french.Format(("text", "cat")));
        Assert.Equal(["text", "language"], _translation.Slots);
    }

    [Fact]
    public void A_template_as_text_is_read_as_the_same_template()
    {
        var filled = PromptTemplate.Parse("{{{a}: {b}").With("a", "}{c}");

        Assert.Equal("{{}}{{c}}: {b}", filled.ToString());
        Assert.Equal(filled.Format(("b", "1")), PromptTemplate.Parse(filled.ToString()).Format(("b", "1")));
    }

    [Fact]
    public void Random_templates_give_what_replacing_their_parts_gives()
    {
        var random = new Random(5);
        string[] names = ["a", "b_1", "_c", "größe", "名前"];
        string[] texts = ["{", "}", "{}", " ", "\n", "x", "\"key\": 1"];
        for (var round = 0; round < 500; round++)
        {
            var values = names.ToDictionary(name => name, _ => string.Concat(random.GetItems(texts, 3)));
            var (template, expected, slots) = (new StringBuilder(), new StringBuilder(), new List<string>());
            for (var part = 0; part < 8; part++)
            {
                if (random.Next(2) == 0)
                {
                    var text = texts[random.Next(texts.Length)];
                    template.Append(text.Replace("{", "{{").Replace("}", "}}"));
                    expected.Append(text);
                }
                else
                {
                    var name = names[random.Next(names.Length)];
                    template.Append($"{{{name}}}");
                    expected.Append(values[name]);
                    slots.Add(name);
                }
            }

            var parsed = PromptTemplate.Parse(template.ToString());

            Assert.Equal(slots.Distinct(), parsed.Slots);
            Assert.Equal(expected.ToString(), parsed.Format([.. parsed.Slots.Select(slot => (slot, values[slot]))]));
            Assert.Equal(template.ToString(), parsed.ToString());
        }
    }

    [Theory]
    [InlineData("a {text", "The { at line 1, column 3 is not closed: add a }, or write {{ and }} for braces that are text.")]
    [InlineData("{", "The { at line 1, column 1 is not closed")]
    [InlineData("ok\n {text {other}", "The { at line 2, column 2 is not closed")]
    [InlineData("a\nb}", "The } at line 2, column 2 closes no slot: write {{ and }} for braces that are text.")]
    [InlineData("{{a}", "The } at line 1, column 4 closes no slot")]
    [InlineData("{}", "The slot {} at line 1, column 1 has no valid name, which consists of letters, digits and underscores")]
    [InlineData("{\"key\": 1}", "The slot {\"key\": 1} at line 1, column 1 has no valid name")]
    [InlineData("{ text }", "The slot { text } at line 1, column 1 has no valid name")]
    [InlineData("{1st}", "The slot {1st} at line 1, column 1 has no valid name")]
    [InlineData("{text.Length}", "The slot {text.Length} at line 1, column 1 has no valid name")]
    public void A_malformed_template_is_refused_with_its_place(string template, string expected) =>
        Refused(expected, () => PromptTemplate.Parse(template));

    [Fact]
    public void A_missing_value_is_refused_with_the_names_and_the_nearest_one()
    {
        Refused(
            "The slot 'language' has no value: values are given for 'text' and 'langauge'; write 'language' instead of 'langauge'.",
            () => _translation.Format(("text", "cat"), ("langauge", "French")));
        Refused("The slots 'text' and 'language' have no value: no values are given.", () => _translation.Format());
        Refused("The slot 'text' has no value: values are given for 'language'.", () => _translation.Format(("language", "French")));
        Refused(
            "The slot 'text' has no value: values are given for 'language' and 'Text'; write 'text' instead of 'Text'.",
            () => _translation.Format(("language", "French"), ("Text", "cat")));
        Refused("The slot 'text' has no value", () => _translation.Format(("language", "French"), ("text", null!)));
    }

    [Fact]
    public void A_value_without_a_slot_is_refused_with_the_slots_and_the_nearest_one()
    {
        Refused(
            "The prompt template has no slot 'texts': its open slots are 'text' and 'language'; did you mean 'text'?",
            () => _translation.Format(("text", "cat"), ("language", "French"), ("texts", "cats")));
        Refused(
            "The prompt template has no slot 'tone': its open slots are 'text' and 'language'.", () => _translation.With("tone", "kind"));
        Refused(
            "The prompt template has no slot 'text': it has no open slots.",
            () => PromptTemplate.Parse("{{text}}").Format(("text", "cat")));
        Refused(
            "The prompt template has no slot 'text': its only open slot is 'language'.",
            () => _translation.With("text", "cat").With("text", "dog"));
    }

    [Fact]
    public void Two_values_for_a_slot_are_refused() => Refused(
        "Two values are given for the slot 'text'.", () => _translation.Format(("text", "cat"), ("text", "dog"), ("language", "French")));

    private static void Refused(string expected, Func<object> action)
    {
        var message = Assert.Throws<PromptException>(action).Message;
        Assert.StartsWith(expected, message);
        Assert.DoesNotContain('\n', message);
    }
}
