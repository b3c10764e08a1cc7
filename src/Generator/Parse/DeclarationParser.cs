using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads a class's <see cref="Declaration"/>. The generator and the analyzer both call it, the one with a sink that
/// ignores problems, so that what is reported and what is generated cannot drift apart.
/// </summary>
internal sealed class DeclarationParser
{
    // Where reading stops on its way into blocks. What is more than the limit above this end is too deep in any case, and is read once.
    private const int MaxPath = 3 * Declaration.MaxDepth;

    private readonly INamedTypeSymbol _type;
    private readonly ProblemSink _problems;
    private readonly ImmutableArray<INamedTypeSymbol> _enclosingBlocks;
    private readonly CancellationToken _cancellation;
    private readonly List<BlockReference> _blocks = new();
    private readonly List<ModuleReference> _modules = new();
    private readonly ForeignLayerReader _foreign;
    private readonly List<ModuleFactory> _factories = new();

    // Enclosing models that a block, or a block of it, names again.
    private readonly HashSet<ISymbol> _recursions = new(SymbolEqualityComparer.Default);

    private readonly SharedReading _shared;
    private readonly HashSet<SyntaxTree> _files = new();

    // Whether the generated part is there.
    private readonly bool _isExtended;

    private int _ordinal;
    private bool _isIncomplete;
    private bool _isTruncated;

    private DeclarationParser(
        INamedTypeSymbol type,
        ProblemSink problems,
        ImmutableArray<INamedTypeSymbol> enclosingBlocks,
        SharedReading shared,
        CancellationToken cancellation)
    {
        _type = type;
        _problems = problems;
        _enclosingBlocks = enclosingBlocks;
        _shared = shared;
        _files.UnionWith(DeclarationLayout.Files(type));
        _isExtended = type.DeclaringSyntaxReferences.Any(reference => GeneratedPart.IsIn(reference.SyntaxTree));
        _cancellation = cancellation;
        _foreign = new ForeignLayerReader(problems, cancellation);
    }

    public static Declaration Parse(INamedTypeSymbol type, ProblemSink problems, CancellationToken cancellation) =>
        new DeclarationParser(type, problems, ImmutableArray<INamedTypeSymbol>.Empty, SharedReading.Of(type), cancellation).Parse();

    /// <summary>Reads a class without telling what is wrong with it, or finds it read as the block of another.</summary>
    public static SharedReading.Model ParseSilently(INamedTypeSymbol type, SharedReading shared, CancellationToken cancellation)
    {
        return shared.Find(type) ?? new DeclarationParser(type, new SilentSink(), ImmutableArray<INamedTypeSymbol>.Empty, shared, cancellation).ParseSilently();
    }

    private SharedReading.Model ParseSilently()
    {
        var declaration = _shared.Remember(Parse());
        var read = new SharedReading.Model(declaration, _files.ToImmutableArray(), IsSilent: !_problems.HasReports && !declaration.HasErrors);
        var isFinal = _recursions.Count == 0 && (!_isTruncated || _enclosingBlocks.Length < MaxPath - Declaration.MaxDepth);
        return isFinal ? _shared.Add(_type, read) : read;
    }

    private Declaration Parse() => Isolation.Try(Isolation.Step.Read, _type.Name, Read, Failed);

    // Another part of the class is still written if it is known how to reopen the class.
    private Declaration Failed(Exception exception)
    {
        _problems.Report(new Problem(Descriptors.InternalError, Site.Class, Isolation.Describe($"'{_type.Name}'", exception)));
        return Declaration.Failed(Isolation.Try(
            Isolation.Step.Read, _type.Name, () => TypeShellReader.Read(_type, new SilentSink()), _ => TypeShell.None(_type.Name)));
    }

