using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Layers;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Classes;

/// <summary>Writes a class of Python for a declared class.</summary>
internal static class ClassWriter
{
    private const int LongestLiteral = 60;

    /// <summary>Writes the class.</summary>
    /// <param name="model">The class.</param>
    /// <param name="classes">The classes of the file, by their types.</param>
    /// <param name="helpers">The definitions of the helper file that are used, which grow.</param>
    public static SourceText Write(ModelClass model, IReadOnlyDictionary<Type, ModelClass> classes, HashSet<string> helpers)
    {
        var scope = new ClassScope(model, classes, helpers);
        foreach (var (layer, i) in model.Architecture.Layers.Select((layer, i) => (layer, i)))
        {
            scope.Variables.Current = i;
            LayerWriters.Write(new LayerContext(scope, layer));
        }

        if (!scope.HasReturned)
        {
            scope.Forward.Line($"return {string.Join(", ", model.Architecture.Outputs.Select(output => scope.Variables[output.From!]))}");
        }

        var text = new SourceText();
        text.Raw($"class {model.Name}(nn.Module):");
        text.Indented(() =>
        {
            Docstring(text, model.Architecture);
            Constructor(text, model, scope);
            Forward(text, model, scope);
            foreach (var method in scope.Methods.Values)
            {
                Method(text, method);
            }

            if (model.Architecture.Loss is { } loss)
            {
                Loss(text, model, loss);
            }

            if (classes.Values.Last() == model && ModelClasses.Ids(model) is { } ids)
            {
                Generate(text, model, ids, scope);
            }
        });
        return text;
    }

    private static void Docstring(SourceText text, Architecture architecture)
    {
        text.Paragraph(
            $"\"\"\"From {string.Join(", ", architecture.Inputs.Select(port => port.Shape))} to "
            + $"{string.Join(", ", architecture.Outputs.Select(port => port.Shape))}.");
        text.Raw();
        foreach (var port in architecture.Inputs)
        {
            text.Raw($"{Python.Input(port.Name)}: {port.Shape}{Type(port)}{(port.Optional ? ", or None" : string.Empty)}");
        }

        text.Raw(architecture.Outputs.Count == 1
            ? $"returns: {architecture.Outputs[0].Shape}{Type(architecture.Outputs[0])}"
            : "returns:");
        foreach (var port in architecture.Outputs.Count == 1 ? [] : architecture.Outputs)
        {
            text.Raw($"    {port.Name}: {port.Shape}{Type(port)}");
        }

        text.Raw("\"\"\"");
        text.Raw();

        static string Type(PortInfo port) => port.Type switch
        {
            DType.Int64 => " of int64",
            DType.Bool => " of bool",
            _ => string.Empty,
        };
    }

    private static void Constructor(SourceText text, ModelClass model, ClassScope scope)
    {
        // C# and Python both require that parameters with a default follow those without.
        var parameters = model.Parameters.Select(parameter =>
        {
            if (parameter.Kind == ParameterKind.Rotary)
            {
                scope.Helper("RotaryOptions");
            }

            return $"{parameter.Variable}: {parameter.Annotation}{(parameter.Default is { } value ? $" = {value}" : string.Empty)}";
        });
        text.Line($"def __init__({string.Join(", ", parameters.Prepend("self"))}) -> None:");
        text.Indented(() =>
        {
            text.Raw("super().__init__()");
            text.Add(scope.Constructor());
        });
        text.Raw();
    }

    private static void Forward(SourceText text, ModelClass model, ClassScope scope)
    {
        if (model.IsCached)
        {
            scope.Helper("Cache");
        }

        var result = model.Architecture.Outputs.Count == 1
            ? "Tensor"
            : $"tuple[{string.Join(", ", model.Architecture.Outputs.Select(_ => "Tensor"))}]";
        text.Line($"def forward({string.Join(", ", Parameters(model).Prepend("self"))}) -> {result}:");
        text.Indented(() => text.Add(scope.Body()));
    }

