using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Bind;

/// <summary>
/// Resolves a declaration's names: which layer is which kind, what each stage starts from, which tensors an argument
/// names, and in which order the stages can be computed.
/// </summary>
internal sealed class Binder
{
    private readonly Declaration _declaration;
    private readonly KindFinder _kinds;
    private readonly ProblemSink _problems;
    private readonly SymbolReader _symbols;
    private readonly SettingReferences _settings;
    private readonly List<BoundInput> _inputs = new();
    private readonly List<StageDraft> _stages = new();

    private Binder(Declaration declaration, KindFinder kinds, ProblemSink problems)
    {
        _declaration = declaration;
        _kinds = kinds;
        _problems = problems;
        _symbols = new SymbolReader(declaration, problems);
        _settings = new SettingReferences(SettingTable.Empty, problems);
    }

    /// <summary>Binds a declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="kinds">Finds the kind of layer or loss that an attribute is.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static BoundModel Bind(Declaration declaration, KindFinder kinds, ProblemSink problems) =>
        new Binder(declaration, kinds, problems).Bind();

    private BoundModel Bind()
    {
        var name = _declaration.Type.Name;
        var classLayers = _declaration.Attributes.Where(use => use.IsLayer).ToList();
        var hasStages = _declaration.Stages.Any();

        var statements = new StatementReader(_symbols, _settings, _problems);
        foreach (var use in _declaration.Attributes.Where(use => use.Kind == "Dim"))
        {
            statements.ReadDim(use);
        }

        foreach (var use in _declaration.Attributes.Where(use => use.Kind == "Setting"))
        {
            statements.ReadSetting(use);
        }

        BindInputs();
        if (hasStages && classLayers.Count > 0)
        {
            _problems.Report(new Problem(
                Descriptors.TwoForms,
                classLayers[0].Site,
                $"{classLayers[0]} is on the class, but '{name}' has stages: move it to a stage, or remove the stages."));
        }

        if (hasStages)
        {
            foreach (var field in _declaration.Stages.Where(field => !IsInput(field)))
            {
                AddStage(field.Name, field.Ordinal, field.Site, field.Attributes);
            }
        }
        else
        {
            AddStage(string.Empty, 0, Site.Class, _declaration.Attributes);
        }

        if (!_stages.Any(stage => stage.Layers.Count > 0))
        {
            _problems.Report(new Problem(
                Descriptors.NoLayer,
                Site.Class,
                $"'{name}' has no layer: add layer attributes to the class, or Stage fields that carry them."));
        }

        ReportDuplicates();
        var resolver = new ReferenceResolver(_declaration, _inputs, _stages, hasStages, _problems);
        ResolveStarts(resolver);
        resolver.ResolveArguments();

        var order = StageOrder.Sort(_stages, _problems);
        var stages = StageBuilder.Build(order);
        var outputs = BindOutputs(stages);
        var methods = _declaration.Methods.Select(BindMethod).ToImmutableArray();
        var loss = BindLoss();

        // Everything that can name a symbol or a setting has been read.
        return new BoundModel
        {
            Declaration = _declaration,
            HasStages = hasStages,
            Inputs = _inputs.ToImmutableArray(),
            Stages = order.Select(draft => stages[draft]).ToImmutableArray(),
            Outputs = outputs,
            Symbols = _symbols.ToTable(),
            Settings = _settings.ToTable(),
            Methods = methods,
            Loss = loss,
        };
    }

    private BoundLoss? BindLoss()
    {
        var losses = _declaration.Attributes.Where(use => use.IsLoss).ToList();
        foreach (var further in losses.Skip(1).Where(loss => loss.Kind != losses[0].Kind))
        {
            _problems.Report(new Problem(
                Descriptors.DuplicateName,
                further.Site,
                $"{further} and {losses[0]} would both define the method Loss: keep one, and compute the other outside."));
        }

        return losses.Count > 0 && _kinds.Loss(losses[0].Kind) is { } kind
            ? new BoundLoss(kind, losses[0], BoundArguments.Bind(kind.Arguments, Reader(losses[0])))
            : null;
    }

    private static bool IsInput(StageField field) => field.Attributes.Any(use => use.Kind == "Input");

