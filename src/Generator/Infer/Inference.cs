using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
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
    // A block used by many models is inferred once; the declaration is immutable and kept alive by its users.
    private static readonly ConditionalWeakTable<Declaration, Signature> Signatures = new();
    private static readonly KindFinder Kinds = new(LayerCatalog.Find, LossCatalog.Find);
    private static readonly RecentlyUsed<Declaration, InferredModel> Recent = new(capacity: 64);

    private readonly List<Value> _values = new();
    private readonly Dictionary<BoundInput, Value> _inputs = new();
    private readonly Dictionary<BoundStage, Value> _stages = new();
    private readonly Dictionary<BoundLayer, InferredLayer> _layers = new();
    private readonly Dictionary<(BoundLayer Layer, string Port), Value> _ports = new();
    private readonly List<Requirement> _requirements = new();
    private readonly HashSet<DimRelation> _relations = new();
    private readonly List<InferredLayer> _order = new();

    // Layer after layer passes the same sizes on and asks the same of them; the facts do not change meanwhile.
    private readonly Dictionary<Dim, Dim> _simplified = new();
    private readonly Dictionary<DimRelation, Truth> _decided = new();

    // The open comparisons that hold by chance alone.
    private readonly ChanceEqualities _chances;

    // The comparisons that fail where an axis of an input is empty.
    private readonly EmptyAxes _emptyAxes;

    private ProblemSink _problems;
    private IReadOnlyCollection<string> _parameters = [];

    private Inference(BoundModel bound, ProblemSink problems)
        : base(bound)
    {
        _problems = problems;
        _chances = new ChanceEqualities(this);
        _emptyAxes = new EmptyAxes(this);
    }

    public override ProblemSink Problems => _problems;

    public static InferredModel Infer(Declaration declaration, ProblemSink problems) => Isolation.Try(
        Isolation.Step.Infer,
        declaration.Type.Title,
        () => AdapterInference.Asked(declaration) is { } asked
            ? AdapterInference.Infer(declaration, asked, SignatureOf, problems)
            : new Inference(Binder.Bind(declaration, Kinds, problems), problems).Infer(),
        exception =>
        {
            problems.Report(new Problem(Descriptors.InternalError, Site.Class, Isolation.Describe($"'{declaration.Type.Title}'", exception)));
            return InferredModel.Failed(declaration);
        });

    /// <summary>Infers without telling what is wrong. Of a block the part and the users need the same, one soon after the other, and find it here.</summary>
    public static InferredModel InferSilently(Declaration declaration)
    {
        if (Recent.Find(declaration) is not { } model)
        {
            model = Infer(declaration, new SilentSink());
            Recent.Add(declaration, model);
        }

        return model;
    }

    public static Signature SignatureFor(Declaration declaration) =>
        Signatures.GetValue(declaration, static key => SignatureBuilder.Build(InferSilently(key.LastWhole ?? key), withFlows: true));

    public override Signature? SignatureOf(string key) => SignatureOf(Block(key));

    public static Signature? SignatureOf(BlockReference? block) => block switch
    {
        { Declaration: { } declaration } => SignatureFor(declaration),
        { Signature: { } text } => SignatureText.Read(block.DisplayName, text),
        _ => null,
    };

    /// <inheritdoc/>
    public override IEnumerable<BoundStage> StagesOf(BoundInput input) =>
        Bound.Stages.Where(stage => stage.Name.Length > 0 && stage.Starts is [{ Input: { } start }] && start == input && _stages.TryGetValue(stage, out var value) && value.Type?.Element == ElementType.Float);

    public override InferredLayer? Layer(BoundLayer layer) => _layers.TryGetValue(layer, out var inferred) ? inferred : null;

    /// <inheritdoc/>
    public override IEnumerable<Value> InputValues => Bound.Inputs.Select(input => _inputs[input]);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Parameters => _parameters;

    public override Value NewValue(string name, TensorType? type, BoundLayer? producer, string stageName, Value? aliasOf = null, bool mayBeForeign = false)
    {
        var value = new Value { Id = _values.Count, Name = name, Type = type, Producer = producer, StageName = stageName, AliasOf = aliasOf, MayBeForeign = mayBeForeign };
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
            return _inputs[reference.Input];
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
    public override Dim Simplify(Dim dim)
    {
        if (!_simplified.TryGetValue(dim, out var simplified))
        {
            simplified = Facts.Simplify(dim);
            _simplified.Add(dim, simplified);
        }

        return simplified;
    }

    public override Truth Decide(DimRelation relation)
    {
        if (!_decided.TryGetValue(relation, out var truth))
        {
            truth = DecideFirst(relation);
            _decided.Add(relation, truth);
        }

        return truth;
    }

    private Truth DecideFirst(DimRelation relation)
    {
        // No size is longer than a long.
        if (relation.Comparison == Comparison.LessOrEqual && relation.Left.TryGetConstant(out var least) && least > long.MaxValue)
        {
            return Truth.Refuted;
        }

        try
        {
            return relation.Comparison switch
            {
                Comparison.Equal => Facts.Equal(relation.Left, relation.Right),
                Comparison.LessOrEqual => Facts.LessOrEqual(relation.Left, relation.Right),
                _ => Facts.Divides(relation.Left, relation.Right),
            };
        }
        catch (DimLimitException)
        {
            return Truth.Open;
        }
    }

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
    public override void LeaveOpen(DimRelation relation, string message, Site site, Action? refuted = null)
    {
        AddRequirement(relation, message, site);
        if (refuted is not null)
        {
            _chances.Add(relation, refuted);
        }
    }

    /// <inheritdoc/>
    public override void InferAnother(Declaration declaration, ProblemSink problems) => Infer(declaration, problems);

    /// <inheritdoc/>
    public override void NoteProved(DimRelation relation, Func<string> message, Site site) => _emptyAxes.Add(relation, message, site);

    private void AddRequirement(DimRelation relation, string message, Site site, bool isOfEmptyAxis = false)
    {
        if (!_relations.Add(relation) || (!isOfEmptyAxis && IsImplied(relation)))
        {
            return;
        }

        // Of two least sizes the larger says both.
        if (relation.Comparison == Comparison.LessOrEqual && relation.Left.TryGetConstant(out var least))
        {
            var other = _requirements.FindIndex(known =>
                known.Relation.Comparison == Comparison.LessOrEqual && known.Relation.Right == relation.Right && known.Relation.Left.TryGetConstant(out _));
            if (other >= 0)
            {
                _requirements[other].Relation.Left.TryGetConstant(out var known);
                if (known >= least)
                {
                    return;
                }

                _requirements.RemoveAt(other);
            }
        }

        var condition = relation.Comparison switch
        {
            Comparison.Equal => Code.Of($"{relation.Left} == {relation.Right}"),
            Comparison.LessOrEqual => Code.Of($"{relation.Left} <= {relation.Right}"),
            _ => Code.Of($"{Dim.Mod(relation.Right, relation.Left)} == 0"),
        };
        _requirements.Add(new Requirement(condition, message, relation, site, isOfEmptyAxis));
    }

    // Whether a least size that is checked already, such as 18 <= H, proves the comparison.
    private bool IsImplied(DimRelation relation)
    {
        if (relation.Comparison != Comparison.LessOrEqual)
        {
            return false;
        }

        var facts = Facts;
        foreach (var requirement in _requirements)
        {
            if (EmptyAxes.LeastSize(requirement.Relation) is var (symbol, least))
            {
                facts = facts.With(new SymbolFacts(symbol, least));
            }
        }

        return !ReferenceEquals(facts, Facts) && facts.LessOrEqual(relation.Left, relation.Right) == Truth.Proved;
    }

    private InferredModel Infer()
    {
        InputCheck.Report(Bound, SignatureOf, Problems);
        foreach (var input in Bound.Inputs)
        {
            var value = new Value { Id = _values.Count, Name = input.Name, Type = input.Type, Input = input };
            _values.Add(value);
            _inputs.Add(input, value);
        }

        foreach (var stage in Bound.Stages)
        {
            InferStage(stage);
        }

        var layersFit = !Problems.HasErrors;
        var outputs = Bound.Outputs
            .Select(output => new InferredOutput(
                output.Name.Length == 0 ? "output" : output.Name,
                output.Input is not null ? _inputs[output.Input] : output.Stage is not null && _stages.TryGetValue(output.Stage, out var value) ? value : null))
            .ToImmutableArray();
        var isExplained = false;
        for (var i = 0; i < outputs.Length; i++)
        {
            isExplained |= OutputCheck.Check(this, Bound.Outputs[i], outputs[i].Value);
        }

        var parameters = SymbolRoles.Resolve(Bound, _order, Problems);
        ReportConstructors(parameters);
        ComponentNames.Report(Bound.Declaration, _order, Problems);
        Settings.Report([.. parameters, .. Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols)], mayBeUnused: Problems.HasErrors);
        var loss = InferLoss(outputs);
        var isBroken = outputs.Any(output => output.Value?.Type is null) || _values.Any(value => value.Type is null);
        HashSet<Value> reached = [];
        if (!Problems.HasErrors && !isBroken)
        {
            reached = Usage.Reached(outputs, _values, _order);
            Usage.Report(Bound, reached, _values, _stages, _order, parameters, Problems);
            var graph = new LayerGraph(_order, outputs);
            Practice.Report(_order, Problems);
            Misreadings.Report(this, graph, parameters, InferSilently);
            SequenceEnds.Report(this, graph);
            PaddedSteps.Report(this, graph, reached);
            OpenComparisons.Report(Bound.Declaration, Symbols, _requirements, Problems);
            _chances.Report(parameters);
        }
        else if (layersFit && !isBroken && !isExplained)
        {
            // Each layer fits, and the result is not what was declared: an axis that was read as another may explain that.
            Misreadings.Report(this, new LayerGraph(_order, outputs), parameters, InferSilently);
        }

        _emptyAxes.Require(
            [.. SymbolsOfInputs.Except(parameters)],
            _requirements.Select(requirement => requirement.Relation),
            (relation, message, site) => AddRequirement(relation, message, site, isOfEmptyAxis: true));
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
            Requirements = _requirements.ToImmutableArray(),
            Loss = loss,
            Settings = Settings.Used.ToImmutableArray(),
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
        var code = _order.SelectMany(layer => layer.Modules.SelectMany(module => new[] { module.Construct, module.Initialize }))
            .Concat(_order.SelectMany(layer => layer.Steps.SelectMany(step => new[] { step.Code, step.Consuming, step.State })))
            .Append(loss?.Call)
            .OfType<Code>();
        var sizes = Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Dims);
        var facts = Facts.FromZero([.. SymbolsOfInputs.Except(parameters).Except(Symbols.Statements.Where(statement => statement.IsLeastStated).Select(statement => statement.Symbol))]);
        var divisors = Divisors.Require(code, sizes, _requirements, facts).ToList();
        _requirements.RemoveAll(known => divisors.Exists(divisor => divisor.Relation == known.Relation));
        _requirements.InsertRange(0, divisors);
    }

    // Two constructors with the same parameters would not compile.
    private void ReportConstructors(IReadOnlyCollection<string> parameters)
    {
        if (Bound.Declaration.Constructors.IsEmpty)
        {
            return;
        }

        var sizes = parameters.ToLookup(symbol => Symbols.Statement(symbol)?.Default is null, _ => "long");
        var settings = Settings.Used.ToLookup(setting => setting.Default.Length == 0, setting => SettingTable.TypeOf(setting.Type));
        var generated = string.Join(",", sizes[true].Concat(settings[true]).Concat(sizes[false]).Concat(settings[false]));
        foreach (var own in Bound.Declaration.Constructors.Where(own => own.Parameters == generated))
        {
            Problems.Report(new Problem(
                Descriptors.UnsupportedType,
                Site.Constructor(own.Ordinal),
                "This constructor has the parameters of the generated one: remove it, and write 'partial void Initialize()' for what it does besides."));
        }
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
            var inferred = InferLayer(stage, layer, isBroken ? ImmutableArray<Value>.Empty : current, starts.Length == 1 ? starts[0] : null, resultName, isBroken);
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
                $"Stage '{stage.Name}' starts from {current.Length} tensors but has no layer that joins them: add Concat, Add or another joining layer."));
            _stages[stage] = NewValue(stage.Name, null, null, stage.Name);
        }
    }

    private InferredLayer InferLayer(BoundStage stage, BoundLayer layer, ImmutableArray<Value> inputs, Value? start, string resultName, bool isBroken)
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
                context.Report(Descriptors.BadDimension, layer.Use.Site, $"The shapes around {layer.Use} are too complex: {limit.Message}.");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                context.Report(Descriptors.InternalError, layer.Use.Site, Isolation.Describe(layer.Use.ToString(), exception));
            }

            ContinueFromPort(context);
            if (context.Result is null || !SizesFit(context) || !HasFeatures(context))
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

    private static void ContinueFromPort(LayerContext context)
    {
        if (context.Layer.Port is not { } port || context.Result is null)
        {
            return;
        }

        if (context.Ports.TryGetValue(port, out var value))
        {
            context.SetResult(value);
            return;
        }

        context.Report(
            Descriptors.UnknownStage,
            context.At(CommonArguments.Port),
            $"{context.Use} hands the first output of one copy to the next, so it has no port '{port}': remove {CommonArguments.Port.Name}, or apply the last copy as a Block of its own.",
            repairs: Repair.RemoveArgument(context.Use, CommonArguments.Port));
        context.Broken();
    }

    // Weights over no features cannot be initialized: a width such as D/2 is 0 where D is 1.
    private static bool HasFeatures(LayerContext context)
    {
        if (context.Modules.IsEmpty || context.Layer.Kind is BlockKind || context.Layer.Kind.Traits.Has(LayerTraits.OwnCode))
        {
            return true;
        }

        var (axis, item) = context.Layer.Kind.Traits.Has(LayerTraits.Spatial) ? ((int?)1, "channel") : (null, "feature");
        var weights = context.Modules.SelectMany(module => module.Construct.Symbols).ToList();
        return context.Inputs
            .Where(input => input.Shape.Count > (axis ?? 0) && input.Shape.Dims[axis ?? input.Shape.Count - 1].Symbols.All(weights.Contains))
            .All(input => context.RequireItem(input, axis ?? input.Shape.Count - 1, item));
    }

    // Products of sizes may leave the range of a long, where no tensor is.
    private static bool SizesFit(LayerContext context)
    {
        return context.Ports.Values.All(Fits) && Fits(context.Result!);

        bool Fits(Value value)
        {
            if (value.Type is null)
            {
                return true;
            }

            foreach (var size in value.Shape.Dims)
            {
                if (!size.FitsCode)
                {
                    context.Report(Descriptors.BadDimension, context.Use.Site, $"{context.Use} would give {value.Shape}, where {size} is more than a tensor can have: choose smaller sizes.");
                    return false;
                }
            }

            return true;
        }
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
