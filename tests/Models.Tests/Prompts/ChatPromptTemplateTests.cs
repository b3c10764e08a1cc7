using Xunit;

namespace ModelGen.Models.Tests;

public sealed class ChatPromptTemplateTests
{
    private static readonly ChatPromptTemplate _tutor = ChatPromptTemplate.Parse(
        ("system", "You teach {subject}. Answer in {language}."), ("user", "{question}"));

    [Fact]
    public void Messages_have_their_roles_and_filled_contents()
    {
        Assert.Equal(["subject", "language", "question"], _tutor.Slots);
        Assert.Equal(
            [ChatTurn.System("You teach algebra. Answer in French."), ChatTurn.User("What is {x}?")],
            _tutor.Format(("subject", "algebra"), ("language", "French"), ("question", "What is {x}?")));
    }

    [Fact]
    public void A_slot_is_filled_in_all_messages_that_have_it()
    {
        var chat = ChatPromptTemplate.Parse(("system", "{name} answers."), ("user", "Hello {name}."), ("assistant", "Yes?"));

        var named = chat.With("name", "Ada");

        Assert.Empty(named.Slots);
        Assert.Equal([ChatTurn.System("Ada answers."), ChatTurn.User("Hello Ada."), ChatTurn.Assistant("Yes?")], named.Format());
    }

    [Fact]
    public void A_chat_template_writes_the_messages()
    {
        var template = ChatTemplate.Parse("{% for message in messages %}<{{ message.role }}>{{ message.content }}{% endfor %}");
        var turns = _tutor.With("language", "French").With("subject", "algebra").Format(("question", "{{ 1 + 1 }}"));

        Assert.Equal("<system>You teach algebra. Answer in French.<user>{{ 1 + 1 }}", template.Render(turns));
    }

    [Fact]
    public void Mistakes_are_refused_with_the_name()
    {
        Assert.Equal(
            "The slot 'question' has no value: values are given for 'subject', 'language' and 'qestion'; write 'question' instead of "
            + "'qestion'.",
            Assert.Throws<PromptException>(() => _tutor.Format(("subject", "a"), ("language", "b"), ("qestion", "c"))).Message);
        Assert.Equal(
            "The prompt template has no slot 'tone': its open slots are 'subject', 'language' and 'question'.",
            Assert.Throws<PromptException>(() => _tutor.With("tone", "kind")).Message);
        Assert.Equal(
            "Message 2 (user): The { at line 1, column 1 is not closed: add a }, or write {{ and }} for braces that are text.",
            Assert.Throws<PromptException>(() => ChatPromptTemplate.Parse(("system", "Be brief."), ("user", "{question"))).Message);
    }
}
