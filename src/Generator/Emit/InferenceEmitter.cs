using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the class that runs an exported model. It names nothing of TorchSharp, so that a program can do without it.</summary>
internal sealed class InferenceEmitter
{
    private const string Library = "global::ModelGen.Inference.";

    private readonly ModelPlan _plan;
    private readonly InferencePlan _inference;
    private readonly CodeWriter _writer = new();

    private InferenceEmitter(ModelPlan plan, InferencePlan inference) => (_plan, _inference) = (plan, inference);

    /// <summary>The file of the class; empty if none is requested.</summary>
    public static string Emit(ModelPlan plan) => plan.Inference is { } inference
        ? new InferenceEmitter(plan, inference).Emit()
        : string.Empty;

    private string Emit()
    {
        ModelEmitter.WritePart(_writer, _plan.Type, WriteClass);
        return _writer.Close();
    }

    private string Name => _inference.Name;

    private string Title => _plan.Type.Title;

    private void WriteClass()
    {
        _writer.Line($"/// <summary>{Title} in ONNX Runtime, without TorchSharp: the file that <c>ExportOnnx</c> writes.</summary>");
        _writer.Line("/// <remarks>Calls may run in parallel.</remarks>");
        _writer.Line(ModelEmitter.GeneratedCode);
        using (_writer.Block($"{_plan.Type.Accessibility} sealed partial class {Name} : {Library}ExportedModel"))
        {
            WriteFields();
            WriteConstructor();
            if (_inference.Conditions.Count > 0)
            {
                WriteCheckSizes();
            }

            WriteForward();
            if (_inference.Outputs.Count > 0)
            {
                WriteForwardToArrays();
            }
        }
    }

    private void WriteFields()
    {
        _writer.Line($"private static readonly {Library}ExportedInterface s_declared = new {Library}ExportedInterface(");
        using (_writer.Indent())
        {
            _writer.Line($"{Literals.Of(Title)},");
            WritePorts(_inference.Inputs);
            WritePorts(_inference.Outputs);
            _writer.Line(_inference.Sizes.IsEmpty
                ? "global::System.Array.Empty<string>());"
                : $"new[] {{ {string.Join(", ", _inference.Sizes.Select(Literals.Of))} }});");
        }

        _writer.Line();
        foreach (var field in _inference.Fields)
        {
            _writer.Line($"private readonly long {field.Field};");
        }

        if (!_inference.Fields.IsEmpty)
        {
            _writer.Line();
        }
    }

    private void WritePorts(IReadOnlyCollection<InferencePort> ports)
    {
        _writer.Line($"new {Library}ExportedPort[]");
        _writer.Line("{");
        using (_writer.Indent())
        {
            foreach (var port in ports)
            {
                _writer.Line($"new {Library}ExportedPort({Literals.Of(port.Name)}, {Literals.Of(port.Shape)}, {Literals.Of(port.Element)}"
                    + $"{(port.IsOptional ? ", true" : string.Empty)}),");
            }
        }

        _writer.Line("},");
    }

    private void WriteConstructor()
    {
        using (_writer.Block($"private {Name}(string path, {Library}InferenceOptions? options) : base(path, s_declared, options)"))
        {
            foreach (var field in _inference.Fields)
            {
                _writer.Line($"{field.Field} = Sizes[{Literals.Of(field.Symbol)}];");
            }
        }

        _writer.Line();
        _writer.Line("/// <summary>Opens a file.</summary>");
        _writer.Line("/// <param name=\"path\">The file that <c>ExportOnnx</c> wrote.</param>");
        _writer.Line("/// <param name=\"options\">Threads, providers and optimization; the defaults if null.</param>");
        _writer.Line("/// <returns>The model, owned by the caller.</returns>");
        _writer.Line("/// <exception cref=\"global::System.IO.FileNotFoundException\">The file does not exist.</exception>");
        _writer.Line("/// <exception cref=\"global::System.IO.InvalidDataException\">The file is incomplete, or is of another declaration."
            + "</exception>");
        _writer.Line($"public static {Name} Load(string path, {Library}InferenceOptions? options = null) =>");
        using (_writer.Indent())
        {
            _writer.Line(_plan.HasErrors ? BrokenDeclaration.Throw(_plan) + ";" : $"new {Name}(path, options);");
        }

        _writer.Line();
    }

    private void WriteCheckSizes()
    {
        using (_writer.Block($"private void CheckSizes({string.Join(", ", (ChecksInputs ? InputParameters : []).Concat(SizeParameters))})"))
        {
            foreach (var condition in _inference.Conditions)
            {
                _writer.Separate();
                var test = condition.Presence.Length == 0 ? string.Empty : $"({condition.Presence}) && ";
                using (_writer.Block($"if ({test}!({condition.Condition}))"))
                {
                    _writer.Line($"throw Unmet({Literals.Of(condition.Message)}, {Literals.Of(condition.Repair)}{condition.Sizes});");
                }
            }
        }

        _writer.Line();
    }