    private static IEnumerable<string> Parameters(ModelClass model)
    {
        // Optional inputs have a default where no required one follows.
        var inputs = model.Architecture.Inputs;
        var trailing = inputs.Reverse().TakeWhile(port => port.Optional).Count();
        return inputs.Select((port, i) => $"{Python.Input(port.Name)}: {(port.Optional
                ? $"Tensor | None{(i >= inputs.Count - trailing ? " = None" : string.Empty)}" : "Tensor")}")
            .Concat(model.IsCached ? ["cache: Cache | None = None"] : []);
    }

    private static void Method(SourceText text, WrittenMethod method)
    {
        text.Raw();
        var parameters = method.Parameters.Select(parameter => $"{parameter}: Tensor").Prepend("self");
        text.Line($"def {method.Name}({string.Join(", ", parameters)}) -> Tensor:");
        text.Indented(() =>
        {
            if (method.Body is not null)
            {
                foreach (var line in method.Body.Split('\n'))
                {
                    text.Raw(line.TrimEnd());
                }

                return;
            }

            text.Raw("raise NotImplementedError(");
            text.Indented(() =>
            {
                string[] lines = [.. SourceText.Words(method.Task, LongestLiteral)];
                for (var i = 0; i < lines.Length; i++)
                {
                    text.Raw(Python.Literal(i < lines.Length - 1 ? $"{lines[i]} " : lines[i]));
                }
            });
            text.Raw(")");
        });
    }

    private static void Loss(SourceText text, ModelClass model, LossInfo loss)
    {
        var inputs = model.Architecture.Inputs;
        HashSet<string> names = [.. inputs.Select(port => Python.Input(port.Name))];
        var targets = loss.Targets.Select(port => Python.Input(port.Name)).ToList();
        string[] parameters =
        [
            .. inputs.Select(port => $"{Python.Input(port.Name)}: Tensor{(port.Optional ? " | None" : string.Empty)}"),
            .. targets.Select(target => $"{target}: Tensor"),
        ];
        text.Raw();
        text.Line($"def loss({string.Join(", ", parameters.Prepend("self"))}) -> Tensor:");
        text.Indented(() =>
        {
            var outputs = model.Architecture.Outputs.Select(output => output.Name).ToList();
            string[] variables =
                [.. outputs.Select(output => !loss.Outputs.Contains(output) ? "_" : Variable(Python.SnakeCase(output)))];
            text.Line($"{string.Join(", ", variables)} = self({string.Join(", ", inputs.Select(port => Python.Input(port.Name)))})");
            var operands = loss.Outputs.Select(output => variables[outputs.IndexOf(output)]).Concat(targets).ToList();
            text.Line($"return {LossWriters.Write(new LossContext(model, loss, operands))}");
        });

        string Variable(string name) => names.Contains(name) || targets.Contains(name) ? $"{name}_" : name;
    }

    private static void Generate(SourceText text, ModelClass model, PortInfo ids, ClassScope scope)
    {
        var (name, rest) = (Python.Input(ids.Name), model.Architecture.Inputs.Where(port => port != ids).ToList());
        string[] parameters =
        [
            $"{name}: Tensor",
            .. rest.Where(port => !port.Optional).Select(port => $"{Python.Input(port.Name)}: Tensor"),
            "max_new_tokens: int",
            .. rest.Where(port => port.Optional).Select(port => $"{Python.Input(port.Name)}: Tensor | None = None"),
            "**options",
        ];
        string[] arguments =
        [
            "self", Python.Literal(name), name, "max_new_tokens",
            .. model.IsCached ? [] : new[] { "use_cache=False" },
            .. rest.Select(port => $"{Python.Input(port.Name)}={Python.Input(port.Name)}"),
            "**options",
        ];
        text.Raw();
        text.Line($"def generate({string.Join(", ", parameters.Prepend("self"))}) -> Tensor:");
        text.Indented(() =>
        {
            text.Raw("\"\"\"Continues the ids by max_new_tokens; see generate in layers.py.\"\"\"");
            text.Line($"return {scope.Helper("generate")}({string.Join(", ", arguments)})");
        });
    }
}
