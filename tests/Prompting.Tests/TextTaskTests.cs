using System.Linq;
using Xunit;

namespace Prompting.Tests;

public sealed class TextTaskTests
{
    [Fact]
    public void Each_task_has_twenty_different_inputs()
    {
        Assert.Equal(
            ["capitals", "plurals", "antonyms", "past tense", "copying", "reversing"], TextTask.All.Select(task => task.Name));
        Assert.All(TextTask.All, task =>
        {
            Assert.Equal(20, task.Examples.Select(example => example.Input).Distinct().Count());
            Assert.Equal(20, task.Examples.Count);
            Assert.All(task.Examples, example => Assert.Equal(example.Output.Trim(), example.Output));
        });
        Assert.Equal(new("t a b l e", "e l b a t"), TextTask.All[5].Examples[0]);
    }

    [Fact]
    public void Prompts_have_the_instruction_the_examples_and_the_question()
    {
        var task = TextTask.All[0];

        Assert.Equal(
            "Write the capital of the country.\n\nInput: Italy\nOutput:", task.Prompt([], task.Examples[1]));
        Assert.Equal(
            "Write the capital of the country.\n\nInput: France\nOutput: Paris\n\nInput: Italy\nOutput:",
            task.Prompt([task.Examples[0]], task.Examples[1]));
    }
}
