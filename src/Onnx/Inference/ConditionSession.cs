using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using ModelGen.Inference;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Models;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>
/// A language model with further inputs in ONNX Runtime, for one set of optional inputs: what is computed once, and the step.
/// </summary>
internal sealed class ConditionSession : IDisposable
{
    private readonly WeightedSession? _once;
    private readonly string[] _conditions;
    private readonly int?[] _rowAxes;
    private readonly IReadOnlyList<string> _passed;
    private int?[]? _passedAxes;

    /// <summary>Opens the sessions.</summary>
    /// <param name="model">The model, which is a conditional language model.</param>
    /// <param name="language">The same model.</param>
    /// <param name="conditions">The inputs besides the ids that are given.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="export">How it is exported.</param>
    public ConditionSession(
        nn.Module model, IConditionalLanguageModel language, IReadOnlyList<PortInfo> conditions, InferenceOptions options,
        OnnxExportOptions export)
    {
        export = export with
        {
            Decoding = true,
            Loss = false,
            ScoresFrom = true,
            OptionalInputs = [.. conditions.Where(condition => condition.Optional).Select(condition => condition.Name)],
        };
        export.Validate(inMemory: true);
        using var scope = NewDisposeScope();
        var graph = ModelGraph.Of(model, export);
        var split = new ConditionSplit(graph);
        _conditions = [.. conditions.Select(condition => condition.Name)];
        _rowAxes = [.. conditions.Select(condition =>
            SizeText.Axes(condition.Shape).ToList().IndexOf(graph.Step!.Rows) is var axis and >= 0 ? (int?)axis : null)];
        _passed = split.Passed;
        _once = split.Once is { } once ? Open(once) : null;
        try
        {
            Step = new StepSession(Open(split.Step), language.Vocabulary, language.MaximumLength);
        }
        catch
        {
            _once?.Dispose();
            throw;
        }

        WeightedSession Open(Schema.ModelProto part) => Sessions.Open(model.GetName(), graph, part, export, options);
    }

    /// <summary>The step.</summary>
    public StepSession Step { get; }

    /// <summary>Computes what does not depend on the ids.</summary>
    /// <param name="conditions">The conditions in the order of the declaration, without those that are left out.</param>
    /// <returns>What the step takes over, owned by the caller.</returns>
    public ConditionTensor[] Compute(IReadOnlyList<Tensor> conditions)
    {
        lock (_passed)
        {
            _passedAxes ??= RowAxes(conditions);
        }

        return [.. Pass(conditions).Zip(_passedAxes, (tensor, axis) => new ConditionTensor(tensor, axis))];
    }

    /// <summary>The tensors that the step takes over, for the rows of a decoding.</summary>
    public IReadOnlyList<Tensor> Passed(ModelState state) => [.. Enumerable.Range(0, _passed.Count).Select(state.Condition)];

    public void Dispose()
    {
        _once?.Dispose();
        Step.Dispose();
    }

    // Which axis of what is passed on are the rows: the one that differs between one row and two.
    private int?[] RowAxes(IReadOnlyList<Tensor> conditions)
    {
        using var scope = NewDisposeScope();
        var (one, two) = (Pass(Repeated(1)), Pass(Repeated(2)));
        return [.. one.Zip(two, (a, b) => Enumerable.Range(0, (int)a.dim()).Where(axis => a.size(axis) != b.size(axis))
            .Select(axis => (int?)axis).FirstOrDefault())];

        Tensor[] Repeated(int rows) => [.. conditions.Zip(_rowAxes, (condition, axis) => axis is { } place && condition.size(place) > 0
            ? condition.index_select(place, zeros(rows, dtype: ScalarType.Int64))
            : condition)];
    }

    private Tensor[] Pass(IReadOnlyList<Tensor> conditions)
    {
        var given = _conditions.Zip(conditions).ToDictionary(entry => entry.First, entry => entry.Second, StringComparer.Ordinal);
        Tensor[] read = [.. _passed.TakeWhile(given.ContainsKey).Select(name => given[name].alias())];
        if (_once is null)
        {
            return read;
        }

        using var views = new TensorViews();
        using var results = _once.Run(_conditions, [.. conditions.Select(views.Of)]);
        return [.. read, .. results.Select(TorchMemory.Copy)];
    }
}
