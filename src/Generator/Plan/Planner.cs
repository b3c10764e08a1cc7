using System;
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

/// <summary>
/// Decides a model's names and statements: the fields, modules and stages of the class. Other planners decide the members.
/// </summary>
internal sealed class Planner
{
    private readonly InferredModel _model;
    private readonly bool _isAsked;
    private readonly bool _isDecoded;
    private readonly NameTable _fields;
    private readonly Dictionary<string, ParameterPlan> _parameters = new();
    private readonly Dictionary<string, SettingPlan> _settings = new();
    private readonly Dictionary<ModuleField, string> _moduleFields = new();
    private readonly Func<ModuleField, string> _moduleField;
    private readonly IReadOnlyList<Port> _ports;
    private readonly EquatableArray<InputPlan> _inputs;

    private Planner(InferredModel model, bool isDecoded)
    {
        _model = model;
        _moduleField = module => _moduleFields[module];
        _isAsked = DecodedBlocks.IsAsked(model.Bound.Declaration);
        var declaration = model.Bound.Declaration;
        _isDecoded = (isDecoded && !GeneratedPart.IsDecoding(declaration.Type.Title)) || _isAsked;
        _ports = model.Bound.Inputs.Select(input => new Port(input.Name, input.Type, input.IsOptional)).ToList();
        _inputs = PortPlanner.PlanInputs(_ports, _isDecoded).ToEquatableArray();
        _fields = new NameTable(
            declaration.Members,
            ReservedNames.Fields,
            ReservedNames.Of(declaration.Type),
            model.Parameters,
            model.Settings.Select(setting => setting.Name),
            _inputs.Select(input => input.Parameter));
    }

    /// <param name="model">The model.</param>
    /// <param name="isDecoded">Whether a model that is decoded step by step has it as a block.</param>
    public static ModelPlan Plan(InferredModel model, bool isDecoded) =>
        model.Adapters is { } adapters ? AdapterPlanner.Plan(model, adapters, isDecoded) : new Planner(model, isDecoded).Plan();

    private ModelPlan Plan()
    {
        var declaration = _model.Bound.Declaration;
        foreach (var symbol in _model.Parameters)
        {
            _parameters.Add(symbol, ParameterPlanner.PlanSize(_model, symbol, _fields));
        }

        foreach (var setting in _model.Settings)
        {
            _settings.Add(setting.Name, ParameterPlanner.PlanSetting(setting, _fields));
        }

        var modules = PlanModules();
        var weights = _model.WeightBindings.Any(binding => binding != WeightBinding.None) ? _fields.Take("_weights") : string.Empty;
        string[] reserved = [.. ReservedNames.Members, .. Fields, weights];
        var forward = _model.HasErrors
            ? null
            : new ForwardPlanner(_model, _inputs, reserved, Member, _moduleField, weights);
        var decoding = _model.Decoding ?? (_isDecoded && !_isAsked
            ? _model.BlockDecodings.FirstOrDefault(one => one.Decoding is { } proof && DecodingCheck.NeedsStep(proof))?.Decoding
            : null);
        var signature = SignatureBuilder.Build(_model, withFlows: _isDecoded);
        var outputs = PortPlanner.PlanOutputs(signature.Outputs).ToEquatableArray();
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
            LossPlanner.Plan(_model, _ports, _inputs, Member, _moduleField),
            _model.HasErrors ? _isAsked ? StepPlanner.Surface(_model, _inputs) : null
                : decoding is null ? null
                : new StepPlanner(_model, decoding, _inputs, reserved, Member, _moduleField, weights).Plan(),
            SignatureText.Write(signature),
            ArchitecturePlanner.Plan(_model),
            DocumentationPlanner.Plan(_model, _inputs, outputs, signature.ParameterCount))
        {
            Constructor = ConstructorParameter.Order(
                _parameters.Values.Select(parameter => ConstructorParameter.OfSize(parameter.Symbol, parameter.Default)),
                _model.Settings.Select(ConstructorParameter.OfSetting)),
            Weights = weights,
            Components = declaration.Components.Where(component => component.IsModule || !component.IsReadOnly).ToEquatableArray(),
            Initialization = declaration.Initialization,
            Inference = declaration.HasInference ? InferencePlanner.Plan(_model, signature.Outputs, Member) : null,
        };
    }

    private IEnumerable<string> Fields => _parameters.Values.Select(parameter => parameter.Field)
        .Concat(_settings.Values.Select(setting => setting.Field)).Concat(_moduleFields.Values);

    // The field that holds a size or a setting.
    private string Member(string symbol) => _parameters.TryGetValue(symbol, out var parameter) ? parameter.Field : _settings[symbol].Field;

    private static readonly SizeAdvice OfParameters = new(_ => null);

    // Conditions that depend only on parameters are checked in the constructor.
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
                var isRepeated = module.Type.EndsWith("[]", StringComparison.Ordinal);
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

    // Code in the constructor, where symbols are parameters and there are no tensors.
    private string Text(Code code) => code.Render(static _ => string.Empty, static symbol => Names.Escape(symbol), _moduleField);
}
