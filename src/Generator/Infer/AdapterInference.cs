using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reads <c>[Lora&lt;TModel&gt;]</c>: the model, its linear layers, and which of them are adapted. All else is the other model's, known
/// by its <see cref="Signature"/>.
/// </summary>
internal sealed class AdapterInference
{
    private static readonly string[] Defaults = ["query", "value"];

    private readonly Declaration _declaration;
    private readonly AttributeUse _use;
    private readonly Func<BlockReference?, Signature?> _signatureOf;
    private readonly ProblemSink _problems;

    private AdapterInference(Declaration declaration, AttributeUse use, Func<BlockReference?, Signature?> signatureOf, ProblemSink problems)
    {
        _declaration = declaration;
        _use = use;
        _signatureOf = signatureOf;
        _problems = problems;
    }

    /// <summary>The attribute, if the model has it.</summary>
    public static AttributeUse? Asked(Declaration declaration) =>
        declaration.Attributes.FirstOrDefault(use => use.Kind == Vocabulary.Lora && use.TypeArgument is not null);

    /// <param name="declaration">The declaration.</param>
    /// <param name="use">The attribute.</param>
    /// <param name="signatureOf">What another model shows.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static InferredModel Infer(
        Declaration declaration, AttributeUse use, Func<BlockReference?, Signature?> signatureOf, ProblemSink problems)
    {
        var adapters = new AdapterInference(declaration, use, signatureOf, problems).Infer();
        return InferredModel.WithoutLayers(declaration, declaration) with
        {
            HasErrors = declaration.HasErrors || problems.HasErrors || adapters.Model is null or { HasErrors: true },
            HasReports = problems.HasReports,
            Adapters = adapters,
        };
    }

    private InferredAdapters Infer()
    {
        var reference = _declaration.Blocks.First(block => block.Key == _use.TypeArgument);
        var none = new InferredAdapters(_use, Bind(new SilentSink()), reference, null, ImmutableArray<string>.Empty, null);
        var isFine = StandsAlone(reference);
        if (!IsModel(reference, out var model))
        {
            return none;
        }

        // A mistake in the other model is reported there, and its layers are unknown then.
        var arguments = Bind(_problems);
        isFine &= NumbersFit(arguments);
        if (model.HasErrors || ReadTargets(model, arguments.Get(LoraArguments.Targets)) is not { } targets)
        {
            return none with { Model = model };
        }

        var adapted = model.Projections.Where(projection => targets.Any(projection.Matches)).ToList();
        if (isFine)
        {
            RankFits(adapted, arguments.Get(LoraArguments.Rank));
        }

        var rank = arguments.Get(LoraArguments.Rank);
        var count = model.IsOpaque || adapted.Any(projection => !targets.Any(projection.MatchesAll))
            ? null
            : adapted.Aggregate(Dim.Zero, (sum, projection) => sum + (rank * projection.Count * (projection.Width + projection.Features)));
        return new InferredAdapters(_use, arguments, reference, model, targets, count);
    }

    private BoundArguments Bind(ProblemSink problems) => BoundArguments.Bind(
        LoraArguments.All,
        new ArgumentReader(_use, new SymbolReader(_declaration, problems), new SettingReferences(SettingTable.Empty, problems), problems));

    // What the class would have of its own.
    private bool StandsAlone(BlockReference reference)
    {
        var own = _declaration.Attributes.FirstOrDefault(use => use.Kind is not ("Model" or Vocabulary.Lora));
        var (site, what) = own is not null ? (own.Site, own.ToString())
            : _declaration.Stages.FirstOrDefault() is { } stage ? (stage.Site, $"Stage '{stage.Name}'")
            : (default(Site), string.Empty);
        if (what.Length == 0)
        {
            return true;
        }

        _problems.Report(new Problem(
            Descriptors.AdaptedModel,
            site,
            $"{what} cannot be on '{_declaration.Type.Title}', which adapts {reference.DisplayName} and has the inputs, "
                + $"layers and outputs of that model: move it to {reference.DisplayName}, or remove it.")
        {
            Repairs = own is null ? [] : [Repair.Remove(own)],
        });
        return false;
    }

    private bool IsModel(BlockReference reference, out Signature model)
    {
        model = null!;
        if (reference.IsRecursive)
        {
            _problems.Report(new Problem(Descriptors.Cycle, _use.Site, $"'{_declaration.Type.Title}' would adapt {reference.DisplayName}, "
                + $"which is or contains '{_declaration.Type.Title}': name another model."));
            return false;
        }

        if (reference.Origin.Length > 0)
        {
            _problems.Report(new Problem(Descriptors.NotAModel, _use.Site, $"'{reference.DisplayName}' comes from {reference.Origin}, "
                + "so its layers cannot be read: build that assembly with the version of ModelGen that this project uses."));
            return false;
        }

        if (reference.Obstacle.Length > 0)
        {
            _problems.Report(new Problem(Descriptors.NotAModel, _use.Site,
                $"No {reference.DisplayName} can be created for adapters, since it {reference.Obstacle}."));
            return false;
        }

        if (reference.IsTooDeepInside)
        {
            return false;
        }

        if (reference.IsTooDeep)
        {
            _problems.Report(new Problem(Descriptors.TooLarge, _use.Site, $"{reference.DisplayName} already nests {Declaration.MaxDepth} "
                + "levels of models, so it cannot be adapted: merge several levels into one model."));
            return false;
        }

        if (_signatureOf(reference) is not { } found)
        {
            _problems.Report(new Problem(Descriptors.NotAModel, _use.Site,
                $"'{reference.DisplayName}' is not a model, so it has no layers to adapt: add [Model] to it."));
            return false;
        }

        if (reference.Declaration is { } declaration && Asked(declaration) is { } inner)
        {
            _problems.Report(new Problem(Descriptors.AdaptedModel, _use.Site, $"{reference.DisplayName} is already "
                + $"{inner.TypeArgumentName} with adapters, which cannot be adapted again: write Lora<{inner.TypeArgumentName}>."));
            return false;
        }

        model = found;
        return true;
    }

    private bool NumbersFit(BoundArguments arguments)
    {
        var rank = arguments.Get(LoraArguments.Rank);
        if (rank >= 1)
        {
            return !arguments.IsBroken;
        }

        _problems.Report(new Problem(Descriptors.AdapterRank, _use.At(LoraArguments.Rank), $"Lora's rank must be at least 1, not {rank}."));
        return false;
    }

    private ImmutableArray<string>? ReadTargets(Signature model, ImmutableArray<string>? names)
    {
        if (names is not { } given)
        {
            var usual = Defaults.Where(name => model.Projections.Any(projection => projection.Matches(name))).ToImmutableArray();
            if (!usual.IsEmpty || model.IsOpaque)
            {
                return usual.IsEmpty ? Defaults.ToImmutableArray() : usual;
            }

            var known = Inside(model.Projections);
            Report(_use.Site, $"{model.Name} has neither 'query' nor 'value', the layers that are adapted by default: "
                + (known.Count == 0
                    ? "it has no linear layer."
                    : $"name its linear layers, such as Targets = new[] {{ \"{known[0]}\" }}."));
            return null;
        }

        if (given.IsEmpty)
        {
            Report(_use.At(LoraArguments.Targets), "Targets is empty, so nothing would be trained: "
                + $"name linear layers of {model.Name}, or remove Targets to adapt 'query' and 'value'.");
            return null;
        }

        var targets = new List<string>();
        var isFine = true;
        for (var i = 0; i < given.Length; i++)
        {
            isFine &= ReadTarget(model, given[i], _use.At(LoraArguments.Targets, i), targets);
        }

        return isFine ? targets.ToImmutableArray() : null;
    }

    private bool ReadTarget(Signature model, string target, Site site, List<string> targets)
    {
        if (targets.Contains(target))
        {
            _problems.Report(
                new Problem(Descriptors.NoEffect, site, $"Targets names '{target}' twice: remove the second."));
            return true;
        }

        // The constructor finds the layers that are not known at compile time.
        if (model.IsOpaque || model.Projections.Any(projection => projection.Matches(target)))
        {
            targets.Add(target);
            return true;
        }

        var names = model.Projections.Select(projection => projection.Name).Distinct().ToList();
        var inside = Inside(model.Projections.Where(projection => ("." + projection.Path).Contains($".{target}.")));
        var known = TargetNames.Translate(target, names);
        var repair = names.Count == 0 ? "it has no linear layer."
            : inside.Count > 0 && target.Length > 0 ? $"it is not linear itself, but contains linear layers: name {Choice(inside)}."
            : known.Count > 0 ? $"that layer of Hugging Face's models is {Choice(known)} here."
            : Names.Suggest(target, names, "linear layer");
        Report(site, $"{model.Name} has no linear layer '{target}' to adapt: {repair}",
            known.Count == 1 ? [Repair.Spell(site, target, known[0])] : Repair.Spell(site, target, names));
        return false;
    }

    private void RankFits(IEnumerable<Projection> adapted, long rank)
    {
        foreach (var projection in adapted)
        {
            foreach (var width in new[] { projection.Width, projection.Features })
            {
                if (width.TryGetConstant(out var size) && rank >= size)
                {
                    _problems.Report(new Problem(
                        Descriptors.AdapterRank,
                        _use.At(LoraArguments.Rank),
                        $"Adapters of rank {rank} are not smaller than '{projection.Path}' of {_use.TypeArgumentName}, "
                            + $"which maps {projection.Width} to {projection.Features} features: choose a rank below {size}."));
                    return;
                }
            }
        }
    }

    private static List<string> Inside(IEnumerable<Projection> projections) =>
        projections.Select(projection => projection.Name).Distinct().ToList();

    private static string Choice(IEnumerable<string> names) => Names.Choice(names.Select(name => $"'{name}'").ToList(), "and");

    private void Report(Site site, string message, EquatableArray<Repair> repairs = default) =>
        _problems.Report(new Problem(Descriptors.AdapterTarget, site, message) { Repairs = repairs });
}
