using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Plan;

/// <summary>Decides a model's names and statements.</summary>
internal sealed class Planner
{
    // What forward and Loss call by these names, so that neither a parameter nor a local may hide it.
    internal static readonly string[] Reserved = ["training", "call", "forward"];

    // Fields that torch.nn.Module has itself.
    internal static readonly string[] Inherited =
        ["_deviceType", "_deviceIndex", "_internal_params", "_internal_buffers", "_internal_submodules", "_toEpilog"];

    private readonly InferredModel _model;
    private readonly bool _isAsked;
    private readonly bool _isDecoded;
    private readonly NameTable _fields;
    private readonly Dictionary<string, ParameterPlan> _parameters = new();
    private readonly Dictionary<string, SettingPlan> _settings = new();
    private readonly Dictionary<ModuleField, string> _moduleFields = new();
    private readonly IReadOnlyList<Port> _ports;
    private readonly EquatableArray<InputPlan> _inputs;

    private Planner(InferredModel model, bool isDecoded)
    {
        _model = model;
        _isAsked = DecodedBlocks.IsAsked(model.Bound.Declaration);
        var declaration = model.Bound.Declaration;
        _isDecoded = (isDecoded && !GeneratedPart.IsDecoding(declaration.Type.Title)) || _isAsked;
        _ports = model.Bound.Inputs.Select(input => new Port(input.Name, input.Type, input.IsOptional)).ToList();
        _inputs = PlanInputs(_ports, _isDecoded).ToEquatableArray();
        _fields = new NameTable(
        [
            .. declaration.Members,
            .. Inherited,
            .. TypeNames(declaration.Type),
            .. model.Parameters,
            .. model.Settings.Select(setting => setting.Name),
            .. _inputs.Select(input => input.Parameter),
        ]);
    }

    /// <summary>The names that no field of a class can have: its own, and those of its type parameters.</summary>
    internal static IEnumerable<string> TypeNames(TypeShell type) =>
        type.TypeParameters.Trim('<', '>')
            .Split([','], System.StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()).Prepend(type.Name);

    /// <param name="model">The model.</param>
    /// <param name="isDecoded">Whether a model that is decoded step by step has it as a block.</param>
    public static ModelPlan Plan(InferredModel model, bool isDecoded) =>
        model.Adapters is { } adapters ? AdapterPlanner.Plan(model, adapters, isDecoded) : new Planner(model, isDecoded).Plan();

    private ModelPlan Plan()
    {
        var declaration = _model.Bound.Declaration;
        foreach (var symbol in _model.Parameters)
        {
            _parameters.Add(symbol, PlanParameter(symbol));
        }

        foreach (var setting in _model.Settings)
        {
            _settings.Add(setting.Name, PlanSetting(setting));
        }

        var modules = PlanModules();
        var weights = _model.WeightBindings.Any(binding => binding != WeightBinding.None) ? _fields.Take("_weights") : string.Empty;
        string[] reserved = [.. Reserved, .. Fields, weights];
        var forward = _model.HasErrors
            ? null
            : new ForwardPlanner(_model, _inputs, reserved, Member, module => _moduleFields[module], weights);
        var decoding = _model.Decoding ?? (_isDecoded && !_isAsked
            ? _model.BlockDecodings.FirstOrDefault(one => one.Decoding is { } proof && DecodingCheck.NeedsStep(proof))?.Decoding
            : null);
        var signature = SignatureBuilder.Build(_model, withFlows: _isDecoded);
        var outputs = PlanOutputs(signature.Outputs).ToEquatableArray();
        return new ModelPlan(
            declaration.Type,
            _model.HasErrors,
            _parameters.Values.ToEquatableArray(),
            _settings.Values.ToEquatableArray(),
            _model.HasErrors ? default : Conditions().ToEquatableArray(),
            modules.OrderBy(stage => stage.Key.Ordinal).SelectMany(stage => stage.Value).ToEquatableArray(),
            PlanStages(modules).ToEquatableArray(),
            _inputs,
            outputs,
            forward?.Plan() ?? default,
            PlanLoss(),
            _model.HasErrors ? _isAsked ? StepPlanner.Surface(_model, _inputs) : null
                : decoding is null ? null
                : new StepPlanner(_model, decoding, _inputs, reserved, Member, module => _moduleFields[module], weights).Plan(),
            SignatureText.Write(signature),
            ArchitecturePlanner.Plan(_model),
            DocumentationPlanner.Plan(_model, _inputs, outputs, signature.ParameterCount))
        {
            Weights = weights,
            Components = declaration.Components.Where(component => component.IsModule || !component.IsReadOnly).ToEquatableArray(),
            Initialization = declaration.Initialization,
        };
    }

