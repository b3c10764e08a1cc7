using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>A class while it is written: the modules of its constructor, and the statements of <c>forward</c>.</summary>
internal sealed class ClassScope
{
    // A statement of a method of a class.
    private const int BodyIndent = 8;

    private readonly List<(string Path, string Constructor)> _modules = [];
    private readonly List<string> _initial = [];
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sizes = new(StringComparer.Ordinal);
    private readonly SourceText _beginning = new(BodyIndent);

    /// <summary>Creates the scope of a class.</summary>
    /// <param name="model">The class.</param>
    /// <param name="classes">The classes of the blocks, by their types.</param>
    /// <param name="helpers">The definitions of the helper file that are used, which grow.</param>
    public ClassScope(ModelClass model, IReadOnlyDictionary<Type, ModelClass> classes, HashSet<string> helpers)
    {
        (Model, Classes, Helpers) = (model, classes, helpers);
        Variables = new Variables(model.Architecture, classes.Values.Select(other => other.Name));
    }

    public ModelClass Model { get; }

    public IReadOnlyDictionary<Type, ModelClass> Classes { get; }

    public HashSet<string> Helpers { get; }

    public Variables Variables { get; }

    /// <summary>The statements of <c>forward</c>.</summary>
    public SourceText Forward { get; } = new(BodyIndent);

    /// <summary>Whether the step of a decoding begins at a position that <c>forward</c> needs.</summary>
    public bool NeedsStart { get; private set; }

    /// <summary>Whether <c>forward</c> has returned its result already.</summary>
    public bool HasReturned { get; set; }

    /// <summary>The position of the first element, for layers that add something per position.</summary>
    public string Start()
    {
        NeedsStart = true;
        return "start";
    }

    /// <summary>A helper, which the model imports.</summary>
    public string Helper(string name)
    {
        Helpers.Add(name);
        return name;
    }

    /// <summary>The methods that layers call, by their names.</summary>
    public Dictionary<string, WrittenMethod> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>Declares a module.</summary>
    /// <param name="path">Its path, a layer's.</param>
    /// <param name="constructor">The expression that creates it.</param>
    public void Declare(string path, string constructor) => _modules.Add((path, constructor));

    /// <summary>Adds a statement at the end of the constructor, which sets initial values.</summary>
    public void Initialize(string statement) => _initial.Add(statement);

    /// <summary>How a module is read.</summary>
    public static string Reference(string path) => path.Split('.') is [var stage, var layer]
        ? $"{Child(stage)}[{Python.Literal(Checked(layer, inStage: true))}]"
        : Child(path);

    /// <summary>A size in the constructor.</summary>
    public string InConstructor(string expression) => PythonSize.Of(expression, Python.Variable);

    /// <summary>A size in <c>forward</c>, which may be that of an axis of an input.</summary>
    public string InForward(string expression) => PythonSize.Of(expression, NameInForward);

    /// <summary>A parameter of the constructor in <c>forward</c>, which the constructor keeps.</summary>
    public string Stored(string parameter)
    {
        _stored.Add(parameter);
        return $"self.{Attribute(parameter)}";
    }

    /// <summary>The statements of the constructor.</summary>
    public SourceText Constructor()
    {
        var text = new SourceText(BodyIndent);
        foreach (var parameter in Model.Parameters.Where(parameter => _stored.Contains(parameter.Name)))
        {
            text.Line($"self.{Attribute(parameter.Name)} = {parameter.Variable}");
        }

        foreach (var group in Groups())
        {
            if (group is [(var path, var constructor)] && !path.Contains('.', StringComparison.Ordinal))
            {
                text.Line(Assigned(path, constructor));
                continue;
            }

            var stage = group[0].Path.Split('.')[0];
            var entries = group.Select(module => $"\"{module.Path.Split('.')[1]}\": {module.Constructor}");
            text.Line(Assigned(stage, $"nn.ModuleDict({{{string.Join(", ", entries)}}})"));
        }

        OwnWeights.Write(text, Model, _modules.Select(module => module.Path));
        _initial.ForEach(statement => text.Line(statement));
        return text;
    }

    /// <summary>The statements of <c>forward</c>, with the sizes that they need.</summary>
    public SourceText Body()
    {
        var text = new SourceText(BodyIndent);
        if (NeedsStart)
        {
            text.Line("start = 0 if cache is None else cache.length");
        }

        text.Add(_beginning);
        text.Add(Forward);
        return text;
    }

    // The modules of a chain one by one, those of a stage together. A stage is where its first module is.
    private IEnumerable<List<(string Path, string Constructor)>> Groups() => _modules
        .GroupBy(module => module.Path.Contains('.', StringComparison.Ordinal) ? module.Path.Split('.')[0] : "." + module.Path)
        .Select(group => group.ToList());

    // An attribute that holds a parameter must not have the name of a module.
    private string Attribute(string parameter)
    {
        var isModule = Model.Architecture.Layers.Any(layer =>
            (layer.Stage.Length > 0 ? layer.Stage : layer.Name) == Python.Variable(parameter)) || parameter is "loss" or "generate";
        return isModule ? $"_{parameter}" : Python.Variable(parameter);
    }

    private string NameInForward(string symbol)
    {
        if (Model.Parameters.Any(parameter => parameter.Name == symbol))
        {
            return Stored(symbol);
        }

        if (_sizes.TryGetValue(symbol, out var known))
        {
            return known;
        }

        foreach (var input in Model.Architecture.Inputs.Where(input => !input.Optional))
        {
            var axes = SizeText.Axes(input.Shape);
            for (var i = 0; i < axes.Count; i++)
            {
                // Axes behind "..." are counted from the back.
                var place = axes[0] == "..." ? i - axes.Count : i;
                var size = $"{Variables[input.Name]}.size({place})";
                var factor = axes[i] == symbol ? "1"
                    : axes[i].EndsWith($"*{symbol}", StringComparison.Ordinal) ? axes[i][..^(symbol.Length + 1)] : null;
                if (factor is not null && factor.All(char.IsAsciiDigit))
                {
                    var variable = Variables.ForSize(symbol);
                    _beginning.Line($"{variable} = {size}{(factor == "1" ? string.Empty : $" // {factor}")}");
                    return _sizes[symbol] = variable;
                }
            }
        }

        throw new PyTorchExportException(
            $"{Model.Name} cannot be exported: '{symbol}' is not the size of an axis of an input. Declare an input with an axis "
            + $"'{symbol}'.");
    }

    // A child of the module. No attribute has the name of a word of Python.
    private static string Child(string name) =>
        Python.IsKeyword(name) ? $"self.get_submodule({Python.Literal(name)})" : $"self.{Checked(name)}";

    private static string Assigned(string name, string module) =>
        Python.IsKeyword(name) ? $"self.add_module({Python.Literal(name)}, {module})" : $"self.{Checked(name)} = {module}";

    // The names of modules are those of the weights, so Python must accept them as they are.
    private static string Checked(string name, bool inStage = false) =>
        ModuleMembers.OfModule.Contains(name) || (inStage && ModuleMembers.OfModuleDict.Contains(name))
            ? throw new PyTorchExportException(
                $"A stage or layer cannot have the name '{name}' in PyTorch, where it is a member of modules: rename it.")
            : name;
}
