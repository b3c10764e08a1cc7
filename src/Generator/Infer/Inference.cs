using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Gives every tensor of a model its shape and type by running its layers' kinds in order, and decides every comparison:
/// proved ones vanish, refuted ones are reported, open ones become <see cref="Requirement"/>s.
/// </summary>
internal sealed class Inference : ModelContext
{
    private static readonly KindFinder Kinds = new(LayerCatalog.Find, LossCatalog.Find);

    private readonly List<Value> _values = new();
    private readonly Dictionary<BoundStage, Value> _stages = new();
    private readonly Dictionary<BoundLayer, InferredLayer> _layers = new();
    private readonly Dictionary<(BoundLayer Layer, string Port), Value> _ports = new();
    private readonly List<InferredLayer> _order = new();

    private readonly AdoptedParameters _adopted = new();
    private readonly SettingReferences _settings;
    private readonly Comparisons _comparisons;
    private readonly IOtherModels _models;
    private ProblemSink _problems;
    private IReadOnlyCollection<string> _parameters = [];

    private Inference(BoundModel bound, ProblemSink problems, IOtherModels models)
        : base(bound)
    {
        _problems = problems;
        _models = models;
        _settings = new SettingReferences(bound.Settings, problems);
        _comparisons = new Comparisons(this);
    }

    public override ProblemSink Problems => _problems;

    /// <summary>Infers a model and reports what is wrong with it.</summary>
    /// <param name="declaration">The model.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="models">Its blocks, and what else it is compared with.</param>
    public static InferredModel Infer(Declaration declaration, ProblemSink problems, IOtherModels models) => Isolation.Try(
        Isolation.Step.Infer,
        declaration.Type.Title,
        () => AdapterInference.Asked(declaration) is { } asked
            ? AdapterInference.Infer(declaration, asked, block => SignatureOf(block, models), problems)
            : new Inference(Binder.Bind(declaration, Kinds, problems), problems, models).Infer(),
        exception =>
        {
            problems.Report(
                new Problem(Descriptors.InternalError, Site.Class, Isolation.Describe($"'{declaration.Type.Title}'", exception)));
            return InferredModel.Failed(declaration);
        });

    public override Signature? SignatureOf(string key) => SignatureOf(Block(key));

    private Signature? SignatureOf(BlockReference? block) => SignatureOf(block, _models);

    private static Signature? SignatureOf(BlockReference? block, IOtherModels models) => block switch
    {
        { Declaration: { } declaration } => models.SignatureOf(declaration),
        { Signature: { } text } => SignatureText.Read(block.DisplayName, text),
        _ => null,
    };

    /// <inheritdoc/>
    public override IEnumerable<BoundStage> StagesOf(BoundInput input) =>
        Bound.Stages.Where(stage => stage.Name.Length > 0 && stage.Starts is [{ Input: { } start }]
            && start == input && _stages.TryGetValue(stage, out var value) && value.Type?.Element == ElementType.Float);

    public override InferredLayer? Layer(BoundLayer layer) => _layers.TryGetValue(layer, out var inferred) ? inferred : null;

    /// <inheritdoc/>
    public override IEnumerable<Value> InputValues => Bound.Inputs.Select(InputValue);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Parameters => _parameters;

    public override Value NewValue(
        string name, TensorType? type, BoundLayer? producer, string stageName, Value? aliasOf = null, bool mayBeForeign = false)
    {
        var value = new Value { Id = _values.Count,
            Name = name, Type = type, Producer = producer, StageName = stageName, AliasOf = aliasOf, MayBeForeign = mayBeForeign };
        _values.Add(value);
        return value;
    }

    /// <inheritdoc/>
    public override Value? Find(Reference? reference)
    {
        if (reference is null)
        {
            return null;
        }

        if (reference.Input is not null)
        {
            return InputValue(reference.Input);
        }

        if (reference.Layer is null)
        {
            return _stages.TryGetValue(reference.Stage!, out var result) ? result : null;
        }

        if (reference.Port is not null)
        {
            return _ports.TryGetValue((reference.Layer, reference.Port), out var port) ? port : null;
        }

        return Layer(reference.Layer)?.Output;
    }

    /// <inheritdoc/>
    public override Dim Simplify(Dim dim) => _comparisons.Simplify(dim);

    /// <inheritdoc/>
    public override Truth Decide(DimRelation relation) => _comparisons.Decide(relation);

