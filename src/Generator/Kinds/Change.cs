using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>
/// A change of a declaration that inference tries before it is offered: an offer must lead to a model without the mistake.
/// </summary>
/// <param name="Repair">What an IDE does to the source.</param>
/// <param name="Clause">The change as an imperative for the message: <c>put Flatten before Linear(10)</c>.</param>
/// <param name="Apply">The declaration after the change.</param>
internal sealed record Change(Repair Repair, string Clause, Func<Declaration, Declaration> Apply)
{
    // An attribute that is not in the source has no location, and needs none: only the sink of the trial sees its site.
    private const int NoOrdinal = int.MaxValue;

    /// <summary>A layer to insert.</summary>
    public static AttributeUse Layer(string kind, params Argument[] arguments) =>
        new(kind, IsLayer: true, NoOrdinal, arguments.ToEquatableArray());

    /// <summary>An argument of a layer to insert.</summary>
    public static Argument Given(ArgumentName argument, Dim value) => new(argument.Name, ToConstant(value), argument.IsProperty);

    /// <summary>An argument that is a shape.</summary>
    public static Argument Entries(ArgumentName parameter, Shape shape) => new(parameter.Name,
        new Constant(ConstantKind.Array, Items: shape.Dims.Select(ToConstant).ToEquatableArray()), IsProperty: false, IsParams: true);

    public static Change InsertBefore(AttributeUse anchor, AttributeUse layer) => new(
        Repair.InsertBefore(anchor, layer.ToString()),
        $"put {layer} before {anchor}",
        declaration => Map(declaration, anchor, use => [layer, use]));

    public static Change InsertAfter(AttributeUse anchor, AttributeUse layer) => new(
        Repair.InsertAfter(anchor, layer.ToString()),
        $"put {layer} after {anchor}",
        declaration => Map(declaration, anchor, use => [use, layer]));

    public static Change Remove(AttributeUse use) =>
        new(Repair.Remove(use), $"remove {use}", declaration => Map(declaration, use, static _ => []));

    public static Change Set(AttributeUse use, ArgumentName argument, Dim value) => new(
        Repair.Set(use, argument, value),
        argument.IsProperty ? $"set {argument.Name} = {value} in {use}" : $"change {use} to {With(use, argument, ToConstant(value))}",
        declaration => Map(declaration, use, one => [With(one, argument, ToConstant(value))]));

    public static Change SetTrue(AttributeUse use, ArgumentName property) => new(
        Repair.Set(use, property, "true"),
        $"set {property.Name} = true in {use}",
        declaration => Map(declaration, use, one => [With(one, property, new Constant(ConstantKind.Boolean, Integer: 1))]));

    /// <summary>Declares another shape of an input.</summary>
    public static Change SetShape(BoundInput input, Shape shape) => new(
        Repair.SetShape(input.Use.Site, input.Type!.Shape, shape, $"input '{input.Name}'"),
        $"declare input '{input.Name}' as {shape}",
        declaration => Map(declaration, input.Use, use => [WithEntries(use, shape)]));

    /// <summary>Gives a layer whose arguments are the entries of a shape other ones.</summary>
    public static Change SetEntries(AttributeUse use, Shape shape) => new(
        new Repair("SetEntries", $"Change {use} to {WithEntries(use, shape)}",
            [new Edit(EditKind.SetEntries, use.Site, Text: Repair.Entries(shape))]),
        $"change {use} to {WithEntries(use, shape)}",
        declaration => Map(declaration, use, one => [WithEntries(one, shape)]));

    /// <summary>Another layer in the place of one, its arguments included.</summary>
    public static Change Replace(AttributeUse use, AttributeUse layer, string clause)
    {
        var text = layer.ToString();
        var open = text.IndexOf('(');
        var arguments = open < 0 ? string.Empty : text.Substring(open + 1, text.Length - open - 2);
        return new Change(
            new Repair("Replace", $"Replace {use} with {layer}",
                [new Edit(EditKind.ReplaceKind, use.Site, Text: layer.Kind), new Edit(EditKind.SetEntries, use.Site, Text: arguments)]),
            clause,
            declaration => Map(declaration, use, one => [new AttributeUse(layer.Kind, layer.IsLayer, one.Ordinal, layer.Arguments)]));
    }

    /// <summary>Lets a stage begin with another one.</summary>
    /// <param name="from">The attribute <c>[From]</c> of the stage, with one source.</param>
    /// <param name="stage">The other stage.</param>
    public static Change StartFrom(AttributeUse from, string stage) => new(
        new Repair("StartFrom", $"Start from '{stage}'", [Edit.SetArgument(from.Site, Vocabulary.Sources, $"nameof({stage})", item: 0)]),
        $"begin the stage with [From(nameof({stage}))]",
        declaration => Map(declaration, from, one =>
            [With(one, Vocabulary.Sources, new Constant(ConstantKind.Array, Items: [new Constant(ConstantKind.Text, Text: stage)]))]));

