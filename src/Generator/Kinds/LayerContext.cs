using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Kinds;

/// <summary>
/// What a <see cref="LayerKind"/> works with: the tensors it is given, its arguments, checks that report, and the code it
/// builds. Arguments and checks return null or false after they reported a mistake.
/// </summary>
internal sealed partial class LayerContext
{
    private readonly ModelContext _model;
    private readonly List<ModuleSpec> _modules = new();
    private readonly List<Step> _steps = new();
    private readonly List<Projection> _projections = new();
    private readonly Dictionary<string, Value> _ports = new();

    public LayerContext(
        ModelContext model, BoundStage stage, BoundLayer layer, ImmutableArray<Value> inputs, Value? start, string resultName)
    {
        _model = model;
        Stage = stage;
        Layer = layer;
        Inputs = inputs;
        Start = start;
        ResultName = resultName;
    }

    public BoundStage Stage { get; }

    public string ModelName => _model.ModelName;

    public BoundLayer Layer { get; }

    /// <summary>The name of the layer in the messages of its module.</summary>
    public string FullName => NameOf(Layer);

    public AttributeUse Use => Layer.Use;

    /// <summary>The running tensor, or all that <c>[From]</c> names for a stage's first layer.</summary>
    public ImmutableArray<Value> Inputs { get; }

    /// <summary>The first input.</summary>
    public Value Input => Inputs[0];

    /// <summary>What the stage starts from, if that is one tensor.</summary>
    public Value? Start { get; }

    public Facts Facts => _model.Facts;

    public Declaration Declaration => _model.Declaration;

    public SymbolTable Symbols => _model.Symbols;

    /// <summary>The name of the layer's result.</summary>
    public string ResultName { get; }

    /// <summary>The result, once <see cref="Output"/> was called.</summary>
    public Value? Result { get; private set; }

    public Dim? ParameterCount { get; private set; } = Dim.Zero;

    /// <summary>Further arguments of what gives the module's weights their first values, each after a comma.</summary>
    public Code InitializeOptions { get; set; } = Code.Empty;

    /// <summary>How a kernel slides along each spatial axis, from axis 2 on; empty if there is no kernel.</summary>
    public ImmutableArray<Window> Windows { get; set; } = ImmutableArray<Window>.Empty;

    /// <summary>The linear layers in it, by their paths below the layer.</summary>
    public ImmutableArray<Projection> Projections => _projections.ToImmutableArray();

    /// <summary>Whether it has modules of which nothing is known here.</summary>
    public bool IsOpaque { get; private set; }

    public IReadOnlyDictionary<string, Value> Ports => _ports;

    public ImmutableArray<ModuleSpec> Modules => _modules.ToImmutableArray();

    public ImmutableArray<Step> Steps => _steps.ToImmutableArray();

    // ---- problems -------------------------------------------------------------------------------------------------

    public void Report(
        Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor,
        Site site,
        string message,
        Value? related = null,
        params Repair[] repairs) =>
        _model.Problems.Report(new Problem(descriptor, site, message, related?.Site) { Repairs = repairs.ToEquatableArray() });

    /// <summary>
    /// Reports at another layer what this one makes of it; <paramref name="related"/> is the place that <c>{line}</c> names.
    /// </summary>
    public void ReportAbout(
        Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Site site, string message, Site related, params Repair[] repairs) =>
        _model.Problems.Report(new Problem(descriptor, site, message, related) { Repairs = repairs.ToEquatableArray() });

    // ---- arguments ------------------------------------------------------------------------------------------------

    /// <inheritdoc cref="ModelContext.Unreported"/>
    public IReadOnlyList<Problem> Unreported(System.Action report) => _model.Unreported(report);

    /// <summary>The code fixes for axes that one of two joined tensors lacks.</summary>
    public Repair[] RepairsOf(MissingAxes missing, bool mayBroadcast) => missing.Repairs(_model, this, mayBroadcast);

    public Truth Decide(DimRelation relation) => _model.Decide(relation);

    public Dim Simplify(Dim dim) => _model.Simplify(dim);

    // ---- results --------------------------------------------------------------------------------------------------

    /// <summary>
    /// A module of the layer, built by an expression that may use <c>device</c> and <c>dtype</c>; or that of the
    /// layer whose weights it shares.
    /// </summary>
    public ModuleField Module(string type, CodeText construct)
    {
        var field = new ModuleField("_" + (Stage.Name.Length == 0 ? Layer.Name : Stage.Name + Names.PascalCase(Layer.Name)));
        var code = Code.Of(construct);
        if (Has(CommonArguments.Shared))
        {
            ParameterCount = Dim.Zero;
            return Sharing.Find(this, type, code) ?? field;
        }

        var scheme = Layer.Arguments.Has(CommonArguments.Init) ? Get(CommonArguments.Init) : CommonArguments.Init.Default;
        _modules.Add(new ModuleSpec(field, type, code, scheme == CommonArguments.Init.Default
            ? null
            : Code.Of($"global::ModelGen.Initialization.Apply({field}, global::ModelGen.Init.{scheme}, "
                + $"{Get(CommonArguments.InitStd)}{InitializeOptions})")));
        return field;
    }

