using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen;

/// <summary>The value of a layer's argument. Values are equal if they are of one type and say the same.</summary>
public abstract record ArgumentValue
{
    private protected ArgumentValue()
    {
    }

    /// <summary>A size, or a position along an axis, such as where a slice begins.</summary>
    /// <param name="Expression">An integer, or an expression of the model's symbols: <c>4*D</c>.</param>
    public sealed record Size(string Expression) : ArgumentValue
    {
        /// <summary>The size, if it depends on no symbol.</summary>
        public long? Constant =>
            long.TryParse(Expression, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

        /// <inheritdoc/>
        public override string ToString() => Expression;
    }

    /// <summary>Sizes, one for each axis. <c>-1</c> stands for a size that follows from the others, <c>...</c> for leading axes.</summary>
    /// <param name="Expressions">Each as that of a <see cref="Size"/>.</param>
    public sealed record Sizes(IReadOnlyList<string> Expressions) : ArgumentValue
    {
        /// <summary>Whether both have the same sizes.</summary>
        public bool Equals(Sizes? other) => other is not null && Expressions.SequenceEqual(other.Expressions);

        /// <inheritdoc/>
        public override int GetHashCode() => HashOf(Expressions);

        /// <inheritdoc/>
        public override string ToString() => $"({string.Join(", ", Expressions)})";
    }

    /// <summary>An integer that is not a size: a count, an index, an axis.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Integer(long Value) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Integers that are not sizes, such as axes.</summary>
    /// <param name="Values">The numbers.</param>
    public sealed record Integers(IReadOnlyList<long> Values) : ArgumentValue
    {
        /// <summary>Whether both have the same numbers.</summary>
        public bool Equals(Integers? other) => other is not null && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => HashOf(Values);

        /// <inheritdoc/>
        public override string ToString() => $"({string.Join(", ", Values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})";
    }

    /// <summary>A floating-point number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Number(double Value) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>True or false.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Flag(bool Value) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A member of an enumeration.</summary>
    /// <param name="Member">Its name: <c>Gelu</c>.</param>
    public sealed record Choice(string Member) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Member;
    }

    /// <summary>A setting of the model (<see cref="SettingAttribute"/>), a parameter of its constructor.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Setting(string Name) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>A text: a pattern, an equation, the name of a method.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : ArgumentValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>Texts, such as the names of layers.</summary>
    /// <param name="Values">The texts.</param>
    public sealed record Texts(IReadOnlyList<string> Values) : ArgumentValue
    {
        /// <summary>Whether both have the same texts.</summary>
        public bool Equals(Texts? other) => other is not null && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => HashOf(Values);

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Values);
    }

    /// <summary>Tensors of the model, or layers whose weights are shared.</summary>
    /// <param name="Paths">Each as in <see cref="LayerInfo.From"/>.</param>
    public sealed record Tensors(IReadOnlyList<string> Paths) : ArgumentValue
    {
        /// <summary>Whether both name the same tensors.</summary>
        public bool Equals(Tensors? other) => other is not null && Paths.SequenceEqual(other.Paths);

        /// <inheritdoc/>
        public override int GetHashCode() => HashOf(Paths);

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Paths);
    }

    private static int HashOf<T>(IEnumerable<T> items)
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
