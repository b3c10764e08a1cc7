using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Gives every tensor of a model its shape and type by running its layers' kinds in order, and decides every comparison:
/// proved ones vanish, refuted ones are reported, open ones become <see cref="Requirement"/>s.
/// </summary>
internal sealed class Inference
{
    // A block used by many models is inferred once; the declaration is immutable and kept alive by its users.
    private static readonly ConditionalWeakTable<Declaration, Signature> Signatures = new();
    private static readonly RecentlyUsed<Declaration, InferredModel> Recent = new(capacity: 64);

    private readonly BoundModel _bound;
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

    private Inference(BoundModel bound, ProblemSink problems)
    {
        _bound = bound;
        Problems = problems;
        Chances = new ChanceEqualities(this);
        EmptyAxes = new EmptyAxes(this);
    }

    public ProblemSink Problems { get; private set; }

    /// <summary>The open comparisons that hold by chance alone.</summary>
    public ChanceEqualities Chances { get; }

    /// <summary>The comparisons that fail where an axis of an input is empty.</summary>
    public EmptyAxes EmptyAxes { get; }

    /// <summary>Whether the message about an output that differs names the layer to change, so that nothing else has to explain it.</summary>
    public bool IsOutputExplained { get; set; }

    public SymbolTable Symbols => _bound.Symbols;

    public SettingTable Settings => _bound.Settings;

    public string ModelName => _bound.Declaration.Type.Title;

    public Facts Facts => _bound.Symbols.Facts;

    public static InferredModel Infer(Declaration declaration, ProblemSink problems) => Isolation.Try(
        Isolation.Step.Infer,
        declaration.Type.Title,
        () => AdapterInference.Asked(declaration) is { } asked
            ? AdapterInference.Infer(declaration, asked, problems)
            : new Inference(Binder.Bind(declaration, problems), problems).Infer(),
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

    public Signature? SignatureOf(string key) => SignatureOf(Block(key));

    public static Signature? SignatureOf(BlockReference? block) => block switch
    {
        { Declaration: { } declaration } => SignatureFor(declaration),
        { Signature: { } text } => SignatureText.Read(block.DisplayName, text),
        _ => null,
    };

    public BlockReference? Block(string key) => _bound.Declaration.Blocks.FirstOrDefault(block => block.Key == key);

    public IEnumerable<string> InputNames => _bound.Inputs.Select(input => input.Name);

    /// <summary>How often stages and layers name an input.</summary>
    public int Readers(BoundInput input) => _bound.Stages
        .SelectMany(stage => stage.Starts.Concat(stage.Layers.SelectMany(layer => layer.References.Values.SelectMany(references => references))))
        .Count(reference => reference?.Input == input);

    /// <summary>An input of this type that no stage and no layer names.</summary>
    public BoundInput? UnreadInput(ElementType element) => _bound.Inputs.FirstOrDefault(input => input.Type?.Element == element && Readers(input) == 0);

    /// <summary>The stages that start from an input and give floating-point numbers.</summary>
    public IEnumerable<BoundStage> StagesOf(BoundInput input) =>
        _bound.Stages.Where(stage => stage.Name.Length > 0 && stage.Starts is [{ Input: { } start }] && start == input && _stages.TryGetValue(stage, out var value) && value.Type?.Element == ElementType.Float);

    /// <summary>The symbols that the inputs name.</summary>
    public IEnumerable<string> SymbolsOfInputs => _bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols);

    /// <summary>Whether a size is a symbol that an input names.</summary>
    public bool IsOfInputs(Dim dim) => dim.TryGetSymbol(out var symbol) && _bound.Inputs.Any(input => input.Type is { } type && type.Shape.Symbols.Contains(symbol));

    public InferredLayer? Layer(BoundLayer layer) => _layers.TryGetValue(layer, out var inferred) ? inferred : null;

    public Declaration Declaration => _bound.Declaration;

    /// <summary>The inputs as tensors, in the order of their declaration.</summary>
    public IEnumerable<Value> InputValues => _bound.Inputs.Select(input => _inputs[input]);

    public BoundStage? Stage(string name) => _bound.Stages.FirstOrDefault(stage => stage.Name == name);

    /// <summary>The symbols that weights depend on, once every layer is known.</summary>
    public IReadOnlyCollection<string> Parameters { get; private set; } = [];

    public Value NewValue(string name, TensorType? type, BoundLayer? producer, string stageName, Value? aliasOf = null, bool mayBeForeign = false)
    {
        var value = new Value { Id = _values.Count, Name = name, Type = type, Producer = producer, StageName = stageName, AliasOf = aliasOf, MayBeForeign = mayBeForeign };
        _values.Add(value);
        return value;
    }

    /// <summary>The tensor that a reference names; null if nothing is known of it.</summary>
    public Value? Find(Reference? reference)
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

    /// <summary>The shortest form that the facts allow.</summary>
    public Dim Simplify(Dim dim)
    {
        if (!_simplified.TryGetValue(dim, out var simplified))
        {
            simplified = Facts.Simplify(dim);
            _simplified.Add(dim, simplified);
        }

        return simplified;
    }

    public Truth Decide(DimRelation relation)
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

    /// <summary>What would be reported, which is not.</summary>
    public IReadOnlyList<Problem> Unreported(Action report)
    {
        var (problems, collected) = (Problems, new CollectingSink());
        Problems = collected;
        report();
        Problems = problems;
        return collected.Problems;
    }