    private Declaration Read()
    {
        var shell = TypeShellReader.Read(_type, _problems);
        var attributes = ReadAttributes(_type.GetAttributes());
        var stages = ImmutableArray.CreateBuilder<StageField>();
        foreach (var field in DeclarationLayout.StageFields(_type))
        {
            _cancellation.ThrowIfCancellationRequested();
            stages.Add(new StageField(field.Name, stages.Count, ReadAttributes(field.GetAttributes())));
            if (field.IsStatic)
            {
                _problems.Report(new Problem(
                    Descriptors.UnsupportedType,
                    Site.Stage(stages.Count - 1),
                    $"Stage '{field.Name}' is static, but every instance of '{_type.Name}' has stages of its own: remove 'static'."));
            }
        }

        _isIncomplete |= DeclarationLayout.IsHalfTyped(_type, _cancellation) || HasRepeatedFields(stages) || DeclarationLayout.HasMisplacedAttributes(_type);
        foreach (var field in DeclarationLayout.MistypedFields(_type))
        {
            // What its layers would have made is not known. The compiler reports a type that it cannot find, which may become Stage.
            _isIncomplete = true;
            if (DeclarationLayout.IsUnresolved(field.Type))
            {
                continue;
            }

            _problems.Report(new Problem(
                Descriptors.NotAStage,
                Site.Member(field.Name),
                $"'{field.Name}' is of type {field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, but inputs and layers stand on fields of type Stage: write 'Stage {field.Name};'.")
            {
                Repairs = [Repair.ChangeType(field.Name, Vocabulary.StageType)],
            });
        }

        var components = new ComponentReader(_type, _problems, _cancellation);
        components.ReportConstructors();
        var canExtend = shell.CanExtend && !ReportNames(attributes, stages);
        var methods = DeclarationLayout.ShapedMethods(_type).Select(ReadMethod).ToImmutableArray();
        if (shell.CanExtend && IsSplit())
        {
            _problems.Report(new Problem(
                Descriptors.SplitDeclaration,
                Site.Class,
                $"The layers of '{_type.Name}' stand in several partial declarations, whose order C# does not fix: move all layers and stages into one of them."));
        }

        return new Declaration(
            shell with { CanExtend = canExtend },
            attributes,
            stages.ToImmutable(),
            Constants(),
            _blocks.ToImmutableArray(),
            methods,
            PlainMethods(attributes, stages),
            TensorMembers(attributes),
            _modules.Distinct().ToImmutableArray(),
            _factories.Distinct().ToImmutableArray(),
            components.Constructors(_isExtended),
            components.Components(),
            components.Initialization(),
            _type.MemberNames.Where(name => name.StartsWith("_", StringComparison.Ordinal) && !IsGenerated(name)).OrderBy(name => name, StringComparer.Ordinal).ToImmutableArray(),
            _problems.HasErrors || _isIncomplete,
            _isIncomplete)
        {
            Foreign = _foreign.Found,
        };
    }

    // The compiler reports the second of two fields with one name, and either may be the one that is meant.
    private bool HasRepeatedFields(IEnumerable<StageField> stages)
    {
        var names = new HashSet<string>();
        return stages.Any(stage => !names.Add(stage.Name)) || ConstantFields().Any(field => !names.Add(field.Name));
    }

    // A stage must not hide what a model inherits, and no member may repeat what the generated part declares; true if one does.
    private bool ReportNames(ImmutableArray<AttributeUse> attributes, IReadOnlyList<StageField> stages)
    {
        var isAdapted = attributes.Any(use => use.Kind == Vocabulary.Lora);
        var (inputs, hasLoss, isDecoded) = isAdapted ? SurfaceOf(_blocks.FirstOrDefault()) : Surface(attributes, stages);
        var isClassRefused = ReportClassName(hasLoss, isDecoded, isAdapted) || ReportHidingTypes();
        var repeated = new HashSet<string>(_type.GetMembers().Where(member => GeneratedPart.Repeats(member, inputs, hasLoss, isDecoded, isAdapted)).Select(member => member.Name));
        var inherited = DeclarationLayout.StageFields(_type).FirstOrDefault() is { } field ? _shared.Inherited(field.Type) : new HashSet<string>();
        foreach (var stage in stages.Where(stage => inherited.Contains(stage.Name) && !repeated.Contains(stage.Name)))
        {
            _problems.Report(new Problem(
                Descriptors.BadName,
                stage.Site,
                $"Stage '{stage.Name}' would hide '{stage.Name}' of torch.nn.Module, which every model has: give it another name, such as '{stage.Name}Stage'."));
        }

        foreach (var name in repeated.OrderBy(name => name, StringComparer.Ordinal))
        {
            _problems.Report(new Problem(
                Descriptors.BadName,
                Site.Member(name),
                name == "Initialize" && _type.GetMembers(name).Any(member => member is IMethodSymbol)
                    ? "'Initialize' runs at the end of the constructor as a partial method only: write 'partial void Initialize()' without further modifiers, or give yours another name."
                    : GeneratedPart.IsInherited(name) ? $"'{name}' would hide '{name}' of torch.nn.Module, which the generated part of '{_type.Name}' uses: give yours another name."
                    : $"'{name}' is a member that the generated part of '{_type.Name}' declares: give yours another name."));
        }

        return isClassRefused || repeated.Count > 0;
    }

