using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Onnx.Models;
using ModelGen.Onnx.Scopes;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>
/// A declared model in ONNX Runtime: a session for each set of optional inputs and each number of leading axes that calls have.
/// </summary>
internal sealed class SessionModel : IDisposable
{
    private readonly nn.Module _model;
    private readonly InferenceOptions _options;
    private readonly OnnxExportOptions _export;
    private readonly PortShape[] _inputs;
    private readonly PortShape[] _outputs;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<PositionLimit>> _limits;
    private readonly ScalarType _floats;
    private readonly WeightPlacement _weights;
    private readonly Dictionary<string, WeightedSession> _sessions = new(StringComparer.Ordinal);
    private bool _isDisposed;

    public SessionModel(nn.Module model, InferenceOptions options, OnnxExportOptions export)
    {
        var declared = DeclaredModule.DeclarationOf(model);
        (_model, _options, _export, _weights) = (model, options, export, new WeightPlacement(model));
        Name = declared.Architecture.Name;
        var sizes = declared.Config.Sizes;
        _inputs = [.. declared.Architecture.Inputs.Select(port => new PortShape(port, sizes))];
        _outputs = [.. declared.Architecture.Outputs.Select(port => new PortShape(port, sizes))];
        _limits = PositionLimits.Of(model);
        _floats = model.parameters().FirstOrDefault(parameter => parameter.is_floating_point())?.dtype ?? ScalarType.Float32;

        // The session of a call without optional inputs: a model that cannot be exported is refused here.
        Session(_inputs.Where(input => !input.Port.Optional), leading: 1);
    }

    public string Name { get; }

    /// <summary>Computes the outputs.</summary>
    /// <param name="tensors">The inputs in the order of the declaration; null for an optional one that is left out.</param>
    /// <returns>The outputs in the order of the declaration, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public Tensor[] Run(params Tensor?[] tensors)
    {
        var known = new Dictionary<string, (long Size, string Input)>(StringComparer.Ordinal);
        List<(PortShape Input, Tensor Tensor)> given = [];
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is null && _inputs[i].Port.Optional)
            {
                continue;
            }

            _inputs[i].Check(tensors[i], Name, _weights, known);
            foreach (var limit in _limits.GetValueOrDefault(_inputs[i].Port.Name, []))
            {
                if (tensors[i]!.size(limit.Axis) is var size && size > limit.Maximum)
                {
                    Guard.Condition(false, Name, limit.Message(_inputs[i].Port.Name, size));
                }
            }

            given.Add((_inputs[i], tensors[i]!));
        }

        var leader = given.FirstOrDefault(entry => entry.Input.HasLeading);
        foreach (var (input, tensor) in given.Where(entry => entry.Input.HasLeading))
        {
            Guard.Leading(
                tensor, input.Named, leader.Tensor, leader.Input.Named, Name, input.Port.Name, input.Port.Shape, leader.Input.Port.Name);
        }

        long[] leading = leader.Tensor is null ? [] : leader.Tensor.shape[..^leader.Input.Named];
        var session = Session(given.Select(entry => entry.Input), leader.Tensor is null ? 1 : leading.Length);
        return Run(session, given, leading, known);
    }

    public void Dispose()
    {
        lock (_sessions)
        {
            _isDisposed = true;
            foreach (var session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
        }
    }

    // Inputs and results stay in TorchSharp's memory.
    private Tensor[] Run(
        WeightedSession session, List<(PortShape Input, Tensor Tensor)> given, long[] leading,
        Dictionary<string, (long Size, string Input)> known)
    {
        using var views = new TensorViews();
        var inputs = given.ConvertAll(entry => views.Of(entry.Tensor));
        var results = Array.ConvertAll(_outputs, output => empty(output.Sizes(leading, known), dtype: TypeOf(output.Port.Type)));
        var targets = Array.ConvertAll(results, views.Of);
        session.Run(given.ConvertAll(entry => entry.Input.Port.Name), inputs, session.Session.OutputNames, targets);
        return results;
    }

    private ScalarType TypeOf(DType type) => type switch
    {
        DType.Int64 => ScalarType.Int64,
        DType.Bool => ScalarType.Bool,
        _ => _floats,
    };

    private WeightedSession Session(IEnumerable<PortShape> given, int leading)
    {
        string[] optional = [.. given.Where(input => input.Port.Optional).Select(input => input.Port.Name)];
        var key = $"{leading} {string.Join(' ', optional)}";
        lock (_sessions)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, Name);
            if (!_sessions.TryGetValue(key, out var session))
            {
                var export = _export with { LeadingAxes = leading, OptionalInputs = optional, Loss = false, Decoding = false };
                session = Sessions.Open(_model, export, _options);
                _sessions.Add(key, session);
            }

            return session;
        }
    }
}
