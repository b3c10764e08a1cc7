using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Scaffold;

/// <summary>The texts of a new layer.</summary>
internal static class LayerTemplates
{
    /// <summary>The attribute, with its documentation.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="link">The line of documentation that links to the vocabulary.</param>
    public static string Attribute(Layer layer, string link)
    {
        var parameters = string.Join(", ", layer.Parameters.Select(argument => $"{argument.PropertyType} {argument.Name}"));
        var documented = string.Concat(
            layer.Parameters.Select(argument => $"/// <param name=\"{argument.Name}\">{argument.Documentation}</param>\n"));
        var properties = layer.Parameters.Select(argument => $$"""
                /// <summary>{{argument.Documentation}}</summary>
                public {{argument.PropertyType}} {{argument.PropertyName}} { get; } = {{argument.Name}};

            """).Concat(layer.Properties.Select(argument => $$"""
                /// <summary>{{argument.Documentation}}</summary>
                public {{argument.PropertyType}} {{argument.Name}} { get; set; }{{(argument.Default == "false" ? "" : $" = {argument.Default};")}}

            """));
        return $$"""
            /// <summary>
            {{Documentation(layer.Summary)}}
            /// </summary>

            """ + link + documented + $$"""
            public sealed class {{layer.Name}}Attribute({{parameters}}) : LayerAttribute
            {

            """ + string.Join("\n", properties) + "}\n";
    }

    // One line of the file has at most 140 columns.
    private static string Documentation(string text)
    {
        List<string> lines = ["///"];
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length > 140)
            {
                lines.Add("///");
            }

            lines[^1] += " " + word;
        }

        return string.Join("\n", lines);
    }

    /// <summary>The lines of the public API, in no order.</summary>
    public static IEnumerable<string> PublicApi(Layer layer)
    {
        var type = $"ModelGen.{layer.Name}Attribute";
        yield return type;
        yield return $"{type}.{layer.Name}Attribute({string.Join(
            ", ", layer.Parameters.Select(argument => $"{argument.ApiType} {argument.Name}"))}) -> void";
        foreach (var argument in layer.Arguments)
        {
            yield return $"{type}.{argument.PropertyName}.get -> {argument.ApiType}";
            if (!argument.IsParameter)
            {
                yield return $"{type}.{argument.PropertyName}.set -> void";
            }
        }
    }

    /// <summary>The kind: it gives a tensor of its input's shape, until its shapes are written.</summary>
    public static string Kind(Layer layer)
    {
        var fields = string.Concat(layer.Arguments.Select(argument => $"    private static readonly {argument.Handle};\n"));
        var values = string.Concat(layer.Arguments.Select(argument => $", {{context.Get({argument.PropertyName})}}"));
        var isActivation = layer.Family == "Activations";
        return $$"""
            {{(layer.Arguments.Count > 0 ? "using System.Collections.Generic;\nusing ModelGen.Generator.Arguments;\n" : "")}}using ModelGen.Generator.Bind;
            using ModelGen.Generator.Kinds;
            using ModelGen.Generator.Shapes;

            namespace ModelGen.Generator.Layers;

            internal sealed class {{layer.Name}}Kind : LayerKind
            {
            {{fields}}{{(fields.Length > 0 ? "\n" : "")}}    public override string Name => "{{layer.Name}}";

            {{(layer.Arguments.Count > 0
                ? $"    public override IReadOnlyList<AttributeArgument> Arguments {{ get; }} = [{string.Join(", ", layer.Arguments.Select(argument => argument.PropertyName))}];\n\n"
                : "")}}{{(isActivation
                ? "    public override LayerTraits Traits => LayerTraits.Activation;\n\n    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();\n\n"
                : "")}}    public override void Infer(LayerContext context)
                {
                    if (context.TakesOne())
                    {
                        var input = context.Input;
                        context.Output(
                            input.Shape,
                            ElementType.Float,
                            $"global::TorchSharp.torch.nn.functional.{{layer.Function}}({input}{{values}})");
                    }
                }
            }

            """.Replace(isActivation ? "\0" : "using ModelGen.Generator.Bind;\n", "");
    }

    /// <summary>The snapshot's test.</summary>
    public static string SnapshotTest(Layer layer) => $$""""
            [Fact]
            public Task {{layer.Name}}() => Verify("""
                [Model, Input({{layer.Axes}})]
                [{{layer.Example}}]
                public partial class Net;
                """);

        """";

    /// <summary>The row that is compared with PyTorch.</summary>
    public static string Row(Layer layer) => $$"""
        [Model, Input({{layer.Axes}}), {{layer.Example}}]
        [PyTorch("{{layer.Module.Replace("\"", "\\\"")}}", {{string.Join(", ", layer.Input)}})]
        public partial class {{layer.Name}}Row;

        """;
}
