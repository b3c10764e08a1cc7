using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models;

/// <summary>
/// A prompt that shows examples before it asks (few-shot prompting, Brown et al. 2020): an introduction, examples in the form of one
/// template, and a question, with a separator between them. Without examples it is a zero-shot prompt.
/// </summary>
public sealed record FewShotPromptTemplate
{
    /// <summary>Creates the template.</summary>
    /// <param name="example">An example, such as <c>Country: {country}\nCapital: {capital}</c>.</param>
    /// <param name="question">The question, such as <c>Country: {country}\nCapital:</c>.</param>
    public FewShotPromptTemplate(PromptTemplate example, PromptTemplate question)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(question);
        (Example, Question) = (example, question);
    }

    /// <summary>The template of an example.</summary>
    public PromptTemplate Example { get; init; }

    /// <summary>The template of the question, which follows the examples.</summary>
    public PromptTemplate Question { get; init; }

    /// <summary>The template of the text before the examples; <c>null</c> for none.</summary>
    public PromptTemplate? Introduction { get; init; }

    /// <summary>The text between two parts; an empty line by default.</summary>
    public string Separator { get; init; } = "\n\n";

    /// <summary>The names of the slots of the introduction and the question, in the order of their first occurrence.</summary>
    public IReadOnlyList<string> Slots => [.. (Introduction?.Slots ?? []).Union(Question.Slots, StringComparer.Ordinal)];

    /// <summary>Writes a prompt.</summary>
    /// <param name="examples">For each example the values of its slots, in the order of the prompt.</param>
    /// <param name="values">The values of the slots of the introduction and the question.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PromptException">
    /// A slot has no value, or a value has no slot; the message contains the number of the example.
    /// </exception>
    public string Format(
        IEnumerable<IReadOnlyDictionary<string, string>> examples, params (string Name, string Value)[] values) =>
        Format(examples, SlotValues.Of(values));

    /// <summary>Writes a prompt.</summary>
    /// <param name="examples">For each example the values of its slots, in the order of the prompt.</param>
    /// <param name="values">The values of the slots of the introduction and the question by their names.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PromptException">
    /// A slot has no value, or a value has no slot; the message contains the number of the example.
    /// </exception>
    public string Format(
        IEnumerable<IReadOnlyDictionary<string, string>> examples, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(values);
        SlotValues.Check(values, Slots);
        List<string> parts = [.. examples.Select(FormatExample), Question.Fill(values)];
        if (Introduction is not null)
        {
            parts.Insert(0, Introduction.Fill(values));
        }

        return string.Join(Separator, parts);
    }

    private string FormatExample(IReadOnlyDictionary<string, string> values, int index)
    {
        try
        {
            return Example.Format(values);
        }
        catch (PromptException cause)
        {
            throw new PromptException($"Example {index + 1}: {cause.Message}");
        }
    }
}