    /// <summary>Whether a layer leaves its weights as PyTorch draws them.</summary>
    public static bool HasDefaultWeights(BoundLayer layer) =>
        !layer.Arguments.Has(CommonArguments.Init) || layer.Arguments.Get(CommonArguments.Init) == CommonArguments.Init.Default;

    /// <summary>The module that another layer built.</summary>
    public ModuleSpec? ModuleOf(BoundLayer layer) => Inferred(layer)?.Modules.FirstOrDefault();

    /// <summary>What is known of another layer; null if it comes later.</summary>
    public InferredLayer? Inferred(BoundLayer layer) => _model.Layer(layer);

    /// <summary>The number of the layer's weights; weights of another layer are counted there.</summary>
    public void Parameters(Dim? count) => ParameterCount = Has(CommonArguments.Shared) ? Dim.Zero : count is null ? null : Simplify(count);

    /// <summary>A linear layer with weights of its own in the layer's module.</summary>
    /// <param name="name">Its name there; empty if it is the module itself.</param>
    /// <param name="width">The features that it takes.</param>
    /// <param name="features">The features that it gives.</param>
    public void Projection(string name, Dim width, Dim features) => Projection(new Projection(name, width, features, Dim.One));

    /// <inheritdoc cref="Projection(string, Dim, Dim)"/>
    public void Projection(Projection projection)
    {
        if (!Has(CommonArguments.Shared))
        {
            _projections.Add(projection);
        }
    }

    /// <summary>The layer's module is not of this vocabulary.</summary>
    public void Opaque() => IsOpaque = true;

    /// <summary>The layer's result and the expression that computes it.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="element">Its element type.</param>
    /// <param name="code">The expression.</param>
    /// <param name="aliasOf">The tensor whose memory the result may share.</param>
    /// <param name="consuming">An expression that may overwrite the tensor <paramref name="consumed"/>.</param>
    /// <param name="consumed">The tensor that <paramref name="consuming"/> takes over.</param>
    public void Output(
        Shape shape, ElementType element, CodeText code, Value? aliasOf = null, CodeText? consuming = null, Value? consumed = null)
    {
        Result = NewValue(ResultName, shape, element, aliasOf);
        _steps.Add(new Step(ImmutableArray.Create(Result), Code.Of(code), consuming is null ? null : Code.Of(consuming), consumed));
    }

    /// <summary>The layer's result is the tensor it was given.</summary>
    public void PassThrough(Value value) => Result = value;

    /// <summary>Nothing is known of the result: a mistake was reported.</summary>
    public void Broken() => Result = NewValue(ResultName, null, ElementType.Float, null);

    /// <summary>A further tensor that a step defines, or a port.</summary>
    public Value NewValue(string name, Shape? shape, ElementType element, Value? aliasOf = null, bool mayBeForeign = false) =>
        _model.NewValue(name, shape is null ? null : new TensorType(Simplify(shape), element), Layer, Stage.Name, aliasOf, mayBeForeign);

    /// <summary>A further step.</summary>
    public void Add(Step step) => _steps.Add(step);

    public void SetResult(Value value) => Result = value;

    public void SetPort(string name, Value value) => _ports[name] = value;

    public bool IsPortUsed(string name) => Layer.UsedPorts.Contains(name);

    /// <summary>Makes a parameter of the block one of this model's constructor.</summary>
    public void Adopt(string parameter) => _model.Adopt(parameter, Use.Site);

    /// <inheritdoc cref="ModelContext.Refer"/>
    public SettingName? Refer(Setting setting, string name, Site site, string what, bool isImplied = false) =>
        _model.Refer(setting, name, site, what, isImplied);

    public Signature? SignatureOf(string key) => _model.SignatureOf(key);

    /// <summary>The stage that a reference names, or that its layer belongs to.</summary>
    public BoundStage? StageOf(Reference reference) => reference.StageName is { } name ? _model.Stage(name) : null;

    /// <inheritdoc cref="ModelContext.Methods"/>
    public IEnumerable<BoundMethod> Methods(string name) => _model.Methods(name);

    public BlockReference? Block(string key) => _model.Block(key);

    // The layer itself, or the tensor that one of its arguments names.
    private string Role(Site site) =>
        Layer.References.Arguments.All(argument => argument.Name != site.Argument) ? Use.ToString() : $"{site.Argument} of {Use}";

    /// <summary>The name of a layer in the messages of its module.</summary>
    public string NameOf(BoundLayer layer) => $"{ModelName}.{layer.Path}";

    // The same object if nothing changes, whose text and symbols may be known.
    private Shape Simplify(Shape shape)
    {
        var isChanged = false;
        var simplified = ImmutableArray.CreateBuilder<Dim>(shape.Count);
        foreach (var dim in shape.Dims)
        {
            simplified.Add(Simplify(dim));
            isChanged |= !ReferenceEquals(simplified[simplified.Count - 1], dim);
        }

        return isChanged ? new Shape(shape.HasLeading, simplified.MoveToImmutable()) : shape;
    }
}
