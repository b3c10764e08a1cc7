using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models;

/// <summary>
/// A text with named slots, such as <c>Translate {text} to {language}.</c>, in the syntax of Python's <c>str.format</c> and of LangChain:
/// <c>{name}</c> is a slot, <c>{{</c> and <c>}}</c> are braces. A template is immutable.
/// </summary>
/// <remarks>
/// A name consists of letters, digits and underscores, and does not begin with a digit. Values are inserted unchanged: braces in them are
/// text. A slot that occurs several times gets the same value each time.
/// </remarks>
public sealed class PromptTemplate
{
    private readonly IReadOnlyList<PromptPart> _parts;

    private PromptTemplate(IReadOnlyList<PromptPart> parts)
    {
        _parts = parts;
        Slots = [.. parts.Where(part => part.IsSlot).Select(part => part.Text).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names of the slots without a value, in the order of their first occurrence.</summary>
    public IReadOnlyList<string> Slots { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="template">The text with its slots.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PromptException">
    /// A brace is not closed or not opened, or what is between braces is not a name; the message contains the line and the column.
    /// </exception>
    public static PromptTemplate Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return new(PromptParser.Parse(template));
    }

    /// <summary>Fills all slots.</summary>
    /// <param name="values">The value of each slot, in any order.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PromptException">A slot has no value, or a value has no slot, or a name is given twice.</exception>
    public string Format(params (string Name, string Value)[] values) => Format(SlotValues.Of(values));

    /// <summary>Fills all slots.</summary>
    /// <param name="values">The value of each slot by its name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PromptException">A slot has no value, or a value has no slot.</exception>
    public string Format(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        SlotValues.Check(values, Slots);
        return Fill(values);
    }

    /// <summary>Fills a slot and leaves the others open.</summary>
    /// <param name="name">The name of the slot.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A template without this slot.</returns>
    /// <exception cref="PromptException">The template does not have the slot.</exception>
    public PromptTemplate With(string name, string value)
    {
        SlotValues.CheckFilled(name, value, Slots);
        return new([.. _parts.Select(part => part.IsSlot && part.Text == name ? new PromptPart(value, IsSlot: false) : part)]);
    }

    /// <summary>Returns the template as <see cref="Parse"/> reads it. Values that are filled in are text with doubled braces.</summary>
    /// <returns>The template.</returns>
    public override string ToString() => string.Concat(_parts.Select(part => part.IsSlot
        ? $"{{{part.Text}}}"
        : part.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));

    /// <summary>Fills the slots with values that are checked already; values without a slot are ignored.</summary>
    internal string Fill(IReadOnlyDictionary<string, string> values) =>
        string.Concat(_parts.Select(part => part.IsSlot ? values[part.Text] : part.Text));
}