    /// <summary>Leaves a comparison to run time.</summary>
    /// <param name="relation">The comparison.</param>
    /// <param name="message">What to say when it does not hold.</param>
    /// <param name="site">The layer that asks for it.</param>
    /// <param name="isOfEmptyAxis">Whether it fails for an empty axis alone.</param>
    public void AddRequirement(DimRelation relation, string message, Site site, bool isOfEmptyAxis = false)
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
        foreach (var input in _bound.Inputs)
        {
            var value = new Value { Id = _values.Count, Name = input.Name, Type = input.Type, Input = input };
            _values.Add(value);
            _inputs.Add(input, value);
        }

        foreach (var stage in _bound.Stages)
        {
            InferStage(stage);
        }

        var layersFit = !Problems.HasErrors;
        var outputs = _bound.Outputs
            .Select(output => new InferredOutput(
                output.Name.Length == 0 ? "output" : output.Name,
                output.Input is not null ? _inputs[output.Input] : output.Stage is not null && _stages.TryGetValue(output.Stage, out var value) ? value : null))
            .ToImmutableArray();
        for (var i = 0; i < outputs.Length; i++)
        {
            OutputCheck.Check(this, _bound.Outputs[i], outputs[i].Value);
        }

        var parameters = SymbolRoles.Resolve(_bound, _order, Problems);
        ReportConstructors(parameters);
        ComponentNames.Report(_bound.Declaration, _order, Problems);
        Settings.Report([.. parameters, .. _bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols)], mayBeUnused: Problems.HasErrors);
        var loss = InferLoss(outputs);
        var isBroken = outputs.Any(output => output.Value?.Type is null) || _values.Any(value => value.Type is null);
        HashSet<Value> reached = [];
        if (!Problems.HasErrors && !isBroken)
        {
            reached = Usage.Reached(outputs, _values, _order);
            Usage.Report(_bound, reached, _values, _stages, _order, parameters, Problems);
            var graph = new LayerGraph(_order, outputs);
            Practice.Report(_order, Problems);
            Misreadings.Report(this, graph, parameters);
            SequenceEnds.Report(this, graph);
            PaddedSteps.Report(this, graph, reached);
            OpenComparisons.Report(_bound.Declaration, Symbols, _requirements, Problems);
            Chances.Report(parameters);
        }
        else if (layersFit && !isBroken && !IsOutputExplained)
        {
            // Each layer fits, and the result is not what was declared: an axis that was read as another may explain that.
            Misreadings.Report(this, new LayerGraph(_order, outputs), parameters);
        }

        EmptyAxes.Require([.. SymbolsOfInputs.Except(parameters)], _requirements.Select(requirement => requirement.Relation));
        Parameters = parameters;
        var hasErrors = _bound.Declaration.HasErrors || Problems.HasErrors || isBroken;
        var asked = hasErrors ? null : _bound.Declaration.Attributes.FirstOrDefault(use => use.Kind == "Autoregressive");
        var decoding = asked is null ? null : DecodingCheck.Check(this, asked, _values, _order, outputs);
        return new InferredModel
        {
            Bound = _bound,
            Values = _values,
            Layers = _order.ToImmutableArray(),
            StageResults = _stages,
            Outputs = outputs,
            Requirements = _requirements.ToImmutableArray(),
            Loss = loss,
            Settings = Settings.Used.ToImmutableArray(),
            Parameters = parameters,
            HasErrors = _bound.Declaration.HasErrors || Problems.HasErrors || isBroken,
            HasReports = Problems.HasReports,
            Decoding = decoding,
            LazyBlockDecodings = hasErrors ? null : new(() => DecodingCheck.AsBlock(this, _values, _order, outputs, decoding)),
            LazyWeightBindings = hasErrors || Problems.HasErrors ? null : new(() => WeightContacts.Find(_values, _order, reached, Find)),
            Reached = reached,
        };
    }

    // Two constructors with the same parameters would not compile.
    private void ReportConstructors(IReadOnlyCollection<string> parameters)
    {
        if (_bound.Declaration.Constructors.IsEmpty)
        {
            return;
        }

        var sizes = parameters.ToLookup(symbol => Symbols.Statement(symbol)?.Default is null, _ => "long");
        var settings = Settings.Used.ToLookup(setting => setting.Default.Length == 0, setting => SettingTable.TypeOf(setting.Type));
        var generated = string.Join(",", sizes[true].Concat(settings[true]).Concat(sizes[false]).Concat(settings[false]));
        foreach (var own in _bound.Declaration.Constructors.Where(own => own.Parameters == generated))
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
                layer.Kind.Infer(context);
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
            context.At(LayerKind.Port),
            $"{context.Use} hands the first output of one copy to the next, so it has no port '{port}': remove {LayerKind.Port}, or apply the last copy as a Block of its own.",
            repairs: Repair.RemoveArgument(context.Use, LayerKind.Port));
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
        if (_bound.Loss is not { } use || outputs.IsEmpty || outputs.Any(output => output.Value?.Type is null))
        {
            return null;
        }

        return LossContext.For(this, use, outputs) is { } context ? LossCatalog.Find(use.Kind)!.Infer(context) : null;
    }
}
