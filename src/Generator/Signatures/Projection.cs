using System;
using System.Linq;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Signatures;

/// <summary>A linear layer with weights of its own, somewhere inside a model: what adapters can be put on.</summary>
/// <param name="Path">Its path in <c>state_dict</c>; <c>*</c> stands for the number of a copy.</param>
/// <param name="Width">The features that it takes.</param>
/// <param name="Features">The features that it gives.</param>
/// <param name="Count">How many there are: the copies of the blocks around it.</param>
internal sealed record Projection(string Path, Dim Width, Dim Features, Dim Count)
{
    /// <summary>How many a model lists. A model with more is opaque: adapters find its linear layers when they are created.</summary>
    public const int MaxListed = 1000;

    /// <summary>Its own name: the last part of the path.</summary>
    public string Name => Path.Substring(Path.LastIndexOf('.') + 1);

    /// <summary>Whether a target means it, or some of its copies: by the whole path or its last parts.</summary>
    public bool Matches(string target) => Match(target, (part, named) => part == named || (part == "*" && IsNumber(named)));

    /// <summary>Whether a target means all of its copies.</summary>
    public bool MatchesAll(string target) => Match(target, (part, named) => part == named);

    private bool Match(string target, Func<string, string, bool> fits)
    {
        var (parts, names) = (Path.Split('.'), target.Split('.'));
        return names.Length <= parts.Length
            && names.Zip(parts.Skip(parts.Length - names.Length), (named, part) => fits(part, named)).All(fit => fit);
    }

    private static bool IsNumber(string part) => part.Length > 0 && part.All(character => character is >= '0' and <= '9');

    /// <summary>The same inside something else.</summary>
    public Projection Under(string path) => this with { Path = Path.Length == 0 ? path : $"{path}.{Path}" };
}
