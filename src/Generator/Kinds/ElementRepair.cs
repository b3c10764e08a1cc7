using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>Repairs for a tensor whose dtype is not the one that a layer takes.</summary>
internal sealed class ElementRepair(ModelContext model, LayerContext context, Value value, ElementType element, Site site)
{
    private const string NewStage = "embedded";

    private bool AreIds => (value.Type!.Element, element) is (ElementType.Int64, ElementType.Float) && site.Argument is null;

    /// <summary>The advice of the message, and the repairs that lead to a model without this mistake.</summary>
    public (string Advice, Repair[] Repairs) Find()
    {
        if (AreIds && Embedded() is { } embedded)
        {
            return (embedded.Clause, [embedded.Repair]);
        }

        var unread = value.Input is null && site.Argument is null && context.Stage.Layers[0] == context.Layer
            ? model.UnreadInput(element)
            : null;
        if (unread is not null)
        {
            return (
                $"input '{unread.Name}' is never read; if this input is meant, begin the stage with [From(nameof({unread.Name}))]",
                [Repair.InsertBefore(context.Use, $"From(nameof({unread.Name}))")]);
        }

        if (value.Input is not { } input)
        {
            return ((value.Type!.Element, element) switch
            {
                (ElementType.Int64, ElementType.Float) when site.Argument is null => "put an Embedding before it",
                (ElementType.Float, ElementType.Int64) => "give it the ids themselves, before any layer",
                _ => $"give it a tensor of {element}",
            }, []);
        }

        // The ids have their own readers; a mask is another input.
        if ((value.Type!.Element, element) is (ElementType.Int64, ElementType.Bool) && model.Readers(input) > 1)
        {
            return ($"declare another input for it, [Input({Repair.Entries(value.Shape)}, Type = DType.{element})]", []);
        }

        if (EmbeddedStart() is { } above)
        {
            return ($"{StartAdvice(above)} on a stage of its own above it", []);
        }

        var changes = Change.Tried(model, Declared());
        var missing = AreIds ? Missing() : [];
        if (changes.Count == 0)
        {
            return (
                AreIds ? "put an Embedding before it" : $"declare the input {Declaration}, and what else reads it accordingly", missing);
        }

        var clause = changes[0].Clause;
        return (AreIds ? $"put an Embedding before it, or {clause}" : clause, [.. missing, .. changes.Select(change => change.Repair)]);
    }

    private string Declaration => element == ElementType.Float ? "without Type" : $"with Type = DType.{element}";

    // The ids were embedded on the way, and the layer reads them once more: a residual around more than was meant, or a
    // stage that starts from the input.
    private Change? Embedded()
    {
        var candidates = new List<Change>();
        if (EmbeddedStart() is { } above)
        {
            var field = model.Declaration.Stages.FirstOrDefault(stage => stage.Name == context.Stage.Name);
            if (field is not null && model.Declaration.Stages.All(stage => stage.Name != NewStage))
            {
                candidates.Add(Change.Split(field, above.Use, NewStage, $"{StartAdvice(above)} on a stage of its own above it"));
            }

            candidates.Add(Change.Replace(
                context.Use,
                Change.Layer("Add", new Argument("stages", new Constant(ConstantKind.Array,
                    Items: [new Constant(ConstantKind.Text, Text: above.Path)]), IsProperty: false, IsParams: true)),
                $"add what {above.Use} gives, with Add(\"{above.Path}\")"));
        }

        if (value.Input is { } ids
            && context.Stage.Starts is [{ Input: not null }]
            && model.Declaration.Stages.FirstOrDefault(stage => stage.Name == context.Stage.Name)
                ?.Attributes.FirstOrDefault(use => use.Kind == "From") is { } from)
        {
            foreach (var stage in model.StagesOf(ids))
            {
                candidates.Add(Change.StartFrom(from, stage.Name));
            }
        }

        return Change.Tried(model, candidates).FirstOrDefault();
    }

    // The layer that a residual was meant to start from: the last one that makes vectors of the ids and of their positions.
    private BoundLayer? EmbeddedStart()
    {
        var before = context.Stage.Layers.TakeWhile(layer => layer != context.Layer).ToList();
        var embedding = context.Layer.Kind.Traits.Has(LayerTraits.AddsStart)
            ? before.FindLastIndex(layer => layer.Kind.Traits.Has(LayerTraits.Embeds))
            : -1;
        var positions = embedding < 0 ? [] : before.Skip(embedding + 1)
            .TakeWhile(layer => (layer.Kind.Traits & (LayerTraits.AddsPositions | LayerTraits.Dropout)) != 0).ToList();
        return embedding < 0 ? null : positions.Count > 0 ? positions[positions.Count - 1] : before[embedding];
    }

    private static string StartAdvice(BoundLayer above) => $"it adds the start of the stage; put what leads to {above.Use}";

    // Another declaration of the input: its type, and for one-hot vectors without their axis.
    private IEnumerable<Change> Declared()
    {
        var input = value.Input!;
        if (element == ElementType.Float)
        {
            yield return Change.RemoveArgument(input.Use, Vocabulary.Type,
                AreIds ? "declare the input as Float" : "declare the input without Type");
            yield break;
        }

        var typed = Change.SetElement(input.Use, element, $"declare the input with Type = DType.{element}");
        yield return typed;
        var shape = value.Shape;
        if (context.Layer.Kind.Traits.Has(LayerTraits.Embeds)
            && !shape.HasLeading && shape.Count > 2 && context.Find(CommonArguments.Vocabulary) == shape.Last)
        {
            var ids = shape.Without(shape.Count - 1);
            var both = Change.SetShape(input, ids).And(typed);
            yield return both.Titled($"Change input '{input.Name}' to {ids} of {element}", "an Embedding takes the ids themselves and not "
                + $"one-hot vectors, so declare the input as {ids} with Type = DType.{element}");
        }
    }

    // An Embedding whose sizes become parameters of the constructor, because the declaration does not state them.
    private Repair[] Missing()
    {
        if (value.Input is null || value.Shape is not { HasLeading: false, Count: 2 }
            || (context.Layer.Kind.Traits & (LayerTraits.FeaturesLast | LayerTraits.AddsPositions)) == 0)
        {
            return [];
        }

        var taken = new HashSet<string>(model.Symbols.Statements.Select(statement => statement.Symbol).Concat(value.Shape.Symbols));
        if (taken.Contains("vocabulary") || taken.Contains("width"))
        {
            return [];
        }

        var insert = Repair.InsertBefore(context.Use, "Embedding(\"vocabulary\", \"width\")");
        return
        [
            insert with
            {
                Edits =
                [
                    .. insert.Edits,
                    .. FactRepair.Declare(model.Declaration, model.Symbols, "vocabulary").Edits,
                    .. FactRepair.Declare(model.Declaration, model.Symbols, "width").Edits,
                ],
            },
        ];
    }
}