    /// <inheritdoc/>
    public override IReadOnlyList<Problem> Unreported(Action report)
    {
        var (problems, collected) = (_problems, new CollectingSink());
        _problems = collected;
        report();
        _problems = problems;
        return collected.Problems;
    }

    /// <inheritdoc/>
    public override void LeaveOpen(DimRelation relation, string message, Site site, Action? refuted = null) =>
        _comparisons.LeaveOpen(relation, message, site, refuted);

    /// <inheritdoc/>
    public override void NoteProved(DimRelation relation, Func<string> message, Site site) =>
        _comparisons.NoteProved(relation, message, site);

    /// <inheritdoc/>
    public override void InferAnother(Declaration declaration, ProblemSink problems) => Infer(declaration, problems, _models);

    /// <inheritdoc/>
    public override void Adopt(string parameter, Site block) => _adopted.Add(parameter, block);

    /// <inheritdoc/>
    public override SettingName? Refer(Setting setting, string name, Site site, string what, bool isImplied) =>
        _settings.Refer(name, setting.Type, setting.Range, site, what, isImplied);

    // The inputs come first.
    private Value InputValue(BoundInput input) => _values[input.Ordinal];

    private InferredModel Infer()
    {
        InputCheck.Report(Bound, SignatureOf, Problems);
        foreach (var input in Bound.Inputs)
        {
            _values.Add(new Value { Id = _values.Count, Name = input.Name, Type = input.Type, Input = input });
        }

        foreach (var stage in Bound.Stages)
        {
            InferStage(stage);
        }

        var layersFit = !Problems.HasErrors;
        var outputs = Bound.Outputs
            .Select(output => new InferredOutput(
                output.Name.Length == 0 ? "output" : output.Name,
                output.Input is not null ? InputValue(output.Input)
                    : output.Stage is not null && _stages.TryGetValue(output.Stage, out var value) ? value
                    : null))
            .ToImmutableArray();
        var isExplained = false;
        for (var i = 0; i < outputs.Length; i++)
        {
            isExplained |= OutputCheck.Check(this, Bound.Outputs[i], outputs[i].Value);
        }

        var parameters = SymbolRoles.Resolve(Bound, _order, _adopted, Problems);
        var settings = _settings.Used;
        ConstructorCheck.Report(Bound, parameters, settings, Problems);
        ComponentNames.Report(Bound.Declaration, _order, Problems);
        _settings.Report(
            [.. parameters, .. Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols)],
            mayBeUnused: Problems.HasErrors);
        var loss = InferLoss(outputs);
        var isBroken = outputs.Any(output => output.Value?.Type is null) || _values.Any(value => value.Type is null);
        HashSet<Value> reached = [];
        if (!Problems.HasErrors && !isBroken)
        {
            reached = Usage.Reached(outputs, _values, _order);
            Usage.Report(Bound, reached, _values, _stages, _order, parameters, Problems);
            var graph = new LayerGraph(_order, outputs);
            Practice.Report(_order, Problems);
            Misreadings.Report(this, graph, parameters, _models.InferSilently);
            SequenceEnds.Report(this, graph);
            PaddedSteps.Report(this, graph, reached);
            _comparisons.Report(parameters);
        }
        else if (layersFit && !isBroken && !isExplained)
        {
            // Each layer fits, and the result is not what was declared: an axis that was read as another may explain that.
            Misreadings.Report(this, new LayerGraph(_order, outputs), parameters, _models.InferSilently);
        }

