using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// What a <see cref="LayerKind"/> works with: the tensors it is given, its arguments, checks that report, and the code it
/// builds. Arguments and checks return null or false after they reported a mistake.
/// </summary>
internal sealed class LayerContext
{
    private readonly Inference _inference;
    private readonly List<ModuleSpec> _modules = new();
    private readonly List<Step> _steps = new();
    private readonly List<Projection> _projections = new();
    private readonly Dictionary<string, Value> _ports = new();

    public LayerContext(Inference inference, BoundStage stage, BoundLayer layer, ImmutableArray<Value> inputs, Value? start, string resultName)
    {
        _inference = inference;
        Stage = stage;
        Layer = layer;
        Inputs = inputs;
        Start = start;
        ResultName = resultName;
    }

    public BoundStage Stage { get; }

    public string ModelName => _inference.ModelName;

    public BoundLayer Layer { get; }

    public AttributeUse Use => Layer.Use;

    /// <summary>The running tensor, or all that <c>[From]</c> names for a stage's first layer.</summary>
    public ImmutableArray<Value> Inputs { get; }

    /// <summary>The first input.</summary>
    public Value Input => Inputs[0];

    /// <summary>What the stage starts from, if that is one tensor.</summary>
    public Value? Start { get; }

    public Facts Facts => _inference.Facts;

    public Declaration Declaration => _inference.Declaration;

    public SymbolTable Symbols => _inference.Symbols;

    public SettingTable Settings => _inference.Settings;

    /// <summary>The name of the layer's result.</summary>
    public string ResultName { get; }

    /// <summary>The result, once <see cref="Output"/> was called.</summary>
    public Value? Result { get; private set; }

    public Dim? ParameterCount { get; private set; } = Dim.Zero;

    /// <summary>How a kernel slides along each axis of a map, from axis 2 on; empty if none does.</summary>
    public ImmutableArray<Window> Windows { get; set; } = ImmutableArray<Window>.Empty;

    /// <summary>The linear layers in it, by their paths below the layer.</summary>
    public ImmutableArray<Projection> Projections => _projections.ToImmutableArray();

    /// <summary>Whether it has modules of which nothing is known here.</summary>
    public bool IsOpaque { get; private set; }

    public IReadOnlyDictionary<string, Value> Ports => _ports;

    public ImmutableArray<ModuleSpec> Modules => _modules.ToImmutableArray();

    public ImmutableArray<Step> Steps => _steps.ToImmutableArray();

