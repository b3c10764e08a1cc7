using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Tests;

/// <summary>
/// A project of any size: copies of the models in samples/Zoo, each copy in a namespace of its own, each model in a file of its own.
/// </summary>
internal static class ZooProject
{
    private static readonly Lazy<IReadOnlyList<ZooFile>> _templates = new(() => [.. Resources().Select(Read)]);

    /// <summary>The models of one copy.</summary>
    public static int ModelsPerCopy => _templates.Value.Sum(template => template.Models.Count);

    /// <summary>
    /// The files of exactly <paramref name="models"/> models. A file of the zoo holds a model with its blocks and is taken as a whole;
    /// towards the end those that still fit are taken.
    /// </summary>
    public static IReadOnlyList<string> Files(int models)
    {
        List<string> files = new(models);
        for (int copy = 0; files.Count < models; copy++)
        {
            foreach (ZooFile template in _templates.Value.Where(template => template.Models.Count <= models - files.Count))
            {
                files.AddRange(template.Models.Select(model => template.In($"Zoo{copy}", model)));
            }
        }

        return files;
    }

    /// <summary>
    /// As many copies of one model, <c>OneBlock.MlpMixer0</c> and so on, and at the end the file of the one block that all of them
    /// use, <c>OneBlock.MixerBlock</c>.
    /// </summary>
    public static IReadOnlyList<string> UsersOfOneBlock(int users)
    {
        ZooFile template = _templates.Value.Single(template => template.Name == "MlpMixer.cs");
        return
        [
            .. Enumerable.Range(0, users).Select(user =>
                template.In("OneBlock", template.Models[0]).Replace("class MlpMixer", $"class MlpMixer{user}", StringComparison.Ordinal)),
            template.In("OneBlock", template.Models[1]),
        ];
    }

    /// <summary>The files of the zoo.</summary>
    public static IReadOnlyList<ZooFile> WholeFiles => _templates.Value;

    private static IEnumerable<(string Name, string Text)> Resources()
    {
        System.Reflection.Assembly assembly = typeof(ZooProject).Assembly;
        foreach (string name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Zoo/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            yield return (name["Zoo/".Length..], reader.ReadToEnd());
        }
    }

    private static ZooFile Read((string Name, string Text) file)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot();
        FileScopedNamespaceDeclarationSyntax scope = root.Members.OfType<FileScopedNamespaceDeclarationSyntax>().Single();
        return new(file.Name, root.Usings.ToFullString(), [.. scope.Members.Select(member => member.ToFullString().TrimStart('\n'))]);
    }
}

/// <summary>A file of the zoo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usings">What stands before its namespace.</param>
/// <param name="Models">The classes, a model and its blocks.</param>
internal sealed record ZooFile(string Name, string Usings, IReadOnlyList<string> Models)
{
    /// <summary>The file with another text, or all of its models, in a namespace.</summary>
    public string In(string space, string? text = null) => $"{Usings}\nnamespace {space};\n\n{text ?? string.Concat(Models)}";
}