    private void BindInputs()
    {
        foreach (var use in _declaration.Attributes.Where(use => use.Kind == "Input"))
        {
            var name = use.Find(InputArguments.Name)?.Value is { Kind: ConstantKind.Text } given ? given.Text : "input";
            if (!Names.IsIdentifier(name))
            {
                _problems.Report(new Problem(Descriptors.BadName, use.At(InputArguments.Name),
                    $"\"{name}\" cannot name a parameter of forward: use a C# identifier."));
                name = "input";
            }

            AddInput(name, use, use.At(InputArguments.Name), isStage: false);
        }

        foreach (var field in _declaration.Stages.Where(IsInput))
        {
            var use = field.Attributes.First(attribute => attribute.Kind == "Input");
            AddInput(field.Name, use, field.Site, isStage: true);
            ReportMisplaced(field, use);
            if (field.Attributes.FirstOrDefault(attribute => attribute.IsLayer) is { } layer)
            {
                _problems.Report(new Problem(
                    Descriptors.InputWithLayers,
                    layer.Site,
                    $"Stage '{field.Name}' is an input, so it cannot have layers: "
                        + $"put {layer} on a stage of its own with [From(nameof({field.Name}))]."));
            }
        }
    }

    // What an input cannot have or does not heed.
    private void ReportMisplaced(StageField field, AttributeUse input)
    {
        if (field.Attributes.FirstOrDefault(attribute => attribute.Kind == "From") is { } from)
        {
            _problems.Report(new Problem(Descriptors.InputWithLayers, from.Site,
                $"Stage '{field.Name}' is an input, so it cannot start from another tensor: remove {from}, or [Input].")
            {
                Repairs = [Repair.Remove(from)],
            });
        }

        if (field.Attributes.LastOrDefault(attribute => attribute.Kind == "Input") is { } other && other != input)
        {
            _problems.Report(new Problem(
                Descriptors.DuplicateName,
                other.Site,
                $"Stage '{field.Name}' is one tensor, but has two shapes, {input}{{line}} and {other}: keep one, or declare another stage.",
                input.Site));
        }

        if (input.Find(InputArguments.Name) is not null)
        {
            _problems.Report(new Problem(
                Descriptors.NoEffect,
                input.At(InputArguments.Name),
                $"The input on stage '{field.Name}' has the name of its field, so Name has no effect: remove it, or rename the field.")
            {
                Repairs = [Repair.RemoveArgument(input, InputArguments.Name)],
            });
        }
    }

    private void AddInput(string name, AttributeUse use, Site site, bool isStage)
    {
        var arguments = BoundArguments.Bind(InputArguments.All, Reader(use));
        var shape = arguments.Get(InputArguments.Shape);
        if (shape is { Count: 0, HasLeading: false })
        {
            _problems.Report(new Problem(Descriptors.BadDimension, use.Site,
                $"Input '{name}' has no axes: give one entry per axis, such as [Input(\"B\", \"T\", 128)]."));
            shape = null;
        }

        _inputs.Add(new BoundInput(
            name,
            _inputs.Count,
            shape is null ? null : new TensorType(shape, arguments.Get(InputArguments.Type)),
            arguments.Get(InputArguments.Optional),
            use,
            site)
        {
            IsStage = isStage,
        });
    }

    private void AddStage(string name, int ordinal, Site site, IEnumerable<AttributeUse> attributes)
    {
        var layers = new List<LayerDraft>();
        var byName = new Dictionary<string, LayerDraft>();
        var counts = new Dictionary<string, int>();
        foreach (var use in attributes.Where(use => use.IsLayer && use.Find(CommonArguments.When)?.Value.Integer != 0))
        {
            if (_kinds.Layer(use.Kind) is not { } kind)
            {
                continue;
            }

            var layerName = NameOf(use, counts);
            if (byName.TryGetValue(layerName, out var other))
            {
                _problems.Report(new Problem(
                    Descriptors.DuplicateName,
                    use.At(CommonArguments.Name),
                    $"Two layers are named '{layerName}', {other.Use}{{line}} and {use}: give one another Name.",
                    other.Use.Site));
                layerName += "_" + layers.Count;
            }

            var layer = new LayerDraft(kind, use, BoundArguments.Bind(kind.Arguments, Reader(use)), layerName, name);
            byName[layerName] = layer;
            layers.Add(layer);
        }

        _stages.Add(new StageDraft(name, ordinal, site, layers));
    }

    private string NameOf(AttributeUse use, Dictionary<string, int> counts)
    {
        if (use.Find(CommonArguments.Name)?.Value is { Kind: ConstantKind.Text } given)
        {
            if (Names.IsIdentifier(given.Text))
            {
                return given.Text;
            }

            _problems.Report(new Problem(
                Descriptors.BadName,
                use.At(CommonArguments.Name),
                $"\"{given.Text}\" cannot name a layer: "
                    + "use a C# identifier, since the name becomes a field and a part of state_dict keys."));
        }

        var name = Names.CamelCase(use.Kind);
        counts.TryGetValue(name, out var count);
        counts[name] = ++count;
        return count == 1 ? name : name + count;
    }

