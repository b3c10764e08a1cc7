using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>A call of a model: what it is given, and what C# computes.</summary>
/// <param name="Inputs">The inputs in the order of <c>forward</c>; null for one that is left out.</param>
/// <param name="Targets">The targets of the loss; null if it is not computed.</param>
/// <param name="Tokens">The number of ids to generate; null for none.</param>
internal sealed record ExportedCall(IReadOnlyList<Tensor?> Inputs, IReadOnlyList<Tensor>? Targets = null, int? Tokens = null);

/// <summary>An exported model with inputs, beside what TorchSharp computes of them.</summary>
internal sealed class ExportedCase
{
    private readonly Dictionary<string, Tensor> _expected = [];

    private ExportedCase(string name) => Name = name;

    public string Name { get; }

    /// <summary>The results of TorchSharp by their names.</summary>
    public IReadOnlyDictionary<string, Tensor> Expected => _expected;

    /// <summary>Exports a model and writes the inputs of its calls.</summary>
    /// <param name="root">The folder of all cases.</param>
    /// <param name="name">The name of the case, which its folder gets.</param>
    /// <param name="model">The model.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="dtypes">The types in which Python computes.</param>
    public static ExportedCase Write(string root, string name, nn.Module model, IReadOnlyList<ExportedCall> calls, params string[] dtypes)
    {
        var result = new ExportedCase(name);
        var folder = Path.Combine(root, name);
        model.ExportPyTorch(folder);
        var given = new Dictionary<string, Tensor>();
        var parameters = model.named_parameters().ToList();
        List<object> described = [];
        foreach (var (call, i) in calls.Select((call, i) => (call, i)))
        {
            string?[] inputs = [.. call.Inputs.Select((input, j) => Give($"{i}_input{j}", input))];
            foreach (var (_, parameter) in parameters)
            {
                parameter.grad = null;
            }

            var outputs = Call(model, "call", [.. call.Inputs]);
            var total = zeros(1, dtype: parameters.FirstOrDefault().parameter?.dtype ?? ScalarType.Float64);
            var factors = new List<string?>();
            foreach (var (output, j) in outputs.Select((output, j) => (output, j)))
            {
                result._expected[$"{i}_output{j}"] = output.detach().clone();
                var factor = output.is_floating_point() ? randn_like(output.detach()) : null;
                factors.Add(Give($"{i}_factor{j}", factor));
                total = factor is not null && output.requires_grad ? total + (output * factor).sum() : total;
            }

            if (call.Targets is not null)
            {
                var loss = Call(model, "Loss", [.. call.Inputs, .. call.Targets]).Single();
                result._expected[$"{i}_loss"] = loss.detach().clone();
                total = total + loss.sum();
            }

            if (total.requires_grad)
            {
                total.backward();
                for (var j = 0; j < parameters.Count; j++)
                {
                    if (parameters[j].parameter.grad is { } gradient)
                    {
                        result._expected[$"{i}_grad{j}"] = gradient.detach().clone();
                    }
                }
            }

            if (call.Tokens is { } tokens)
            {
                using var quiet = no_grad();
                result._expected[$"{i}_ids"] = Generated(model, call.Inputs, tokens);
            }

            described.Add(new
            {
                inputs,
                factors,
                targets = call.Targets?.Select((target, j) => Give($"{i}_target{j}", target)).ToArray(),
                tokens = call.Tokens,
            });
        }

        Save(given, Path.Combine(folder, "given.safetensors"));
        File.WriteAllText(Path.Combine(folder, "case.json"), JsonSerializer.Serialize(new
        {
            training = model.training,
            dtypes,
            calls = described,
            parameters = parameters.Select(parameter => parameter.name).ToArray(),
        }));
        return result;

        string? Give(string key, Tensor? tensor)
        {
            if (tensor is not null)
            {
                given[key] = tensor.detach().contiguous();
            }

            return tensor is null ? null : key;
        }
    }

    // The scores of the last position choose the next id, without a cache or any other help.
    private static Tensor Generated(nn.Module model, IReadOnlyList<Tensor?> inputs, int tokens)
    {
        var ids = inputs[0]!;
        for (var i = 0; i < tokens; i++)
        {
            var scores = Call(model, "call", [ids, .. inputs.Skip(1)])[0];
            ids = cat([ids, scores.select(1, scores.size(1) - 1).argmax(-1, keepdim: true)], 1);
        }

        return ids;
    }

    private static Tensor[] Call(nn.Module model, string name, object?[] inputs)
    {
        var method = model.GetType().GetMethods().Where(method => method.Name == name && method.GetParameters().Length == inputs.Length)
            .MinBy(method => method.DeclaringType == model.GetType() ? 0 : 1)!;
        return method.Invoke(model, BindingFlags.DoNotWrapExceptions, null, inputs, null) switch
        {
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
            var result => [(Tensor)result!],
        };
    }

    private static void Save(Dictionary<string, Tensor> tensors, string path)
    {
        using var module = new Holder(tensors);
        Checkpoint.Save(module, path);
    }

    private sealed class Holder : nn.Module
    {
        public Holder(Dictionary<string, Tensor> tensors)
            : base(nameof(Holder))
        {
            foreach (var (name, tensor) in tensors)
            {
                register_buffer(name, tensor);
            }
        }
    }
}
