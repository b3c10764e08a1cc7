using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads whether a model asks for a class that runs it after an export, and reports what prevents that: a missing package, and layers that
/// cannot be exported.
/// </summary>
/// <param name="type">The class.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class InferenceReader(INamedTypeSymbol type, ProblemSink problems)
{
    /// <summary>The layers that call code of the user's without stating its operators.</summary>
    /// <param name="uses">The attributes of the class and of its stages.</param>
    /// <param name="modules">The types of the modules, by their full names.</param>
    public ImmutableArray<UnexportableLayer> Unexportable(
        IEnumerable<AttributeUse> uses, IReadOnlyDictionary<string, ITypeSymbol> modules) =>
        uses.Where(use => use.Find(Vocabulary.When) is not { Value: { Kind: ConstantKind.Boolean, Integer: 0 } })
            .Select(use => use.Kind switch
            {
                "Apply" when !Implements(type, Vocabulary.ExportsMethods) && use.Arguments.FirstOrDefault()?.Value.Text is { } method =>
                    new UnexportableLayer(use.Site, use.ToString(), $"the method '{method}'", $"IOnnxMethods in '{type.Name}'"),
                "Module" when modules.TryGetValue(use.TypeArgument!, out var module) && !Implements(module, Vocabulary.ExportsModule) =>
                    new UnexportableLayer(use.Site, use.ToString(), $"the module '{module.Name}'", $"IOnnxModule in '{module.Name}'"),
                _ => null,
            })
            .OfType<UnexportableLayer>()
            .ToImmutableArray();

    /// <summary>Whether the class is requested and can be written.</summary>
    /// <param name="uses">The attributes of the class and of its stages.</param>
    /// <param name="own">The layers of the class that cannot be exported.</param>
    /// <param name="blocks">The blocks of the class.</param>
    public bool Read(IReadOnlyCollection<AttributeUse> uses, IEnumerable<UnexportableLayer> own, IEnumerable<BlockReference> blocks)
    {
        var model = uses.FirstOrDefault(use => use.Find(Vocabulary.Inference)?.Value is { Kind: ConstantKind.Boolean, Integer: 1 });
        if (model is null)
        {
            return false;
        }

        foreach (var layer in own)
        {
            Report(layer.Site, layer.Text, layer, model);
        }

        foreach (var block in blocks.Where(block => block.Declaration is not null))
        {
            if (FirstIn(block.Declaration!) is { } layer && uses.FirstOrDefault(use => use.TypeArgument == block.Key) is { } use)
            {
                Report(use.Site, $"{layer.Text} in {use}", layer, model);
            }
        }

        var isAvailable = type.ContainingAssembly is not ISourceAssemblySymbol source
            || source.Compilation.GetTypeByMetadataName(Vocabulary.ExportedModel) is not null;
        if (!isAvailable)
        {
            problems.Report(new Problem(
                Descriptors.NoInferencePackage,
                model.At(Vocabulary.Inference),
                $"'{type.Name}Inference' derives from a class of the package ModelGen.Inference, which the project does not reference: add "
                    + "<PackageReference Include=\"ModelGen.Inference\" />, or remove Inference."));
        }

        return isAvailable;
    }

    private void Report(Site site, string text, UnexportableLayer layer, AttributeUse model) =>
        problems.Report(new Problem(
            Descriptors.NotExportable,
            site,
            $"{text} calls {layer.Callee}, whose code an exported file cannot contain, but {model}{{line}} requires an export: implement "
                + $"{layer.Repair}, which states the operators, or use layers of the vocabulary.",
            model.Site));

    private static UnexportableLayer? FirstIn(Declaration declaration) =>
        declaration.Unexportable.FirstOrDefault()
            ?? declaration.Blocks.Where(block => block.Declaration is not null)
                .Select(block => FirstIn(block.Declaration!)).FirstOrDefault(found => found is not null);

    private static bool Implements(ITypeSymbol type, string name) => type.AllInterfaces.Any(one => one.ToDisplayString() == name);
}
