using System;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace ModelGen.Scaffold;

/// <summary>Writes the files that a new layer needs (docs/recipes/add-a-layer.md).</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var name = new Argument<string>("name") { Description = "The layer's name, such as LocalResponseNorm." };
        var family = new Option<string>("--family")
        {
            Description = "The folder of src/Generator/Layers, such as Normalization.",
            Required = true,
        };
        var summary = new Option<string>("--summary")
        {
            Description = "What the layer computes, with the shapes: the first sentence of its documentation.",
            Required = true,
        };
        var module = new Option<string>("--pytorch")
        {
            Description = "The module in Python that it must agree with, such as \"torch.nn.LocalResponseNorm(3)\".",
            Required = true,
        };
        var example = new Option<string>("--example")
        {
            Description = "The same layer as an attribute, such as \"LocalResponseNorm(3)\"; by default the name alone.",
        };
        var input = new Option<string>("--input")
        {
            Description = "The shape of the tensor that both are given, such as 2,6,5.",
            Required = true,
        };
        var taken = new Option<string[]>("--argument")
        {
            Description = "An argument of the constructor (name in camelCase) or a property (name in PascalCase): "
                + "name:type[=default]:documentation. "
                + $"The types are {string.Join(", ", LayerArgument.Types)}.",
        };
        var layer = new Command("layer", "Adds a layer.") { name, family, summary, module, example, input, taken };
        layer.SetAction(parsed =>
        {
            try
            {
                var specification = new Layer(
                    parsed.GetValue(name)!,
                    parsed.GetValue(family)!,
                    parsed.GetValue(summary)!,
                    parsed.GetValue(module)!,
                    parsed.GetValue(example) ?? parsed.GetValue(name)!,
                    Layer.ReadShape(parsed.GetValue(input)!),
                    [.. (parsed.GetValue(taken) ?? []).Select(LayerArgument.Read)]);
                foreach (var file in new LayerScaffold(FindRoot(), specification).Write())
                {
                    Console.WriteLine(file);
                }

                Console.WriteLine();
                Console.WriteLine("Next, as docs/recipes/add-a-layer.md says: the shapes in the kind, python3 "
                    + "tests/Runtime.Tests/Reference/rows/rows.py,");
                Console.WriteLine("ACCEPT_SNAPSHOTS=1 dotnet test --project tests/Generator.Tests, git diff, dotnet test.");
                return 0;
            }
            catch (ScaffoldException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return 1;
            }
        });
        return new RootCommand("Writes the files that an addition to ModelGen needs.") { layer }.Parse(arguments).Invoke();
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ModelGen.sln")))
            {
                return folder.FullName;
            }
        }

        throw new ScaffoldException("Run this in a folder of the repository: ModelGen.sln was not found.");
    }
}
