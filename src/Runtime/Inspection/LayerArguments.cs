using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace ModelGen;

/// <summary>
/// The arguments of a layer by the names of its attribute: every parameter of the attribute's constructor that is given, and every property
/// that is not at its default. What is not among them has the default that the attribute's documentation states. The layer's name and
/// <c>When</c> are not arguments here.
/// </summary>
/// <remarks>It is immutable, and equal to another one with the same names and values in the same order.</remarks>
public sealed class LayerArguments : IReadOnlyDictionary<string, ArgumentValue>, IEquatable<LayerArguments>
{
    private readonly KeyValuePair<string, ArgumentValue>[] _items;

    private LayerArguments(KeyValuePair<string, ArgumentValue>[] items) => _items = items;

    /// <summary>No arguments.</summary>
    public static LayerArguments None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Select(item => item.Key);

    /// <inheritdoc/>
    public IEnumerable<ArgumentValue> Values => _items.Select(item => item.Value);

    /// <summary>The value of an argument.</summary>
    /// <param name="key">Its name: <c>features</c>, <c>Bias</c>.</param>
    /// <exception cref="KeyNotFoundException">It is not given, or at its default.</exception>
    public ArgumentValue this[string key] =>
        TryGetValue(key, out var value)
            ? value
            : throw new KeyNotFoundException($"The layer has no argument '{key}' other than its default.");

    /// <summary>These and a size.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="expression">The size as an expression of the model's symbols.</param>
    public LayerArguments Size(string name, string expression) => With(name, new ArgumentValue.Size(expression));

    /// <summary>These and a list of sizes.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="expressions">The sizes as expressions of the model's symbols.</param>
    public LayerArguments Sizes(string name, params string[] expressions) => With(name, new ArgumentValue.Sizes(expressions));

    /// <summary>These and an integer.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">Its value.</param>
    public LayerArguments Integer(string name, long value) => With(name, new ArgumentValue.Integer(value));

    /// <summary>These and a list of integers.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="values">Its values.</param>
    public LayerArguments Integers(string name, params long[] values) => With(name, new ArgumentValue.Integers(values));

    /// <summary>These and a floating-point number.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">Its value.</param>
    public LayerArguments Number(string name, double value) => With(name, new ArgumentValue.Number(value));

    /// <summary>These and a flag.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">Its value.</param>
    public LayerArguments Flag(string name, bool value) => With(name, new ArgumentValue.Flag(value));

    /// <summary>These and a member of an enumeration.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="member">The member's name.</param>
    public LayerArguments Choice(string name, string member) => With(name, new ArgumentValue.Choice(member));

    /// <summary>These and a setting.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="setting">The setting's name.</param>
    public LayerArguments Setting(string name, string setting) => With(name, new ArgumentValue.Setting(setting));

    /// <summary>These and a text.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">Its value.</param>
    public LayerArguments Text(string name, string value) => With(name, new ArgumentValue.Text(value));

    /// <summary>These and a list of texts.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="values">Its values.</param>
    public LayerArguments Texts(string name, params string[] values) => With(name, new ArgumentValue.Texts(values));

    /// <summary>These and tensors of the model.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="paths">The tensors, as in <see cref="LayerInfo.From"/>.</param>
    public LayerArguments Tensors(string name, params string[] paths) => With(name, new ArgumentValue.Tensors(paths));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ArgumentValue value)
    {
        // There are a few at most.
        foreach (var item in _items)
        {
            if (item.Key == key)
            {
                value = item.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Whether both have the same arguments.</summary>
    /// <param name="other">The other ones.</param>
    public bool Equals(LayerArguments? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerArguments);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The arguments as a declaration writes them, on one line.</summary>
    public override string ToString() => string.Join(", ", _items.Select(item => $"{item.Key} = {item.Value}"));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ArgumentValue>> GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LayerArguments With(string name, ArgumentValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LayerArguments([.. _items, KeyValuePair.Create(name, value)]);
    }
}
