using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Fuzz.Tests;

/// <summary>What a random model holds at some place, as far as its writer knows: the texts of the axes, or <see cref="Unknown"/>.</summary>
internal sealed class Flow(IEnumerable<string> axes, DType type = DType.Float)
{
    public const string Unknown = "?";

    public List<string> Axes { get; } = [.. axes];

    public DType Type { get; set; } = type;

    public int Rank => Axes.Count;

    public string Last
    {
        get => Axes[^1];
        set => Axes[^1] = value;
    }

    public bool IsKnown => !Axes.Contains(Unknown);

    public bool HasLeading => Axes.Count > 0 && Axes[0] == "...";

    public Flow Copy() => new(Axes, Type);

    public bool Equals(Flow other) => Type == other.Type && IsKnown && Axes.SequenceEqual(other.Axes);
}