    /// <summary>Gives the first layers of a stage a stage of their own.</summary>
    public static Change Split(StageField stage, AttributeUse last, string name, string clause) => new(
        new Repair("Split", $"Put the layers up to {last} on a stage of their own", [new Edit(EditKind.SplitAfter, last.Site, Text: name)]),
        clause,
        declaration =>
        {
            var moved = stage.Attributes.Where(use => use.Ordinal <= last.Ordinal && use.Kind != "Output").ToEquatableArray();
            var rest = stage with { Attributes = stage.Attributes.Where(use => !moved.Contains(use)).ToEquatableArray() };
            var stages =
                declaration.Stages.SelectMany(one => one.Ordinal == stage.Ordinal ? [new StageField(name, 0, moved), rest] : new[] { one });
            return declaration with { Stages = stages.Select((one, i) => one with { Ordinal = i }).ToEquatableArray() };
        });

    public static Change RemoveArgument(AttributeUse use, ArgumentName argument, string clause) => new(
        Repair.RemoveArgument(use, argument),
        clause,
        declaration => Map(declaration, use, one => [Copy(one, one.Arguments.Where(given => given.Name != argument.Name))]));

    /// <summary>Declares an input of another element type.</summary>
    public static Change SetElement(AttributeUse input, ElementType element, string clause) => new(
        Repair.Set(input, Vocabulary.Type, $"DType.{element}"),
        clause,
        declaration => Map(declaration, input,
            one => [With(one, Vocabulary.Type, new Constant(ConstantKind.Enum, Text: element.ToString()))]));

    /// <summary>Both changes at once, in one edit; the clause is that of the first.</summary>
    public Change And(Change other) => this with
    {
        Repair = Repair with { Edits = [.. Repair.Edits, .. other.Repair.Edits] },
        Apply = declaration => other.Apply(Apply(declaration)),
    };

    /// <summary>The same change with other words.</summary>
    public Change Titled(string title, string clause) => this with { Repair = Repair with { Title = title }, Clause = clause };

    /// <summary>
    /// Those of the candidates that leave no mistake, in their order; those that leave no warning either come first. A mistake that was
    /// found before is not the candidate's.
    /// </summary>
    public static IReadOnlyList<Change> Tried(ModelContext model, IEnumerable<Change> candidates)
    {
        // Repairs are computed only if someone sees them, because each trial infers the whole model.
        const int limit = 24;
        if (!model.Problems.IsHeard)
        {
            return [];
        }

        var known = model.Problems.Errors;
        return candidates.Take(limit)
            .Select(candidate => (Change: candidate, Left: Try(model, candidate)))
            .Where(tried => tried.Left.Errors <= known && !tried.Left.IsByChance)
            .OrderBy(tried => tried.Left.HasWarnings)
            .Select(tried => tried.Change)
            .ToList();
    }

    private static TrialSink Try(ModelContext model, Change candidate)
    {
        var sink = new TrialSink();
        model.InferAnother(candidate.Apply(model.Declaration), sink);
        return sink;
    }

    private static Declaration Map(Declaration declaration, AttributeUse target, Func<AttributeUse, IEnumerable<AttributeUse>> change)
    {
        EquatableArray<AttributeUse> In(EquatableArray<AttributeUse> uses) =>
            uses.SelectMany(use => use.Ordinal == target.Ordinal ? change(use) : [use]).ToEquatableArray();
        return declaration with
        {
            Attributes = In(declaration.Attributes),
            Stages = declaration.Stages.Select(stage => stage with { Attributes = In(stage.Attributes) }).ToEquatableArray(),
        };
    }

    private static AttributeUse With(AttributeUse use, ArgumentName argument, Constant value) => Copy(
        use,
        use.Find(argument) is null
            ? [.. use.Arguments, new Argument(argument.Name, value, argument.IsProperty)]
            : use.Arguments.Select(one => one.Name == argument.Name ? one with { Value = value } : one));

    // The entries of a shape are the only argument without a name.
    private static AttributeUse WithEntries(AttributeUse use, Shape shape)
    {
        var entries = (shape.HasLeading ? [new Constant(ConstantKind.Text, Text: "...")] : Enumerable.Empty<Constant>())
            .Concat(shape.Dims.Select(ToConstant))
            .ToEquatableArray();
        return Copy(use,
            use.Arguments.Select(one => one.IsProperty ? one : one with { Value = new Constant(ConstantKind.Array, Items: entries) }));
    }

    private static AttributeUse Copy(AttributeUse use, IEnumerable<Argument> arguments) =>
        new(use.Kind, use.IsLayer, use.Ordinal, arguments.ToEquatableArray(), use.TypeArgument, use.TypeArgumentName);

    private static Constant ToConstant(Dim value) =>
        value.TryGetConstant(out var number) && number >= long.MinValue && number <= long.MaxValue
            ? new Constant(ConstantKind.Integer, Integer: (long)number)
            : new Constant(ConstantKind.Text, Text: value.ToString());

    /// <summary>The problems that remain in a trial, without repairs of their own.</summary>
    private sealed class TrialSink : ProblemSink
    {
        public override bool IsHeard => false;

        public bool HasWarnings { get; private set; }

        public bool IsByChance { get; private set; }

        protected override void Keep(Problem problem)
        {
            HasWarnings |= problem.Descriptor.DefaultSeverity == Microsoft.CodeAnalysis.DiagnosticSeverity.Warning;
            IsByChance |= problem.Descriptor == Descriptors.EqualByChance;
        }
    }
}