        _comparisons.RequireOfEmptyAxes([.. SymbolsOfInputs.Except(parameters)]);
        RequireDivisors(parameters, loss);
        _parameters = parameters;
        var hasErrors = Bound.Declaration.HasErrors || Problems.HasErrors || isBroken;
        var asked = hasErrors ? null : Bound.Declaration.Attributes.FirstOrDefault(use => use.Kind == "Autoregressive");
        var decoding = asked is null ? null : DecodingCheck.Check(this, asked, _values, _order, outputs);
        return new InferredModel
        {
            Bound = Bound,
            Values = _values,
            Layers = _order.ToImmutableArray(),
            StageResults = _stages,
            Outputs = outputs,
            Requirements = _comparisons.Requirements.ToImmutableArray(),
            Loss = loss,
            Settings = settings,
            Parameters = parameters,
            HasErrors = Bound.Declaration.HasErrors || Problems.HasErrors || isBroken,
            HasReports = Problems.HasReports,
            Decoding = decoding,
            LazyBlockDecodings = hasErrors ? null : new(() => DecodingCheck.AsBlock(this, _values, _order, outputs, decoding)),
            LazyWeightBindings = hasErrors || Problems.HasErrors ? null : new(() => WeightContacts.Find(_values, _order, reached, Find)),
            Reached = reached,
        };
    }

    private void RequireDivisors(IReadOnlyCollection<string> parameters, InferredLoss? loss)
    {
        var sizes = Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Dims);
        var stated = Symbols.Statements.Where(statement => statement.IsLeastStated).Select(statement => statement.Symbol);
        _comparisons.RequireDivisors(
            Divisors.CodeOf(_order, loss), sizes, () => Facts.FromZero([.. SymbolsOfInputs.Except(parameters).Except(stated)]));
    }

    private void InferStage(BoundStage stage)
    {
        var starts = stage.IsBroken ? ImmutableArray<Value>.Empty : stage.Starts.Select(Find).OfType<Value>().ToImmutableArray();
        var isBroken = stage.IsBroken || starts.Length != stage.Starts.Length || starts.Any(start => start.Type is null);
        var current = starts;
        for (var i = 0; i < stage.Layers.Length; i++)
        {
            var layer = stage.Layers[i];
            var isLast = i == stage.Layers.Length - 1;
            // The name of the result belongs to the tensor that the layer gives out.
            var resultName = isLast && layer.Port is null ? (stage.Name.Length == 0 ? "output" : stage.Name)
                : stage.Name.Length == 0 ? layer.Name : stage.Name + Names.PascalCase(layer.Name);
            var inferred = InferLayer(stage, layer,
                isBroken ? ImmutableArray<Value>.Empty : current, starts.Length == 1 ? starts[0] : null, resultName, isBroken);
            isBroken = inferred.Output?.Type is null;
            current = ImmutableArray.Create(inferred.Output!);
        }

        if (isBroken)
        {
            _stages[stage] = NewValue(stage.Name, null, null, stage.Name);
        }
        else if (current.Length == 1)
        {
            _stages[stage] = current[0];
        }
        else
        {
            Problems.Report(new Problem(
                Descriptors.TensorCount,
                stage.Site,
                $"Stage '{stage.Name}' starts from {current.Length} tensors but has no layer that joins them: "
                    + "add Concat, Add or another joining layer."));
            _stages[stage] = NewValue(stage.Name, null, null, stage.Name);
        }
    }

    private InferredLayer InferLayer(
        BoundStage stage, BoundLayer layer, ImmutableArray<Value> inputs, Value? start, string resultName, bool isBroken)
    {
        var context = new LayerContext(this, stage, layer, inputs, start, resultName);
        if (isBroken)
        {
            context.Broken();
        }
        else
        {
            try
            {
                Isolation.Fault?.Invoke(Isolation.Step.Layer, ModelName);
                if (!layer.Arguments.IsBroken && context.SizesFit())
                {
                    LayerCatalog.Of(layer.Kind).Infer(context);
                }
            }
            catch (DimLimitException limit)
            {
                context.Report(Descriptors.BadDimension, layer.Use.Site,
                    $"The shapes around {layer.Use} are too complex: {limit.Message}.");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                context.Report(Descriptors.InternalError, layer.Use.Site, Isolation.Describe(layer.Use.ToString(), exception));
            }

            LayerCheck.ContinueFromPort(context);
            if (context.Result is null || !LayerCheck.SizesFit(context) || !LayerCheck.HasFeatures(context))
            {
                context.Broken();
            }
        }

        var inferred = new InferredLayer
        {
            Bound = layer,
            Inputs = inputs,
            Output = context.Result,
            Modules = context.Modules,
            Steps = context.Steps,
            Ports = context.Ports,
            ParameterCount = context.ParameterCount,
            Projections = context.Projections,
            IsOpaque = context.IsOpaque,
            Windows = context.Windows,
        };
        foreach (var port in context.Ports)
        {
            _ports[(layer, port.Key)] = port.Value;
        }

        _layers[layer] = inferred;
        _order.Add(inferred);
        return inferred;
    }

    private InferredLoss? InferLoss(ImmutableArray<InferredOutput> outputs)
    {
        if (Bound.Loss is not { Arguments.IsBroken: false } bound || outputs.IsEmpty || outputs.Any(output => output.Value?.Type is null))
        {
            return null;
        }

        return LossContext.For(this, bound, outputs) is { } context ? LossCatalog.Of(bound.Kind).Infer(context) : null;
    }
}
