using System.Collections.Generic;
using System.Linq;
using ModelGen.Models;

namespace Prompting;

/// <summary>A task over words for a language model: an instruction, and pairs of an input and its output.</summary>
/// <param name="Name">The name of the task.</param>
/// <param name="Instruction">What is to be done, which is the beginning of each prompt.</param>
/// <param name="Examples">The pairs.</param>
internal sealed record TextTask(string Name, string Instruction, IReadOnlyList<Example> Examples)
{
    /// <summary>The template of the prompts.</summary>
    public static FewShotPromptTemplate Template { get; } =
        new(PromptTemplate.Parse("Input: {input}\nOutput: {output}"), PromptTemplate.Parse("Input: {input}\nOutput:"))
        {
            Introduction = PromptTemplate.Parse("{instruction}"),
        };

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<TextTask> All { get; } =
    [
        new("capitals", "Write the capital of the country.", Pairs(
            "France Paris, Italy Rome, Spain Madrid, Germany Berlin, Japan Tokyo, China Beijing, Russia Moscow, Egypt Cairo, "
            + "Greece Athens, Portugal Lisbon, Austria Vienna, Poland Warsaw, Sweden Stockholm, Norway Oslo, Ireland Dublin, "
            + "Cuba Havana, Kenya Nairobi, Peru Lima, Turkey Ankara, Hungary Budapest")),
        new("plurals", "Write the plural of the noun.", Pairs(
            "cat cats, house houses, box boxes, city cities, child children, man men, foot feet, mouse mice, leaf leaves, "
            + "baby babies, church churches, knife knives, woman women, tooth teeth, dog dogs, bus buses, party parties, wolf wolves, "
            + "potato potatoes, goose geese")),
        new("antonyms", "Write the opposite of the word.", Pairs(
            "hot cold, big small, up down, good bad, fast slow, old new, happy sad, day night, open closed, light dark, left right, "
            + "early late, strong weak, rich poor, wet dry, first last, high low, hard soft, full empty, inside outside")),
        new("past tense", "Write the past tense of the verb.", Pairs(
            "go went, see saw, walk walked, take took, make made, run ran, write wrote, sing sang, play played, buy bought, think thought, "
            + "eat ate, find found, give gave, stop stopped, come came, know knew, fall fell, try tried, drink drank")),
        new("copying", "Repeat the word.", [.. Words.Select(word => new Example(word, word))]),
        new("reversing", "Write the letters of the word from the last to the first.", [.. Words.Select(word =>
            new Example(string.Join(' ', word.ToCharArray()), string.Join(' ', word.Reverse())))]),
    ];

    private static IEnumerable<string> Words =>
        ["table", "green", "river", "stone", "cloud", "bread", "horse", "paper", "chair", "music", "plant", "night", "sugar", "train",
            "water", "glass", "north", "smile", "tiger", "wheel"];

    /// <summary>Writes a prompt.</summary>
    /// <param name="examples">The examples before the question.</param>
    /// <param name="question">The pair whose input is asked for.</param>
    public string Prompt(IEnumerable<Example> examples, Example question) => Template.Format(
        examples.Select(example => example.Values), ("instruction", Instruction), ("input", question.Input));

    private static IReadOnlyList<Example> Pairs(string text) =>
        [.. text.Split(", ").Select(pair => pair.Split(' ')).Select(pair => new Example(pair[0], pair[1]))];
}
