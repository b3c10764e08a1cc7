using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads the blocks of a model, and theirs: from their declarations in the same compilation, from their signatures in another assembly. A
/// model that contains itself is found here, and one whose blocks are nested too deep.
/// </summary>
/// <param name="model">The model whose blocks are read.</param>
/// <param name="enclosing">The models on the way to it, each of which has the next one as a block.</param>
/// <param name="shared">What was read of the same compilation.</param>
/// <param name="files">Takes the files of the blocks.</param>
/// <param name="cancellation">Stops reading.</param>
internal sealed class BlockReader(
    INamedTypeSymbol model, ImmutableArray<INamedTypeSymbol> enclosing,
    IReadModels shared, HashSet<SyntaxTree> files, CancellationToken cancellation)
{
    // Where reading stops on its way into blocks. What is more than the limit above this end is too deep in any case, and is read once.
    private const int MaxPath = 3 * Declaration.MaxDepth;

    private readonly List<BlockReference> _blocks = new();

    // Enclosing models that a block, or a block of it, names again.
    private readonly HashSet<ISymbol> _recursions = new(SymbolEqualityComparer.Default);

    private bool _isTruncated;

    /// <summary>The blocks so far, each once.</summary>
    public IReadOnlyList<BlockReference> Read => _blocks;

    /// <summary>Whether what was read is the same whatever the way to the model.</summary>
    public bool IsWhole => _recursions.Count == 0 && (!_isTruncated || enclosing.Length < MaxPath - Declaration.MaxDepth);

    /// <summary>Reads the model that an attribute names.</summary>
    public void Add(ITypeSymbol type, AttributeUse use)
    {
        var (key, displayName) = (use.TypeArgument!, use.TypeArgumentName!);
        if (_blocks.Any(block => block.Key == key))
        {
            return;
        }

        // Only adapted models show their type.
        var exposure = use.Kind == Vocabulary.Lora ? ExposureOf(type) : "public";
        if (type is not INamedTypeSymbol named || !DeclarationLayout.IsModel(named))
        {
            _blocks.Add(new BlockReference(key, displayName, null, null, IsRecursive: false, exposure));
            return;
        }

        if (named.DeclaringSyntaxReferences.IsEmpty)
        {
            var signature = SignatureOf(named);
            var isReadable = signature is not null && SignatureText.IsReadable(signature);
            _blocks.Add(new BlockReference(key, displayName, null, isReadable ? signature : null, IsRecursive: false, exposure)
            {
                Obstacle = Obstacle(named),
                Origin = isReadable ? string.Empty : Origin(named),
            });
            return;
        }

        var definition = named.OriginalDefinition;
        var path = enclosing.Add(model.OriginalDefinition);
        if (path.Contains(definition, SymbolEqualityComparer.Default))
        {
            _recursions.Add(definition);
            _blocks.Add(new BlockReference(key, displayName, null, null, IsRecursive: true, exposure));
            return;
        }

        var read = shared.Find(definition);
        var declaration = read?.Declaration;
        if (read is null)
        {
            if (path.Length > MaxPath)
            {
                _isTruncated = true;
                _blocks.Add(new BlockReference(key, displayName, null, null, IsRecursive: false, exposure)
                {
                    IsTooDeep = true,
                    IsTooDeepInside = true,
                });
                return;
            }

            // A block's own mistakes are reported where it is declared.
            var parser = new DeclarationParser(definition, new SilentSink(), path, shared, cancellation);
            read = parser.ParseSilently();
            declaration = read.Declaration;
            _isTruncated |= parser.Blocks._isTruncated;
            _recursions.UnionWith(parser.Blocks._recursions);
            if (parser.Blocks._recursions.Contains(model.OriginalDefinition))
            {
                declaration = null;
            }
        }

        files.UnionWith(read.Files);
        _blocks.Add(declaration?.Depth >= Declaration.MaxDepth
            ? new BlockReference(key, displayName, null, null, IsRecursive: false, exposure) { IsTooDeep = true, IsTooDeepInside =
                declaration.Depth > Declaration.MaxDepth }
            : new BlockReference(key, displayName, declaration, null, IsRecursive: declaration is null, exposure) { Obstacle =
                Obstacle(named) });
    }

    private static string Obstacle(INamedTypeSymbol block) => block.IsAbstract ? "is abstract: remove 'abstract'"
        : RequiredMembers.Has(block) ? "has members that are 'required', which its constructor does not set: remove 'required'"
        : string.Empty;

    private static string Origin(INamedTypeSymbol block)
    {
        var tool = block.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute")?.ConstructorArguments;
        var version = tool is { Length: 2 } arguments && arguments[1].Value is string text ? $"ModelGen {text}"
            : SignatureOf(block) is null ? "the attributes of ModelGen but without its generator"
            : "another version of ModelGen";
        return $"the assembly '{block.ContainingAssembly?.Name}', which was built with {version}";
    }

    // A member that is more accessible than a type cannot expose the type.
    private string ExposureOf(ITypeSymbol type)
    {
        var (shown, here) = (Reach(type), Reach(model));
        var isSame = shown != Accessibility.Private || (type.DeclaredAccessibility == model.DeclaredAccessibility
            && SymbolEqualityComparer.Default.Equals(type.ContainingType, model.ContainingType));
        return shown > here || (shown == here && isSame) ? "public" : shown == Accessibility.Internal ? "internal" : "private";
    }

    // The least of the accessibilities from the type outwards; from what is between, a member is private.
    private static Accessibility Reach(ITypeSymbol type)
    {
        var reach = Accessibility.Public;
        for (ISymbol? part = type; part is ITypeSymbol; part = part.ContainingType)
        {
            var own = part.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.NotApplicable
                ? part.DeclaredAccessibility
                : Accessibility.Private;
            reach = own == Accessibility.NotApplicable || own > reach ? reach : own;
        }

        return reach;
    }

    /// <summary>The signature that the generated part of a model carries.</summary>
    public static string? SignatureOf(INamedTypeSymbol type) =>
        type.GetAttributes()
            .Where(attribute =>
                attribute.AttributeClass is { Name: Vocabulary.SignatureAttribute, ContainingNamespace.Name: Vocabulary.Namespace })
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
            .FirstOrDefault();
}