    // No member of a class can be called as the class is.
    private bool ReportClassName(bool hasLoss, bool isDecoded, bool isAdapted)
    {
        if (_type.TypeParameters.FirstOrDefault(parameter => GeneratedPart.Declares(parameter.Name, hasLoss, isDecoded, isAdapted)) is { } parameter)
        {
            _problems.Report(new Problem(
                Descriptors.BadName,
                Site.Class,
                $"A type parameter of a model cannot be called '{parameter.Name}', since the generated part of '{_type.Name}' declares a member of that name: give it another name, such as 'T{Names.PascalCase(parameter.Name)}'."));
            return true;
        }

        if (!GeneratedPart.Declares(_type.Name, hasLoss, isDecoded, isAdapted))
        {
            return false;
        }

        _problems.Report(new Problem(
            Descriptors.BadName,
            Site.Class,
            $"A model cannot be called '{_type.Name}', since its generated part declares a member of that name: give the class another name, such as '{Names.PascalCase(_type.Name)}Model'."));
        return true;
    }

    // Generated code starts its names at global::, and declares its locals with var.
    private bool ReportHidingTypes()
    {
        if ((_shared.HiddenNamespace(_type) ?? HiddenVar()) is not { } what)
        {
            return false;
        }

        _problems.Report(new Problem(
            Descriptors.HidingType,
            Site.Class,
            $"{what}, which the generated part of '{_type.Name}' uses: give that type another name{(what.StartsWith("The type parameter", System.StringComparison.Ordinal) ? string.Empty : ", or move it to another namespace")}."));
        return true;
    }

    private string? HiddenVar()
    {
        for (var type = _type; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Any(parameter => parameter.Name == "var"))
            {
                return $"The type parameter 'var' of '{type.Name}' hides the keyword 'var'";
            }

            if (type.Name == "var" || !type.GetTypeMembers("var").IsEmpty)
            {
                return $"The type 'var' in '{type.Name}' hides the keyword 'var'";
            }
        }

        for (var space = _type.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (!space.GetTypeMembers("var").IsEmpty)
            {
                return "The type 'var' hides the keyword 'var'";
            }
        }