    private IEnumerable<string> Fields => _parameters.Values.Select(parameter => parameter.Field)
        .Concat(_settings.Values.Select(setting => setting.Field)).Concat(_moduleFields.Values);

    // What holds a size or a setting outside the constructor.
    private string Member(string symbol) => _parameters.TryGetValue(symbol, out var parameter) ? parameter.Field : _settings[symbol].Field;

    private ParameterPlan PlanParameter(string symbol)
    {
        var name = Names.Escape(symbol);
        var statement = _model.Bound.Symbols.Statement(symbol);
        var facts = statement?.Facts ?? new SymbolFacts(symbol);
        var range = new List<ConditionPlan> { new($"{name} >= {facts.Min}", $"at least {facts.Min}") };
        if (facts.Max is { } max && max != long.MaxValue)
        {
            range.Add(new ConditionPlan($"{name} <= {max}", $"at most {max}"));
        }

        // A divisor that only an input determines is compared at the call.
        var divisors = facts.MultipleOf
            .Where(divisor => divisor.Symbols.All(_model.Parameters.Contains))
            .Select(divisor => new ConditionPlan(
                $"{(_model.Bound.Symbols.Facts.LessOrEqual(Dim.One, divisor) == Truth.Proved
                    ? string.Empty
                    : $"{divisor.ToCode(Names.Escape)} > 0 && ")}{name} % {divisor.ToCode(Names.Escape)} == 0",
                $"a multiple of {divisor}",
                string.Concat(divisor.Symbols.Select(other => $", ({Literals.Of(other)}, {Names.Escape(other)})"))));

        return new ParameterPlan(
            symbol, name, _fields.Take("_" + symbol), statement?.Default, range.ToEquatableArray(), divisors.ToEquatableArray());
    }

    private SettingPlan PlanSetting(Setting setting)
    {
        var name = Names.Escape(setting.Name);
        var range = new List<ConditionPlan>();
        if (setting.Type == SettingType.Number)
        {
            var condition = setting.Range switch
            {
                SettingRange.Positive => $"{name} > 0 && double.IsFinite({name})",
                SettingRange.Share => $"{name} is >= 0 and <= 1",
                SettingRange.Any => $"double.IsFinite({name})",
                _ => $"{name} is > 0 and <= 1",
            };
            range.Add(new ConditionPlan(condition, SettingTable.Describe(setting.Range)));
        }

        return new SettingPlan(setting.Name, name,
            _fields.Take("_" + setting.Name), SettingTable.TypeOf(setting.Type), setting.Default, range.ToEquatableArray());
    }

    private static readonly SizeAdvice OfParameters = new(_ => null);

    // Conditions on parameters alone are known when the model is created.
    private IEnumerable<ConditionPlan> Conditions() =>
        _model.Requirements
            .Where(requirement => requirement.Condition.Symbols.All(_parameters.ContainsKey))
            .Select(requirement => new ConditionPlan(
                Text(requirement.Condition),
                requirement.Message,
                GuardPlanner.Sizes([requirement.Relation.Left, requirement.Relation.Right], Names.Escape),
                OfParameters.For(requirement.Relation)));

    private Dictionary<BoundStage, List<ModulePlan>> PlanModules()
    {
        var plans = new Dictionary<BoundStage, List<ModulePlan>>();
        var stages = new Dictionary<string, BoundStage>();
        foreach (var stage in _model.Bound.Stages)
        {
            plans[stage] = new List<ModulePlan>();
            stages[stage.Name] = stage;
        }

        foreach (var layer in _model.Layers)
        {
            var stage = stages[layer.Bound.StageName];
            foreach (var module in layer.Modules)
            {
                var field = _fields.Take(module.Field.Name);
                _moduleFields[module.Field] = field;
                var isRepeated = module.Type.EndsWith("[]", System.StringComparison.Ordinal);
                plans[stage].Add(new ModulePlan(
                    module.Type,
                    field,
                    Text(module.Construct),
                    module.Initialize is null ? string.Empty : Text(module.Initialize),
                    isRepeated ? $"global::ModelGen.Stage.Repeated(\"{layer.Bound.Name}\", {field})" : field,
                    layer.Bound.Name));
            }
        }

        return plans;
    }

    private IEnumerable<StagePlan> PlanStages(Dictionary<BoundStage, List<ModulePlan>> modules)
    {
        if (!_model.Bound.HasStages)
        {
            yield break;
        }

        var stages = _model.Bound.Stages.ToDictionary(stage => stage.Ordinal);
        foreach (var field in _model.Bound.Declaration.Stages)
        {
            stages.TryGetValue(field.Ordinal, out var stage);
            var name = _parameters.ContainsKey(field.Name) || _settings.ContainsKey(field.Name) || field.Name is "device" or "dtype"
                ? "this." + Names.Escape(field.Name)
                : Names.Escape(field.Name);
            yield return new StagePlan(name, field.Name, stage is null || _model.HasErrors ? default : modules[stage].ToEquatableArray());
        }
    }

    /// <summary>The parameters of <c>forward</c>.</summary>
    internal static IEnumerable<InputPlan> PlanInputs(IReadOnlyList<Port> inputs, bool isDecoded)
    {
        var names = new NameTable(isDecoded ? [.. Reserved, .. StepPlanner.Parameters] : Reserved);
        for (var i = 0; i < inputs.Count; i++)
        {
            yield return new InputPlan(
                inputs[i].Name,
                names.Take(inputs[i].Name),
                inputs[i].Type?.ToString() ?? "(?)",
                (inputs[i].Type?.Element ?? ElementType.Float).ToString(),
                inputs[i].IsOptional,
                HasDefault: inputs.Skip(i).All(input => input.IsOptional));
        }
    }

    /// <summary>The results of <c>forward</c>.</summary>
    internal static IEnumerable<OutputPlan> PlanOutputs(IEnumerable<Port> outputs)
    {
        var names = new NameTable([]);
        return outputs.Select(output => new OutputPlan(
            names.Take(IsTupleMember(output.Name) ? output.Name + "_" : output.Name),
            output.Type?.ToString() ?? "(?)",
            (output.Type?.Element ?? ElementType.Float).ToString()));
    }

    // Names that the elements of a tuple cannot have.
    private static bool IsTupleMember(string name) =>
        name is "CompareTo" or "Deconstruct" or "Equals" or "GetHashCode" or "Rest" or "ToString"
        || (name.StartsWith("Item", System.StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit));

    private LossPlan? PlanLoss()
    {
        if (_model.Bound.Loss is not { Kind: var kind })
        {
            return null;
        }

        var names = new NameTable([.. Reserved, .. _inputs.Select(input => input.Parameter)]);
        var all = names.Take("outputs");
        var outputs = kind.Outputs.Select(output => names.Take(output.Role)).ToList();
        var targets = LossContext.TargetNames(kind, _model.Bound.Inputs.Select(input => input.Name)).Select(names.Take).ToList();
        if (_model.Loss is not { } loss)
        {
            // Keep Loss so that callers compile despite errors.
            if (!_model.HasErrors)
            {
                return null;
            }

            var unknown = targets.Select(target => new TargetPlan(target, "The target")).ToEquatableArray();
            return new LossPlan(
                unknown,
                all,
                outputs.Select((output, i) => new ComparedPlan(i, output)).ToEquatableArray(),
                string.Empty,
                "The loss",
                BatchPlanner.Plan(_ports, _inputs, unknown));
        }

        var locals = new Dictionary<int, string>();
        for (var i = 0; i < outputs.Count; i++)
        {
            locals[loss.Outputs[i].Value.Id] = outputs[i];
        }

        for (var i = 0; i < targets.Count; i++)
        {
            locals[loss.Targets[i].Value.Id] = targets[i];
        }

        var plans = loss.Targets
            .Select((target, i) => new TargetPlan(targets[i], $"{target.Type} of {target.Type.Element}"))
            .ToEquatableArray();
        return new LossPlan(
            plans,
            all,
            loss.Outputs.Select((output, i) => new ComparedPlan(output.Index, outputs[i])).ToEquatableArray(),
            loss.Call.Render(id => locals[id], Member, module => _moduleFields[module]),
            loss.ResultShape,
            BatchPlanner.Plan(_ports, _inputs, plans));
    }

    // In the constructor, where symbols are parameters and no tensor exists.
    private string Text(Code code) => code.Render(_ => string.Empty, Names.Escape, module => _moduleFields[module]);
}
