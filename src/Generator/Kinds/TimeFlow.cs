using System;
using System.Collections.Generic;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>
/// What a layer does along the axis of a sequence that is decoded step by step. An axis is counted from the end, 1 for the last:
/// leading axes ("...") are not counted then.
/// </summary>
internal abstract record TimeFlow
{
    /// <summary>There is no code for a piece of the sequence, whether or not the layer depends on later positions.</summary>
    public static readonly TimeFlow Unknown = new Unprovable("has no step-by-step form",
        "use layers that decode, or compute this outside of the decoded positions");

    private TimeFlow()
    {
    }

    /// <summary>
    /// Each position is computed from the same position alone: the code of <c>forward</c> serves a piece of the sequence as well.
    /// </summary>
    /// <param name="Axis">The sequence's axis in the result.</param>
    public sealed record Pointwise(int Axis) : TimeFlow;

    /// <summary>
    /// Each position is computed from the same position and its index, which <paramref name="Step"/> takes as <c>at</c>.
    /// </summary>
    /// <param name="Axis">The sequence's axis in the result.</param>
    /// <param name="Step">The expression for a piece of the sequence.</param>
    /// <param name="Maximum">How many positions there are at most, if there is a limit.</param>
    public sealed record Positional(int Axis, Code Step, Dim? Maximum) : TimeFlow;

    /// <summary>Each position is computed from those up to it, by a state that remembers the earlier ones.</summary>
    /// <param name="Axis">The sequence's axis in the result.</param>
    /// <param name="StateType">The state's type.</param>
    /// <param name="State">The expression that creates the state.</param>
    /// <param name="Step">The expression for a piece of the sequence, given the state.</param>
    public sealed record Stateful(int Axis, string StateType, Code State, Func<Code, Code> Step) : TimeFlow;

    /// <summary>The same for a block, which remembers in the states of its own layers.</summary>
    /// <param name="Axis">The sequence's axis in the result.</param>
    /// <param name="State">The expression that creates the states.</param>
    /// <param name="Steps">The statements for a piece of the sequence, given the states.</param>
    public sealed record StatefulBlock(int Axis, Code State, Func<Code, IEnumerable<Step>> Steps) : TimeFlow;

    /// <summary>A position depends on later ones.</summary>
    /// <param name="How">What the layer does, as the end of a sentence that it starts.</param>
    /// <param name="Repair">What to do instead.</param>
    /// <param name="Site">The argument that says so; the layer when null.</param>
    public sealed record NonCausal(string How, string Repair, Site? Site = null) : TimeFlow;

    /// <summary>It is not known which positions a position depends on.</summary>
    /// <param name="Why">What is in the way, as the end of a sentence that the layer starts.</param>
    /// <param name="Repair">What to do instead.</param>
    public sealed record Unprovable(string Why, string Repair) : TimeFlow;
}