        return null;
    }

    private static (int Inputs, bool HasLoss, bool IsDecoded) Surface(IEnumerable<AttributeUse> attributes, IEnumerable<StageField> stages) => (
        attributes.Count(use => use.Kind == "Input") + stages.Count(stage => stage.Attributes.Any(use => use.Kind == "Input")),
        attributes.Any(use => use.IsLoss),
        attributes.Any(use => use.Kind == "Autoregressive"));

    // An adapted model has the members of the other one.
    private static (int Inputs, bool HasLoss, bool IsDecoded) SurfaceOf(BlockReference? model) => model switch
    {
        { Declaration: { } declaration } => Surface(declaration.Attributes, declaration.Stages),
        { Signature: { } text } when SignatureText.Read(model.DisplayName, text) is { } signature => (signature.Inputs.Count, signature.Loss is not null, signature.Decoding is not null),
        _ => default,
    };

    private ImmutableArray<AttributeUse> ReadAttributes(ImmutableArray<AttributeData> attributes)
    {
        var uses = ImmutableArray.CreateBuilder<AttributeUse>();
        foreach (var attribute in attributes)
        {
            if (AttributeReader.IsUnresolved(attribute))
            {
                _foreign.Note(attribute);
            }

            if (!AttributeReader.IsOurs(attribute))
            {
                _isIncomplete |= AttributeReader.IsUnresolved(attribute);
                continue;
            }

            var ordinal = _ordinal++;
            var read = AttributeReader.Read(attribute, ordinal);
            if (_foreign.Report(attribute, ordinal, read))
            {
                _isIncomplete = true;
                continue;
            }

            _isIncomplete |= read is null && !AttributeReader.IsWrittenAsLeftOut(attribute);
            if (read is { } use)
            {
                uses.Add(use);
                ReportEnums(use);
                if (attribute.AttributeClass!.TypeArguments.Length == 1)
                {
                    _files.UnionWith(DeclarationLayout.Files(attribute.AttributeClass.TypeArguments[0].OriginalDefinition));
                }

                if (use.Kind == "Module" && attribute.AttributeClass!.TypeArguments.Length == 1)
                {
                    var module = attribute.AttributeClass.TypeArguments[0];
                    _modules.Add(ModuleReader.Read(module, use.TypeArgument!, _type));
                    if (use.Find(Vocabulary.Create)?.Value.Text is { } create && ModuleReader.ReadFactory(_type, create, module, use.TypeArgument!) is { } factory)
                    {
                        _factories.Add(factory);
                    }
                }
                else if (attribute.AttributeClass!.TypeArguments.Length == 1)
                {
                    ReadBlock(attribute.AttributeClass.TypeArguments[0], use);
                }
            }
        }

        return uses.ToImmutable();
    }

    // A cast makes an enum's argument any number.
    private void ReportEnums(AttributeUse use)
    {
        foreach (var argument in use.Arguments.Where(argument => argument.Value.Kind == ConstantKind.Enum && !SyntaxFacts.IsValidIdentifier(argument.Value.Text)))
        {
            _problems.Report(new Problem(
                Descriptors.BadArgument,
                argument.In(use),
                $"{use.Kind}'s {argument.Name} has no value {argument.Value}: write one of its names."));
        }
    }

    private ImmutableArray<string> PlainMethods(IEnumerable<AttributeUse> attributes, IEnumerable<StageField> stages) =>
        attributes.Concat(stages.SelectMany(stage => stage.Attributes)).Any(use => use.Kind is "Apply" or "Module" or "TiedLinear")
            ? _type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method is { MethodKind: MethodKind.Ordinary, Name.Length: > 0 } && method.DeclaringSyntaxReferences.Any(reference => !GeneratedPart.IsIn(reference.SyntaxTree)))
                .Select(method => method.Name)
                .Distinct()
                .ToImmutableArray()
            : ImmutableArray<string>.Empty;

    private ImmutableArray<TensorMember> TensorMembers(IEnumerable<AttributeUse> attributes) =>
        attributes.Any(use => use.Find(Vocabulary.Weights) is not null || use.Find(Vocabulary.PosWeight) is not null)
            ? _type.GetMembers()
                .Where(member => member.Name.Length > 0)
                .Where(member => member is IFieldSymbol { IsImplicitlyDeclared: false } field ? ModuleReader.IsTensor(field.Type)
                    : member is IPropertySymbol { IsIndexer: false, GetMethod: not null } property && ModuleReader.IsTensor(property.Type))
                .Select(member => new TensorMember(member.Name, member.IsStatic))
                .ToImmutableArray()
            : ImmutableArray<TensorMember>.Empty;

    private MethodUse ReadMethod(IMethodSymbol method)
    {
        var parameters = method.Parameters
            .Select(parameter => new MethodParameter(parameter.Name, ReadAttributes(parameter.GetAttributes()).FirstOrDefault(), parameter.NullableAnnotation == NullableAnnotation.Annotated))
            .ToImmutableArray();
        return new MethodUse(
            method.Name,
            parameters,
            ReadAttributes(method.GetReturnTypeAttributes()).FirstOrDefault(),
            ModuleReader.IsTensor(method.ReturnType) && method.Parameters.All(parameter => ModuleReader.IsTensor(parameter.Type) && parameter.RefKind == RefKind.None));
    }

    private void ReadBlock(ITypeSymbol type, AttributeUse use)
    {
        var (key, displayName) = (use.TypeArgument!, use.TypeArgumentName!);
        if (_blocks.Any(block => block.Key == key))
        {
            return;
        }

        // Only adapted models show their type.
        var exposure = use.Kind == Vocabulary.Lora ? Exposure(type) : "public";
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
        var path = _enclosingBlocks.Add(_type.OriginalDefinition);
        if (path.Contains(definition, SymbolEqualityComparer.Default))
        {
            _recursions.Add(definition);
            _blocks.Add(new BlockReference(key, displayName, null, null, IsRecursive: true, exposure));
            return;
        }

        var shared = _shared.Find(definition);
        var declaration = shared?.Declaration;
        if (shared is null)
        {
            if (path.Length > MaxPath)
            {
                _isTruncated = true;
                _blocks.Add(new BlockReference(key, displayName, null, null, IsRecursive: false, exposure) { IsTooDeep = true, IsTooDeepInside = true });
                return;
            }

            // A block's own mistakes are reported where it is declared.
            var parser = new DeclarationParser(definition, new SilentSink(), path, _shared, _cancellation);
            shared = parser.ParseSilently();
            declaration = shared.Declaration;
            _isTruncated |= parser._isTruncated;
            _recursions.UnionWith(parser._recursions);
            if (parser._recursions.Contains(_type.OriginalDefinition))
            {
                declaration = null;
            }
        }

        _files.UnionWith(shared.Files);
        _blocks.Add(declaration?.Depth >= Declaration.MaxDepth
            ? new BlockReference(key, displayName, null, null, IsRecursive: false, exposure) { IsTooDeep = true, IsTooDeepInside = declaration.Depth > Declaration.MaxDepth }
            : new BlockReference(key, displayName, declaration, null, IsRecursive: declaration is null, exposure) { Obstacle = Obstacle(named) });
    }

    private static string Obstacle(INamedTypeSymbol model) => model.IsAbstract ? "is abstract: remove 'abstract'"
        : RequiredMembers.Has(model) ? "has members that are 'required', which its constructor does not set: remove 'required'"
        : string.Empty;

    private static string Origin(INamedTypeSymbol model)
    {
        var tool = model.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute")?.ConstructorArguments;
        var version = tool is { Length: 2 } arguments && arguments[1].Value is string text ? $"ModelGen {text}"
            : SignatureOf(model) is null ? "the attributes of ModelGen but without its generator"
            : "another version of ModelGen";
        return $"the assembly '{model.ContainingAssembly?.Name}', which was built with {version}";
    }

    // What is seen from farther than the type itself cannot show it.
    private string Exposure(ITypeSymbol type)
    {
        var (shown, here) = (Reach(type), Reach(_type));
        var isSame = shown != Accessibility.Private || (type.DeclaredAccessibility == _type.DeclaredAccessibility && SymbolEqualityComparer.Default.Equals(type.ContainingType, _type.ContainingType));
        return shown > here || (shown == here && isSame) ? "public" : shown == Accessibility.Internal ? "internal" : "private";
    }

    // The least of the accessibilities from the type outwards; from what is between, a member is private.
    private static Accessibility Reach(ITypeSymbol type)
    {
        var reach = Accessibility.Public;
        for (ISymbol? part = type; part is ITypeSymbol; part = part.ContainingType)
        {
            var own = part.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.NotApplicable ? part.DeclaredAccessibility : Accessibility.Private;
            reach = own == Accessibility.NotApplicable || own > reach ? reach : own;
        }

        return reach;
    }

    private IEnumerable<IFieldSymbol> ConstantFields() =>
        _type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field is { Name.Length: > 0, HasConstantValue: true }
                && field.ConstantValue is sbyte or byte or short or ushort or int or uint or long or (ulong and <= long.MaxValue));

    // Of a constant that is declared twice the first counts.
    private ImmutableArray<NamedInteger> Constants() =>
        ConstantFields()
            .GroupBy(field => field.Name)
            .Select(fields => fields.First())
            .Select(field => new NamedInteger(field.Name, Convert.ToInt64(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)))
            .ToImmutableArray();

    // Beside its generated part a declaration is what it was without it.
    private bool IsGenerated(string name) => _isExtended && _type.GetMembers(name).All(member => member.Locations.All(GeneratedPart.IsAt));

    private bool IsSplit()
    {
        if (_type.DeclaringSyntaxReferences.Length - (_isExtended ? 1 : 0) <= 1)
        {
            return false;
        }

        var parts = new HashSet<SyntaxNode>();
        foreach (var attribute in _type.GetAttributes().Where(attribute => AttributeReader.IsOurs(attribute) && !AttributeReader.IsModel(attribute)))
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } part)
            {
                parts.Add(part);
            }
        }

        foreach (var field in DeclarationLayout.StageFields(_type))
        {
            foreach (var reference in field.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(_cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } part)
                {
                    parts.Add(part);
                }
            }
        }

        return parts.Count > 1;
    }

    /// <summary>What the generated part of a model says of it.</summary>
    public static string? SignatureOf(INamedTypeSymbol type) =>
        type.GetAttributes()
            .Where(attribute => attribute.AttributeClass is { Name: Vocabulary.SignatureAttribute, ContainingNamespace.Name: Vocabulary.Namespace })
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
            .FirstOrDefault();
}