    // An input or a stage.
    private sealed record Named(string Name, Site Site);

    private void ReportDuplicates()
    {
        var seen = new Dictionary<string, Named>();
        foreach (var named in _inputs.Select(input => new Named(input.Name, input.Site))
            .Concat(_stages.Where(stage => stage.Name.Length > 0).Select(stage => new Named(stage.Name, stage.Site))))
        {
            if (seen.TryGetValue(named.Name, out var first))
            {
                _problems.Report(new Problem(
                    Descriptors.DuplicateName,
                    named.Site,
                    $"'{named.Name}' already names an input{{line}}: "
                        + $"give this one another name, such as [Input(…, Name = \"{named.Name}2\")].",
                    first.Site));
            }
            else
            {
                seen.Add(named.Name, named);
            }
        }
    }

    private void ResolveStarts(ReferenceResolver resolver)
    {
        StageDraft? previous = null;
        foreach (var stage in _stages)
        {
            var from = stage.Name.Length == 0
                ? null
                : _declaration.Stages[stage.Ordinal].Attributes.FirstOrDefault(use => use.Kind == "From");
            if (from is not null)
            {
                stage.Starts = resolver.ResolveAll(from, FromArguments.Sources, stage);
                if (stage.Starts.IsEmpty)
                {
                    _problems.Report(new Problem(Descriptors.UnknownStage, from.Site,
                        $"[From] on '{stage.Name}' names nothing: name a stage or an input."));
                }

                stage.IsBroken = stage.Starts.IsEmpty || stage.Starts.Contains(null);
            }
            else if (previous is not null)
            {
                stage.Starts = ImmutableArray.Create<DraftReference?>(new DraftReference(null, previous, null, null, stage.Site));
            }
            else if ((_inputs.FirstOrDefault(input => !input.IsOptional) ?? _inputs.FirstOrDefault()) is { } first)
            {
                stage.Starts = ImmutableArray.Create<DraftReference?>(new DraftReference(first, null, null, null, stage.Site));
            }
            else
            {
                stage.IsBroken = true;
            }

            previous = stage;
        }
    }

    private BoundMethod BindMethod(MethodUse method) => new(
        method,
        method.Parameters.Select(parameter => TypeOf(parameter.Shape)).ToImmutableArray(),
        TypeOf(method.Return));

    private TensorType? TypeOf(AttributeUse? use)
    {
        if (use is null)
        {
            return null;
        }

        var arguments = BoundArguments.Bind(ShapeArguments.All, Reader(use));
        return arguments.Get(ShapeArguments.Shape) is { } shape ? new TensorType(shape, arguments.Get(ShapeArguments.Type)) : null;
    }

    private ArgumentReader Reader(AttributeUse use) => new(use, _symbols, _settings, _problems);

    private Shape? ShapeOf(AttributeUse output) => BoundArguments.Bind(OutputArguments.All, Reader(output)).Get(OutputArguments.Shape);

    private ImmutableArray<BoundOutput> BindOutputs(IReadOnlyDictionary<StageDraft, BoundStage> stages)
    {
        var onClass = _declaration.Attributes.FirstOrDefault(use => use.Kind == "Output");
        var marked = new List<BoundOutput>();
        foreach (var field in _declaration.Stages)
        {
            if (field.Attributes.FirstOrDefault(use => use.Kind == "Output") is { } use)
            {
                var shape = ShapeOf(use);
                var stage = _stages.FirstOrDefault(stage => stage.Ordinal == field.Ordinal);
                var input = stage is null ? _inputs.FirstOrDefault(input => input.Name == field.Name) : null;
                marked.Add(new BoundOutput(field.Name, stage is null ? null : stages[stage],
                    input, shape is { Count: 0, HasLeading: false } ? null : shape, use.Site));
            }
        }

        if (marked.Count == 0 && _stages.Count > 0)
        {
            var last = _stages[_stages.Count - 1];
            marked.Add(new BoundOutput(
                last.Name, stages[last], null, onClass is null ? null : ShapeOf(onClass), onClass?.Site ?? last.Site));
        }
        else if (onClass is not null)
        {
            if (marked.Count == 1 && marked[0].Shape is null)
            {
                marked[0] = marked[0] with { Shape = ShapeOf(onClass), Site = onClass.Site };
            }
            else
            {
                _problems.Report(new Problem(
                    Descriptors.Output,
                    onClass.Site,
                    "Stages are marked with [Output], so the class cannot be as well: write the shape in the [Output] of each stage."));
            }
        }

        return marked.ToImmutableArray();
    }
}
