using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>
/// The variables of <c>forward</c>. A result is <c>x</c>, or has the name of its stage where the stage ends; a variable is used again
/// once nothing reads its tensor any more.
/// </summary>
internal sealed class Variables
{
    private const int Forever = int.MaxValue;

    private static readonly string[] _reserved = ["self", "torch", "nn", "F", "math", "Tensor", "cache", "start"];

    private readonly Architecture _architecture;
    private readonly Dictionary<string, int> _lastReads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken;

    public Variables(Architecture architecture, IEnumerable<string> taken)
    {
        _architecture = architecture;
        _taken = [.. _reserved, .. taken];
        for (var i = 0; i < architecture.Layers.Count; i++)
        {
            foreach (var tensor in Read(architecture.Layers[i]))
            {
                _lastReads[tensor] = i;
            }
        }

        foreach (var output in architecture.Outputs)
        {
            _lastReads[output.From!] = Forever;
        }

        foreach (var input in architecture.Inputs)
        {
            _variables[input.Name] = Python.Input(input.Name);
        }
    }

    /// <summary>The number of the layer that runs.</summary>
    public int Current { get; set; }

    /// <summary>The variable of a tensor.</summary>
    public string this[string tensor] => _variables.TryGetValue(tensor, out var variable)
        ? variable
        : throw new InvalidOperationException($"{_architecture.Name} has no tensor '{tensor}'.");

    /// <summary>Whether a later layer, or the caller, reads a tensor.</summary>
    public bool IsRead(string tensor) => _lastReads.ContainsKey(tensor);

    /// <summary>
    /// A variable for the result of a layer that runs several times, and reads its further operands each time.
    /// </summary>
    public string ForLoop(LayerInfo layer)
    {
        Current--;
        var variable = ForResult(layer);
        Current++;
        return variable;
    }

    /// <summary>A variable for the result of a layer.</summary>
    public string ForResult(LayerInfo layer)
    {
        var place = _architecture.Layers.ToList().IndexOf(layer);
        var next = place + 1 < _architecture.Layers.Count ? _architecture.Layers[place + 1] : null;
        var isNamed = layer.Stage.Length > 0 && next?.Stage != layer.Stage;
        var staysLonger = _lastReads.GetValueOrDefault(layer.Path, -1) is var last && last > place + 1 && last != Forever;
        var name = isNamed ? Python.SnakeCase(layer.Stage) : staysLonger || last == Forever && next is not null
            ? Python.SnakeCase(layer.Name)
            : "x";
        return _variables[layer.Path] = Free(name);
    }

    /// <summary>A variable for a port of a layer.</summary>
    public string ForPort(LayerInfo layer, string port)
    {
        var stem = layer.Stage.Length > 0 ? layer.Stage : layer.Name;
        return _variables[$"{layer.Path}.{port}"] = Free($"{Python.SnakeCase(stem)}_{Python.SnakeCase(port)}".TrimEnd('_'));
    }

    /// <summary>A variable for a size, which stays.</summary>
    public string ForSize(string symbol)
    {
        var name = Free(Python.Variable(symbol));
        _symbols.Add(name);
        return name;
    }

    /// <summary>A variable for a value that only the current layer uses.</summary>
    public string ForOwnUse(string name) => Free(name);

    /// <summary>Gives a tensor a further name.</summary>
    public void Alias(string tensor, string variable) => _variables[tensor] = variable;

    private string Free(string wanted)
    {
        for (var i = 1; ; i++)
        {
            var name = i == 1 ? wanted : $"{wanted.TrimEnd('_')}{i}";
            var isHeld = _variables.Any(entry =>
                entry.Value == name && _lastReads.GetValueOrDefault(entry.Key, -1) > Current);
            if (!isHeld && !_taken.Contains(name) && !_symbols.Contains(name))
            {
                return name;
            }
        }
    }

    private static IEnumerable<string> Read(LayerInfo layer) => layer.From.Concat(layer.Arguments
        .Where(argument => argument.Key is not ("Shared" or "embedding")).Select(argument => argument.Value)
        .OfType<ArgumentValue.Tensors>().SelectMany(tensors => tensors.Paths));
}
