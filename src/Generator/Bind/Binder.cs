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

        var inputs = InputBinder.Bind(_declaration, Reader, _problems);
        if (hasStages && classLayers.Count > 0)
        {
            _problems.Report(new Problem(
                Descriptors.TwoForms,
                classLayers[0].Site,
                $"{classLayers[0]} is on the class, but '{name}' has stages: move it to a stage, or remove the stages."));
        }

        if (hasStages)
        {
            foreach (var field in _declaration.Stages.Where(field => !InputBinder.IsInput(field)))
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

        ReportDuplicates(inputs);
        var resolver = new ReferenceResolver(_declaration, inputs, _stages, hasStages, _problems);
        ResolveStarts(resolver, inputs);
        resolver.ResolveArguments();

        var order = StageOrder.Sort(_stages, _problems);
        var stages = StageBuilder.Build(order);
        var outputs = OutputBinder.Bind(_declaration, inputs, _stages, stages, Reader, _problems);
        var methods = _declaration.Methods.Select(BindMethod).ToImmutableArray();
        var loss = BindLoss();

        // Everything that can name a symbol or a setting has been read.
        return new BoundModel
        {
            Declaration = _declaration,
            HasStages = hasStages,
            Inputs = inputs.ToImmutableArray(),
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

    private void ReportDuplicates(IReadOnlyList<BoundInput> inputs)
    {
        var seen = new Dictionary<string, Named>();
        foreach (var named in inputs.Select(input => new Named(input.Name, input.Site))
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

    private void ResolveStarts(ReferenceResolver resolver, IReadOnlyList<BoundInput> inputs)
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
            else if ((inputs.FirstOrDefault(input => !input.IsOptional) ?? inputs.FirstOrDefault()) is { } first)
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
}
