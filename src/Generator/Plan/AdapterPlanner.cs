using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the generated part of a model that consists of another model and adapters, and that delegates every call.</summary>
internal sealed class AdapterPlanner
{
    private const string ModelName = "baseModel";
    private const string AdaptersName = "adapters";

    private readonly InferredModel _model;
    private readonly InferredAdapters _adapters;
    private readonly Signature _signature;
    private readonly bool _isDecoded;
    private readonly string _baseField;
    private readonly string _adaptersField;
    private readonly EquatableArray<InputPlan> _inputs;

    private AdapterPlanner(InferredModel model, InferredAdapters adapters, bool isDecoded)
    {
        _model = model;
        _adapters = adapters;
        _signature = adapters.Signature(model.Bound.Declaration.Type.Name);
        _isDecoded = isDecoded || _signature.Decoding is not null;
        _inputs = PortPlanner.PlanInputs(_signature.Inputs, _isDecoded).ToEquatableArray();
        var fields = new NameTable(
        [
            .. model.Bound.Declaration.Members,
            .. ReservedNames.Fields,
            .. ReservedNames.Of(model.Bound.Declaration.Type),
            .. _inputs.Select(input => input.Parameter),
        ]);
        _baseField = fields.Take("_" + ModelName);
        _adaptersField = fields.Take("_" + AdaptersName);
    }

    public static ModelPlan Plan(InferredModel model, InferredAdapters adapters, bool isDecoded) =>
        new AdapterPlanner(model, adapters, isDecoded).Plan();

    private ModelPlan Plan()
    {
        var outputs = PortPlanner.PlanOutputs(_signature.Outputs).ToEquatableArray();
        return new ModelPlan(
            _model.Bound.Declaration.Type,
            _model.HasErrors,
            default,
            default,
            default,
            [
                new ModulePlan(_adapters.Base.Key, _baseField, "model ?? throw new global::System.ArgumentNullException(nameof(model))",
                    $"train({_baseField}.training)", _baseField, ModelName),
                new ModulePlan("global::ModelGen.LoraAdapters", _adaptersField, Construct(), string.Empty, _adaptersField, AdaptersName),
            ],

            // Stages are reported as an error here. Their fields are set, so that the class has no warnings of the compiler.
            _model.Bound.Declaration.Stages.Select(stage => new StagePlan("this." + Names.Escape(stage.Name), stage.Name, default))
                .ToEquatableArray(),
            _inputs,
            outputs,
            [new Line($"return {_baseField}.call({string.Join(", ", _inputs.Select(input => input.Parameter))});")],
            PlanLoss(),
            PlanDecoding(),
            SignatureText.Write(_isDecoded ? _signature : _signature with { Flows = default }),
            PlanArchitecture(),
            PlanDocumentation(outputs))
        {
            Components =
                _model.Bound.Declaration.Components.Where(component => component.IsModule || !component.IsReadOnly).ToEquatableArray(),
            Initialization = _model.Bound.Declaration.Initialization,
            Adapters = new AdapterPlan(_adapters.Base.Key, _adapters.Base.Exposure, _baseField, _adaptersField, PlanParameters(), Create()),
        };
    }

    // The parameters of the other model's constructor.
    private EquatableArray<ConstructorParameter> PlanParameters() => ConstructorParameter.Order(
        _signature.Parameters.Select(parameter => ConstructorParameter.OfSize(parameter.Name, parameter.Default)),
        _signature.Settings.Select(ConstructorParameter.OfSetting));

    private string Create() =>
        $"new {_adapters.Base.Key}({string.Concat(PlanParameters().Select(parameter => $"{parameter.Name}: {parameter.Name}, "))}device: "
            + "device, dtype: dtype)";

    private string Construct()
    {
        var arguments = _adapters.Arguments;
        var options = new List<string> { $"Rank = {arguments.Get(LoraArguments.Rank)}" };
        options.AddRange(new[] { LoraArguments.Alpha, LoraArguments.Dropout }
            .Where(argument => arguments.Get(argument) is not null)
            .Select(argument => $"{argument.Name} = {arguments.Get(argument)!.Value.ToString("R", CultureInfo.InvariantCulture)}"));
        if (arguments.Get(LoraArguments.RankStabilized))
        {
            options.Add("RankStabilized = true");
        }

        options.Add($"Targets = new[] {{ {string.Join(", ", _adapters.Targets.Select(Literals.Of))} }}");
        return $"new global::ModelGen.LoraAdapters({_baseField}, new global::ModelGen.LoraOptions {{ {string.Join(", ", options)} }})";
    }

    private LossPlan? PlanLoss()
    {
        if (_signature.Loss is not { } loss)
        {
            return null;
        }

        var names = new NameTable([.. ReservedNames.Members, .. _inputs.Select(input => input.Parameter)]);
        var all = names.Take("outputs");
        var outputs = loss.Outputs.Select(output => new ComparedPlan(output, names.Take(NameOf(output)))).ToEquatableArray();
        var targets = loss.Targets.Select(target => new TargetPlan(names.Take(target.Name), target.Type)).ToEquatableArray();
        var arguments = outputs.Select(output => output.Local).Concat(targets.Select(target => target.Name));
        return new LossPlan(
            targets,
            all,
            outputs,
            $"{_baseField}.LossOf({string.Join(", ", arguments)})",
            loss.Result,
            BatchPlanner.Plan(_signature.Inputs, _inputs, targets));
    }