    private void WriteForward()
    {
        var outputs = _inference.Outputs.Select(output => $"global::System.Span<{output.Number}> {output.Parameter}");
        WriteDocs($"Computes {Shapes}.");
        foreach (var output in _inference.Outputs)
        {
            _writer.Line($"/// <param name=\"{output.Parameter.TrimStart('@')}\">Receives {DocumentationText.Formulas(output.Shape)} of "
                + $"{output.Element}, in row-major order.</param>");
        }

        WriteSizeDocs();
        WriteExceptionDocs();
        using (_writer.Block($"public void forward({string.Join(", ", InputParameters.Concat(outputs).Concat(SizeParameters))})"))
        {
            if (_plan.HasErrors)
            {
                _writer.Line(BrokenDeclaration.Throw(_plan) + ";");
                return;
            }

            WriteCheck();
            _writer.Line($"var call = new {Library}ExportedCall(this);");
            for (var i = 0; i < _inference.Inputs.Count; i++)
            {
                _writer.Line($"call.Input({i.ToString()}, {_inference.Inputs[i].Parameter}{Sizes(_inference.Inputs[i])});");
            }

            for (var i = 0; i < _inference.Outputs.Count; i++)
            {
                _writer.Line($"call.Output({i.ToString()}, {_inference.Outputs[i].Parameter}{Sizes(_inference.Outputs[i])});");
            }

            _writer.Line("call.Run();");
        }
    }

    private void WriteForwardToArrays()
    {
        _writer.Separate();
        WriteDocs($"Computes {Shapes}.");
        WriteSizeDocs();
        _writer.Line($"/// <returns>{DocumentationText.Formulas(string.Join("; ", _inference.Outputs.Select(output =>
            _inference.Outputs.Count == 1 ? output.Shape : $"{output.Parameter} {output.Shape}")))}, in row-major order.</returns>");
        WriteExceptionDocs();
        var result = _inference.Outputs.Count == 1
            ? _inference.Outputs[0].Number + "[]"
            : $"({string.Join(", ", _inference.Outputs.Select(output => $"{output.Number}[] {output.Parameter}"))})";
        using (_writer.Block($"public {result} forward({string.Join(", ", InputParameters.Concat(SizeParameters))})"))
        {
            if (_plan.HasErrors)
            {
                _writer.Line(BrokenDeclaration.Throw(_plan) + ";");
                return;
            }

            WriteCheck();
            for (var i = 0; i < _inference.Outputs.Count; i++)
            {
                var output = _inference.Outputs[i];
                _writer.Line($"var {output.Parameter} = NewOutput<{output.Number}>({i.ToString()}{Sizes(output)});");
            }

            var arguments = _inference.Inputs.Concat(_inference.Outputs).Select(port => port.Parameter).Concat(SizeNames);
            _writer.Line($"forward({string.Join(", ", arguments)});");
            var outputs = string.Join(", ", _inference.Outputs.Select(output => output.Parameter));
            _writer.Line($"return {(_inference.Outputs.Count == 1 ? outputs : $"({outputs})")};");
        }
    }

    private void WriteCheck()
    {
        if (_inference.Conditions.Count > 0)
        {
            var inputs = ChecksInputs ? _inference.Inputs.Select(input => input.Parameter) : [];
            _writer.Line($"CheckSizes({string.Join(", ", inputs.Concat(SizeNames))});");
        }
    }

    // Whether a check depends on the presence of an optional input.
    private bool ChecksInputs => _inference.Conditions.Any(condition => condition.Presence.Length > 0);

    private string Shapes => DocumentationText.Formulas(string.Join(", ", _inference.Outputs.Select(output => output.Shape)));

    private IEnumerable<string> InputParameters =>
        _inference.Inputs.Select(input => $"global::System.ReadOnlySpan<{input.Number}> {input.Parameter}");

    private IEnumerable<string> SizeParameters => LeadingParameter.Concat(_inference.Symbols.Select(symbol => "long " + symbol));

    private IEnumerable<string> LeadingParameter =>
        _inference.Leading.Length == 0 ? [] : [$"global::System.ReadOnlySpan<long> {_inference.Leading}"];

    private IEnumerable<string> SizeNames =>
        _inference.Leading.Length == 0 ? _inference.Symbols : _inference.Symbols.Prepend(_inference.Leading);

    // The last arguments of a call, each after a comma.
    private string Sizes(InferencePort port)
    {
        var others = port.Sizes.Length == 0 ? string.Empty : ", " + port.Sizes;
        return port.HasLeading ? $", Shape({_inference.Leading}{others})" : others;
    }

    private void WriteDocs(string summary)
    {
        _writer.Line($"/// <summary>{summary}</summary>");
        foreach (var input in _inference.Inputs)
        {
            _writer.Line($"/// <param name=\"{input.Parameter.TrimStart('@')}\">{DocumentationText.Formulas(input.Shape)} of "
                + $"{input.Element}, in row-major order"
                + $"{(input.IsOptional ? "; empty if the file was exported without it" : string.Empty)}.</param>");
        }
    }

    private void WriteSizeDocs()
    {
        if (_inference.Leading.Length > 0)
        {
            _writer.Line($"/// <param name=\"{_inference.Leading.TrimStart('@')}\">"
                + "The sizes of the axes that <c>...</c> stands for.</param>");
        }

        foreach (var symbol in _inference.Symbols)
        {
            _writer.Line($"/// <param name=\"{symbol.TrimStart('@')}\">The size <c>{symbol.TrimStart('@')}</c>.</param>");
        }
    }

    private void WriteExceptionDocs() => _writer.Line(
        "/// <exception cref=\"global::System.ArgumentException\">A length or a size does not match the declaration.</exception>");
}
