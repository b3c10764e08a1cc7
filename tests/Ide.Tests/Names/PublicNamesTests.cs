using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Names;

/// <summary>
/// A file that already names TorchSharp with all its usual usings still compiles after <c>using ModelGen;</c>: no public type of ModelGen
/// has the name of a type or a static member that those usings bring into scope.
/// </summary>
public sealed class PublicNamesTests
{
    private const string TorchSharpUsings = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;
        using static TorchSharp.torch.nn.functional;

        """;

    private static readonly Assembly[] _assemblies =
    [
        typeof(ModelAttribute).Assembly, typeof(Generation).Assembly, typeof(Models.PretrainedException).Assembly,
        typeof(Training.Trainer).Assembly,
    ];

    [Fact]
    public async Task No_public_type_is_ambiguous_beside_the_usual_usings_of_TorchSharp()
    {
        var types = _assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested).ToList();
        Assert.True(types.Count > 100, $"Only {types.Count} types are public.");
        var ambiguities = await Ambiguities(types.Select(type => type.Namespace!).Distinct(), types);
        Assert.True(ambiguities.Count == 0, string.Join('\n', ambiguities));
    }

    /// <summary>The check itself finds a name of each sort that the usings bring into scope.</summary>
    [Theory]
    [InlineData("Reduction", "a type inside torch.nn")]
    [InlineData("Linear", "a type of TorchSharp.Modules")]
    [InlineData("Tensor", "a type inside torch")]
    [InlineData("DeviceType", "a type of TorchSharp")]
    [InlineData("CPU", "a static member of torch")]
    public async Task A_name_that_TorchSharp_has_is_found(string name, string why)
    {
        var document = IdeProject.Open($"{TorchSharpUsings}using Other;\n\n{Use(0, name, "Value")}",
            $"namespace Other;\n\npublic enum {name} {{ Value }}\n");
        Assert.True((await Errors(document)).Count > 0, why);
    }

    private static async Task<IReadOnlyList<string>> Ambiguities(IEnumerable<string> namespaces, IEnumerable<Type> types)
    {
        StringBuilder source = new(TorchSharpUsings);
        source.AppendJoin(string.Empty, namespaces.Select(space => $"using {space};\n")).Append('\n');
        foreach (var (type, i) in types.Select((type, i) => (type, i)))
        {
            var name = type.Name.Split('`')[0];
            if (type.IsGenericTypeDefinition)
            {
                name += $"<{new string(',', type.GetGenericArguments().Length - 1)}>";
            }

            source.Append(Use(i, name, type.IsEnum ? Enum.GetNames(type)[0] : null));
        }

        return await Errors(IdeProject.Open([source.ToString()], new CompileOptions { References =
            [.. _assemblies.Skip(2).Select(assembly => MetadataReference.CreateFromFile(assembly.Location))] }));
    }

    // As a type, and where there is a value as an expression: the compiler looks up the two in different ways.
    private static string Use(int index, string name, string? value) =>
        $"file static class Use{index} {{ public static readonly System.Type Type = "
            + $"typeof({name});{(value is null ? string.Empty : $" public const {name} Value = {name}.{value};")} }}\n";

    private static async Task<IReadOnlyList<string>> Errors(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.GetMessage())];
    }
}