    // ---- problems -------------------------------------------------------------------------------------------------

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Site site, string message, Value? related = null, params Repair[] repairs) =>
        _inference.Problems.Report(new Problem(descriptor, site, message, related?.Site) { Repairs = repairs.ToEquatableArray() });

    // ---- arguments ------------------------------------------------------------------------------------------------

    public Site At(string argument, int item = -1) => Use.At(argument, item);

    public bool Has(string argument) => Use.Find(argument) is { Value.Kind: not ConstantKind.Null };

    public bool Flag(string argument, bool byDefault) => Use.Find(argument) is { } given ? given.Value.Integer != 0 : byDefault;

    public string Choice(string argument, string byDefault) => Use.Find(argument)?.Value.Text ?? byDefault;

    public long Integer(string argument, long byDefault) => Use.Find(argument)?.Value.Integer ?? byDefault;

    public double Real(string argument, double byDefault) => Use.Find(argument)?.Value switch
    {
        { Kind: ConstantKind.Real } given => given.Real,
        { Kind: ConstantKind.Integer } given => given.Integer,
        _ => byDefault,
    };

    /// <summary>A size of at least 1; where the sizes that it depends on decide, a check at run time.</summary>
    public Dim? Dimension(string argument)
    {
        if (Bound(argument) is not { } dim)
        {
            return null;
        }

        var fits = RequireAtMost(Dim.One, dim, () => $"{Use} needs {argument} of at least 1", () => Report(
            Descriptors.BadDimension,
            At(argument),
            $"{Use.Kind}'s {argument} must be at least 1, but {dim} never is."));
        return fits ? dim : null;
    }

    /// <summary>An expression that may become 0, such as where a slice begins.</summary>
    public Dim? Bound(string argument) =>
        Use.Find(argument) is { } given ? _inference.Symbols.ReadDimension(given.Value, At(argument), $"{Use.Kind}'s {argument}") : null;

    /// <summary>A size that another layer was given, which was checked there.</summary>
    public Dim? DimensionOf(BoundLayer layer, string argument) =>
        layer.Use.Find(argument) is { } given ? _inference.Symbols.ReadDimension(given.Value, layer.Use.At(argument), argument) : null;

    /// <summary>An integer of at least <paramref name="least"/>.</summary>
    public long? AtLeast(string argument, long least, long byDefault)
    {
        var value = Integer(argument, byDefault);
        if (value >= least)
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be at least {least}, not {value}.");
        return null;
    }

    /// <summary>A size of at least <paramref name="least"/> for each of <paramref name="count"/> axes of a map: one is given for all, or one for each. Without a default it must be given.</summary>
    public ImmutableArray<Dim>? PerAxis(string argument, int count, Dim? byDefault, long least)
    {
        var given = Use.Find(argument)?.Value ?? new Constant(ConstantKind.Null);
        if (given.Kind == ConstantKind.Null && byDefault is not null)
        {
            return Enumerable.Repeat(byDefault, count).ToImmutableArray();
        }

        var name = $"{Use.Kind}'s {argument}";
        var isArray = given.Kind == ConstantKind.Array;
        var items = isArray ? given.Items.ToImmutableArray() : ImmutableArray.Create(given);
        if (items.Any(item => item.Kind is not (ConstantKind.Integer or ConstantKind.Text)))
        {
            Report(Descriptors.BadArgument, At(argument), $"{name} must be an integer or a dimension expression, or an array with one for each axis of the map such as new[] {{ 3, 5 }}, not {given}.");
            return null;
        }

        if (isArray && items.Length != count)
        {
            Report(
                Descriptors.Rank,
                At(argument),
                $"{name} has {items.Length} {(items.Length == 1 ? "entry" : "entries")}, one for each axis of a map, but {Input.Describe()}, whose map has {count}: "
                + (items.Length == count + 1 ? $"put the channel axis after the batch axis, as in {Input.Shape.WithChannel()}." : "give as many, or one integer for all."),
                Input,
                items.Length == count + 1 && Input.Input is { } input ? [Repair.SetShape(input.Use.Site, Input.Shape, Input.Shape.WithChannel(), Input.Subject)] : []);
            return null;
        }

        var sizes = ImmutableArray.CreateBuilder<Dim>(count);
        for (var i = 0; i < items.Length; i++)
        {
            if (SizeOfAxis(items[i], At(argument, i), name, least) is not { } size)
            {
                return null;
            }

            sizes.Add(size);
        }

        return isArray ? sizes.MoveToImmutable() : Enumerable.Repeat(sizes[0], count).ToImmutableArray();
    }

    private Dim? SizeOfAxis(Constant item, Site site, string name, long least)
    {
        if (item.Kind == ConstantKind.Text)
        {
            return _inference.Symbols.ReadExpression(item.Text, site, name, least: least) is { } size
                && RequireAtMost(least, size, () => $"{Use} needs {name} of at least {least}", () => Report(Descriptors.BadArgument, site, $"{name} must be at least {least}, but {size} never is."))
                ? size
                : null;
        }

        if (item.Integer >= least && item.Integer <= int.MaxValue)
        {
            return item.Integer;
        }

        var bound = item.Integer < least ? $"at least {least}" : $"at most {int.MaxValue}";
        Report(Descriptors.BadArgument, site, $"{name} must be {bound}, not {item.Integer}.");
        return null;
    }

    /// <summary>A probability or another share, from 0 to 1.</summary>
    public double? Probability(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (value is >= 0 and <= 1)
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be from 0 to 1, not {Use.Find(argument)!.Value}.");
        return null;
    }

    /// <summary>A number above 0.</summary>
    public double? Positive(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (value > 0 && !double.IsInfinity(value))
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be above 0, not {Use.Find(argument)!.Value}.");
        return null;
    }

    /// <summary>A number above 0, or a setting that gives one.</summary>
    public Number? PositiveNumber(string argument, double byDefault) => NumberIn(argument, byDefault, SettingRange.Positive);

    /// <summary>A probability from 0 to 1, or a setting that gives one.</summary>
    public Number? Share(string argument, double byDefault) => NumberIn(argument, byDefault, SettingRange.Share);

    /// <summary>An activation as code, or a setting that gives one.</summary>
    public Code? Activation(string argument, string byDefault) => Use.Find(argument)?.Value switch
    {
        null or { Kind: ConstantKind.Null } => Code.Of($"global::ModelGen.Activation.{byDefault}"),
        { Kind: ConstantKind.Enum } given => Code.Of($"global::ModelGen.Activation.{given.Text}"),
        { Kind: ConstantKind.Text } given => Setting(argument, given.Text, SettingType.Activation, SettingRange.Any) is { } setting ? Code.Of($"{setting}") : null,
        { } given => Refuse(argument, $"an Activation such as Activation.Gelu, or the name of a setting, not {given}"),
    };

    /// <summary>The setting that an argument names; null, and a problem, if there is none.</summary>
    public SettingName? Setting(string argument, string name, SettingType type, SettingRange range = SettingRange.Any) =>
        _inference.Settings.Refer(name, type, range, At(argument), $"{argument} of {Use.Kind}");

    private Number? NumberIn(string argument, double byDefault, SettingRange range)
    {
        var given = Use.Find(argument)?.Value ?? new Constant(ConstantKind.Null);
        switch (given.Kind)
        {
            case ConstantKind.Null:
                return new Number(byDefault, Code.Of($"{byDefault}"));
            case ConstantKind.Real or ConstantKind.Integer:
                var value = range == SettingRange.Share ? Probability(argument, byDefault) : Positive(argument, byDefault);
                return value is null ? null : new Number(value, Code.Of($"{value.Value}"));
            case ConstantKind.Text:
                return Setting(argument, given.Text, SettingType.Number, range) is { } setting ? new Number(null, Code.Of($"{setting}")) : null;
            default:
                Refuse(argument, $"a number {SettingTable.Describe(range)}, or the name of a setting, not {given}");
                return null;
        }
    }

    private Code? Refuse(string argument, string requirement)
    {
        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be {requirement}.");
        return null;
    }

    /// <summary>Any number but NaN and the infinite ones.</summary>
    public double? Finite(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (!double.IsNaN(value) && !double.IsInfinity(value))
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{argument} of {Use.Kind} must be finite, not {value}.");
        return null;
    }

    /// <summary>The axis that an argument names, from 0; null, and a problem, if the tensor has no such axis.</summary>
    /// <remarks>After leading axes ("...") only negative axes are known; the result then counts the known ones.</remarks>
    public int? Axis(string argument, int byDefault, Value value) => Axis(Integer(argument, byDefault), At(argument), value);

    /// <summary>The axis of this number, from 0; null, and a problem at <paramref name="site"/>, if the tensor has no such axis.</summary>
    public int? Axis(long axis, Site site, Value value)
    {
        var shape = value.Shape;
        if (shape.HasLeading && axis >= 0)
        {
            Report(Descriptors.Axis, site, $"{Use} counts axis {axis} from the start, but {value.Describe()}, whose leading axes are not known: count from the end, such as -1.", value);
            return null;
        }

        if (axis >= -shape.Count && axis < shape.Count)
        {
            return (int)(axis < 0 ? axis + shape.Count : axis);
        }

        Report(
            Descriptors.Axis,
            site,
            shape.Count == 0
                ? $"{Use} needs an axis, but {value.Describe()}, which has none: remove it."
                : shape.Count == 1 ? $"{Use} asks for axis {axis}, but {value.Describe()}: its only axis is 0, or -1 from the end."
                : $"{Use} asks for axis {axis}, but {value.Describe()}: its axes are 0 to {shape.Count - 1}, or -{shape.Count} to -1 from the end.",
            value);
        return null;
    }

    /// <summary>An axis as the generated code passes it: from the end after leading axes.</summary>
    public static int AxisInCode(int axis, Shape shape) => shape.HasLeading ? axis - shape.Count : axis;

    /// <summary>The tensor that an argument names; null if it names none, or after a mistake in it.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="mayBeAbsent">Whether an optional input will do.</param>
    /// <param name="isBroken">Set if the argument is given but nothing is known of the tensor.</param>
    public Value? Tensor(string argument, bool mayBeAbsent, ref bool isBroken)
    {
        if (!Layer.References.TryGetValue(argument, out var references) || references.IsEmpty)
        {
            return null;
        }

        var value = _inference.Find(references[0]);
        if (value?.Type is null)
        {
            isBroken = true;
            return null;
        }

        if (!mayBeAbsent && !RequirePresent(value, references[0]!.Site))
        {
            isBroken = true;
            return null;
        }

        return value;
    }

    /// <summary>The tensors that an array argument names, or null after a mistake in one.</summary>
    public ImmutableArray<Value>? Tensors(string argument, bool mayBeAbsent)
    {
        if (!Layer.References.TryGetValue(argument, out var references))
        {
            return ImmutableArray<Value>.Empty;
        }

        var values = ImmutableArray.CreateBuilder<Value>();
        foreach (var reference in references)
        {
            var value = _inference.Find(reference);
            if (value?.Type is null || (!mayBeAbsent && !RequirePresent(value, reference!.Site)))
            {
                return null;
            }

            values.Add(value);
        }

        return values.ToImmutable();
    }

    // ---- checks ---------------------------------------------------------------------------------------------------

    /// <summary>The layer takes exactly one tensor, of this element type.</summary>
    public bool TakesOne(ElementType? element = ElementType.Float)
    {
        if (Inputs.Length != 1)
        {
            Report(Descriptors.TensorCount, Use.Site, $"{Use} takes one tensor, but [From] gives '{Stage.Name}' {Inputs.Length}: join them first with Concat or Add.");
            return false;
        }

        return RequirePresent(Input, Use.Site) && (element is null || RequireElement(Input, element.Value, Use.Site));
    }

    public bool RequirePresent(Value value, Site site)
    {
        if (!value.IsOptional)
        {
            return true;
        }

        Report(Descriptors.Optional, site, $"{Use} needs a tensor, but {value.Subject}{{line}} is optional and may be null: only masks, initial states and optional inputs of blocks may be absent.", value);
        return false;
    }

    public bool RequireElement(Value value, ElementType element, Site site)
    {
        if (value.Type!.Element == element)
        {
            return true;
        }

        var isInput = value.Input is not null;
        var unread = !isInput && site.Argument is null && Stage.Layers[0] == Layer ? _inference.UnreadInput(element) : null;

        // The ids have their own readers; a mask is another input.
        var isShared = value.Input is { } shared && (value.Type.Element, element) is (ElementType.Int64, ElementType.Bool) && _inference.Readers(shared) > 1;
        var repair = (value.Type.Element, element) switch
        {
            (ElementType.Int64, ElementType.Float) when site.Argument is null => isInput ? "put an Embedding before it, or declare the input as Float" : "put an Embedding before it",
            _ when unread is not null => $"input '{unread.Name}' is read nowhere; if it is meant, begin the stage with [From(nameof({unread.Name}))]",
            _ when isShared => $"declare another input for it, [Input({Repair.Entries(value.Shape)}, Type = DType.{element})]",
            (ElementType.Float, ElementType.Int64) when !isInput => "give it the ids themselves, before any layer",
            _ when isInput => $"declare the input {(element == ElementType.Float ? "without Type" : $"with Type = DType.{element}")}",
            _ => $"give it a tensor of {element}",
        };
        Report(
            Descriptors.ElementType,
            site,
            $"{Role(site)} takes {element}, but {value.DescribeWithElement()}: {repair}.",
            value,
            unread is not null ? [Repair.InsertBefore(Use, $"From(nameof({unread.Name}))")] : isShared ? [] : MendElement(value, element));
        return false;
    }

    private static Repair[] MendElement(Value value, ElementType element) =>
        value.Input is not { } input ? []
        : element == ElementType.Float ? [Repair.RemoveArgument(input.Use, "Type")]
        : [Repair.Set(input.Use, "Type", $"DType.{element}")];

    /// <summary>The tensor has exactly these axes, named for the message.</summary>
    public bool RequireRank(Value value, string axes, string repair, Site? site = null)
    {
        var rank = axes.Split(',').Length;
        if (!value.Shape.HasLeading && value.Shape.Count == rank)
        {
            return true;
        }

        Report(Descriptors.Rank, site ?? Use.Site, $"{Role(site ?? Use.Site)} takes ({axes}), {rank} axes, but {value.Describe()}: {repair}.", value);
        return false;
    }

    /// <summary>The tensor has at least this many axes after any leading ones.</summary>
    public bool RequireRankAtLeast(Value value, int rank, string axes, string repair)
    {
        if (value.Shape.Count >= rank)
        {
            return true;
        }

        Report(Descriptors.Rank, Use.Site, $"{Use} takes ({axes}), but {value.Describe()}: {repair}.", value);
        return false;
    }

    /// <summary>
    /// Two sizes agree. Refuted: reports and returns false. Open: a check at run time with <paramref name="message"/>.
    /// </summary>
    public bool RequireEqual(Dim left, Dim right, Func<string> message, Action refuted) =>
        left == right || Require(new DimRelation(Comparison.Equal, left, right), message, refuted);

    /// <summary>The left divides the right.</summary>
    public bool RequireDivides(Dim divisor, Dim dividend, Func<string> message, Action refuted) =>
        Require(new DimRelation(Comparison.Divides, divisor, dividend), message, refuted);

    /// <summary>The left is at most the right.</summary>
    public bool RequireAtMost(Dim left, Dim right, Func<string> message, Action refuted) =>
        Require(new DimRelation(Comparison.LessOrEqual, left, right), message, refuted);

    public bool Require(DimRelation relation, Func<string> message, Action refuted)
    {
        switch (_inference.Decide(relation))
        {
            case Truth.Proved:
                return true;
            case Truth.Refuted:
                refuted();
                return false;
            default:
                _inference.AddRequirement(relation, message(), Use.Site);
                _inference.Chances.Add(relation, refuted);
                return true;
        }
    }

    public Truth Decide(DimRelation relation) => _inference.Decide(relation);

    public Dim Simplify(Dim dim) => _inference.Simplify(dim);

    // ---- results --------------------------------------------------------------------------------------------------

    /// <summary>
    /// A module of the layer, built by an expression that may use <c>device</c> and <c>dtype</c>; or that of the layer whose weights it shares.
    /// </summary>
    public ModuleField Module(string type, FormattableString construct)
    {
        var field = new ModuleField("_" + (Stage.Name.Length == 0 ? Layer.Name : Stage.Name + Names.PascalCase(Layer.Name)));
        var code = Code.Of(construct);
        if (Has(LayerKind.Shared))
        {
            ParameterCount = Dim.Zero;
            return Sharing.Find(this, type, code) ?? field;
        }

        var scheme = Choice("Init", "Default");
        if (Positive("InitStd", 0.02) is null)
        {
            return field;
        }

        var initialize = scheme == "Default"
            ? null
            : Code.Of($"global::ModelGen.Initialization.Apply({field}, global::ModelGen.Init.{scheme}, {Real("InitStd", 0.02)})");
        _modules.Add(new ModuleSpec(field, type, code, initialize));
        return field;
    }

    /// <summary>The module that another layer built.</summary>
    public ModuleSpec? ModuleOf(BoundLayer layer) => Inferred(layer)?.Modules.FirstOrDefault();

    /// <summary>What is known of another layer; null if it comes later.</summary>
    public InferredLayer? Inferred(BoundLayer layer) => _inference.Layer(layer);

    /// <summary>The number of the layer's weights; weights of another layer are counted there.</summary>
    public void Parameters(Dim? count) => ParameterCount = Has(LayerKind.Shared) ? Dim.Zero : count is null ? null : Simplify(count);

    /// <summary>A linear layer with weights of its own in the layer's module.</summary>
    /// <param name="name">Its name there; empty if it is the module itself.</param>
    /// <param name="width">The features that it takes.</param>
    /// <param name="features">The features that it gives.</param>
    public void Projection(string name, Dim width, Dim features) => Projection(new Projection(name, width, features, Dim.One));

    /// <inheritdoc cref="Projection(string, Dim, Dim)"/>
    public void Projection(Projection projection)
    {
        if (!Has(LayerKind.Shared))
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
    public void Output(Shape shape, ElementType element, FormattableString code, Value? aliasOf = null, FormattableString? consuming = null, Value? consumed = null)
    {
        Result = NewValue(ResultName, shape, element, aliasOf);
        _steps.Add(new Step(ImmutableArray.Create(Result), Code.Of(code), consuming is null ? null : Code.Of(consuming), consumed));
    }

    /// <summary>The layer's result is the tensor it was given.</summary>
    public void PassThrough(Value value) => Result = value;

    /// <summary>Nothing is known of the result: a mistake was reported.</summary>
    public void Broken() => Result = NewValue(ResultName, null, ElementType.Float, null);

    /// <summary>A tensor that a step defines besides, or a port.</summary>
    public Value NewValue(string name, Shape? shape, ElementType element, Value? aliasOf = null, bool mayBeForeign = false) =>
        _inference.NewValue(name, shape is null ? null : new TensorType(Simplify(shape), element), Layer, Stage.Name, aliasOf, mayBeForeign);

    /// <summary>A further step.</summary>
    public void Add(Step step) => _steps.Add(step);

    public void SetResult(Value value) => Result = value;

    public void SetPort(string name, Value value) => _ports[name] = value;

    public bool IsPortUsed(string name) => Layer.UsedPorts.Contains(name);

    public Signature? SignatureOf(string key) => _inference.SignatureOf(key);

    public BlockReference? Block(string key) => _inference.Block(key);

    // The layer itself, or the tensor that one of its arguments names.
    private string Role(Site site) => site.Argument is null || !Layer.References.ContainsKey(site.Argument) ? Use.ToString() : $"{site.Argument} of {Use}";

    private Shape Simplify(Shape shape) => new(shape.HasLeading, shape.Dims.Select(Simplify).ToEquatableArray());
}