    private string NameOf(int output) => _signature.Outputs.Count == 1 ? "output" : _signature.Outputs[output].Name;

    // The decoding of the other model, or its part in the decoding of a model that has this one as a block.
    private DecodingPlan? PlanDecoding()
    {
        var decoding = _signature.Decoding
            ?? (_isDecoded
                ? _signature.Flows.Where(flow => flow.HasState)
                    .Select(flow => new SignatureDecoding(0, flow.Inputs, _signature.Outputs[0].Type!.ToString(), IsLanguageModel: false))
                    .FirstOrDefault()
                : null);
        if (decoding is null)
        {
            return null;
        }

        var steps = decoding.Steps.Select(i => _inputs[i]).ToEquatableArray();
        var further = string.Concat(steps.Skip(1).Select(input => ", " + input.Parameter))
            + (decoding.IsLanguageModel ? ", lastOnly" : string.Empty);
        var given = decoding.Given.Select(i => _inputs[i]).ToEquatableArray();
        var language = $"((global::ModelGen.{(given.IsEmpty ? "ILanguageModel" : "IConditionalLanguageModel")}){_baseField})";
        return new DecodingPlan(
            default,
            steps,
            decoding.Output,
            [new Line($"return {_baseField}.Step({steps[0].Parameter}, state, at{further});")],
            !decoding.IsLanguageModel ? null : new LanguageModelPlan(
                $"{language}.Vocabulary",
                [$"{language}.MaximumLength"],
                given,
                default,
                default))
        {
            PassedTo = _baseField,
        };
    }

    private ArchitecturePlan PlanArchitecture()
    {
        var parameters = new HashSet<string>(_signature.Parameters.Select(parameter => parameter.Name));
        var runtime = _signature.Inputs.Where(input => input.Type is not null)
            .SelectMany(input => input.Type!.Shape.Symbols).Where(symbol => !parameters.Contains(symbol)).Distinct();
        var symbols = _signature.Parameters.Select(parameter => new SymbolPlan(parameter.Name, IsParameter: true, parameter.Default))
            .Concat(runtime.Select(symbol => new SymbolPlan(symbol, IsParameter: false, null)));
        var input = string.Join(", ", _signature.Inputs.Select(one => one.Type?.ToString()));
        var output = _signature.Outputs.FirstOrDefault()?.Type?.ToString() ?? "(?)";
        var name = _adapters.Base.DisplayName;
        LayerPlan[] layers =
        [
            new(string.Empty, ModelName, $"Block<{name}>", $"Block<{name}>", _signature.Inputs.Select(one => one.Name).ToEquatableArray(),
                input, output, _adapters.Model?.ParameterCount?.ToString() ?? "?", default, string.Empty,
                _model.HasErrors ? string.Empty : _adapters.Base.Key),
            new(string.Empty, AdaptersName,
                $"Lora<{name}>", _adapters.Use.ToString(), [ModelName], output, output, _adapters.TrainableCount?.ToString() ?? "?",
                ArchitecturePlanner.PlanArguments(_adapters.Arguments).ToEquatableArray(), string.Empty, string.Empty),
        ];
        var outputs = _signature.Outputs.Select(one => _signature.Outputs.Count == 1 ? AdaptersName : $"{ModelName}.{one.Name}");
        return new ArchitecturePlan(symbols.ToEquatableArray(), layers.ToEquatableArray(), outputs.ToEquatableArray(), Loss: null);
    }

    private DocumentationPlan PlanDocumentation(EquatableArray<OutputPlan> outputs)
    {
        var own = _adapters.Model?.ParameterCount;
        return new DocumentationPlan(
            _model.HasErrors ? DocumentationPlanner.Erroneous
                : _adapters.TrainableCount is not { } trainable
                ? $"{DocumentationText.Xml(_adapters.Base.DisplayName)} with adapters; only these are trained."
                : own is null
                ? $"{ParameterCounts.Comment(trainable)} that train, besides those of {DocumentationText.Xml(_adapters.Base.DisplayName)}."
                : $"{ParameterCounts.Comment(own + trainable)}, of which {(trainable.TryGetConstant(out _)
                    ? ParameterCounts.Number(trainable)
                    : $"<c>{ParameterCounts.Number(trainable)}</c>")} train.",
            [
                .. DocumentationPlanner.Inputs(_inputs),
                new DocumentationRow(ModelName, outputs.FirstOrDefault()?.Shape ?? string.Empty,
                    own is null ? "?" : ParameterCounts.Number(own), _adapters.Base.DisplayName),
                new DocumentationRow(
                    AdaptersName,
                    string.Empty,
                    _adapters.TrainableCount is null ? "?" : ParameterCounts.Number(_adapters.TrainableCount),
                    DocumentationPlanner.Shorten(_adapters.Use.ToString())),
                .. DocumentationPlanner.Outputs(outputs),
            ]);
    }
}
