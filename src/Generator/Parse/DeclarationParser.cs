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

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads a class's <see cref="Declaration"/>. The generator and the analyzer both call it, the one with a sink that
/// ignores problems, so that what is reported and what is generated cannot drift apart.
/// </summary>
internal sealed class DeclarationParser
{
    private readonly INamedTypeSymbol _type;
    private readonly ProblemSink _problems;
    private readonly CancellationToken _cancellation;
    private readonly BlockReader _blocks;
    private readonly List<ModuleReference> _modules = new();
    private readonly Dictionary<string, ITypeSymbol> _moduleTypes = new();
    private readonly ForeignLayerReader _foreign;
    private readonly List<ModuleFactory> _factories = new();

    private readonly IReadModels _shared;
    private readonly HashSet<SyntaxTree> _files = new();

    // Whether the generated part is there.
    private readonly bool _isExtended;

    private int _ordinal;
    private bool _isIncomplete;

    /// <param name="type">The class.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="enclosingBlocks">The models on the way to the class, each of which has the next one as a block.</param>
    /// <param name="shared">What was read of the same compilation.</param>
    /// <param name="cancellation">Stops reading.</param>
    internal DeclarationParser(
        INamedTypeSymbol type,
        ProblemSink problems,
        ImmutableArray<INamedTypeSymbol> enclosingBlocks,
        IReadModels shared,
        CancellationToken cancellation)
    {
        _type = type;
        _problems = problems;
        _blocks = new BlockReader(type, enclosingBlocks, shared, _files, cancellation);
        _shared = shared;
        _files.UnionWith(DeclarationLayout.Files(type));
        _isExtended = type.DeclaringSyntaxReferences.Any(reference => GeneratedPart.IsIn(reference.SyntaxTree));
        _cancellation = cancellation;
        _foreign = new ForeignLayerReader(problems, cancellation);
    }

    public static Declaration Parse(INamedTypeSymbol type, ProblemSink problems, IReadModels shared, CancellationToken cancellation) =>
        new DeclarationParser(type, problems, ImmutableArray<INamedTypeSymbol>.Empty, shared, cancellation).Parse();

    /// <summary>Reads a class without reporting its mistakes, or finds it read as the block of another.</summary>
    public static ReadModel ParseSilently(INamedTypeSymbol type, IReadModels shared, CancellationToken cancellation)
    {
        return shared.Find(type)
            ?? new DeclarationParser(type, new SilentSink(), ImmutableArray<INamedTypeSymbol>.Empty, shared, cancellation).ParseSilently();
    }

    /// <summary>The enclosing models that the blocks of the class contain again, and whether all blocks were read.</summary>
    internal BlockReader Blocks => _blocks;

    /// <summary>Reads the class, and offers what was read to others if it does not depend on the way to the class.</summary>
    internal ReadModel ParseSilently()
    {
        var declaration = _shared.WithLastWhole(Parse());
        var read = new ReadModel(declaration, _files.ToImmutableArray(), IsSilent: !_problems.HasReports && !declaration.HasErrors);
        return _blocks.IsWhole ? _shared.Add(_type, read) : read;
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

        _isIncomplete |= DeclarationLayout.IsHalfTyped(_type, _cancellation)
            || HasRepeatedFields(stages) || DeclarationLayout.HasMisplacedAttributes(_type);
        foreach (var field in DeclarationLayout.MistypedFields(_type))
        {
            // The results of its layers are unknown. The compiler reports a type that it cannot find, which may become Stage.
            _isIncomplete = true;
            if (DeclarationLayout.IsUnresolved(field.Type))
            {
                continue;
            }

            _problems.Report(new Problem(
                Descriptors.NotAStage,
                Site.Member(field.Name),
                $"'{field.Name}' is of type {field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, "
                    + $"but inputs and layers belong on fields of type Stage: write 'Stage {field.Name};'.")
            {
                Repairs = [Repair.ChangeType(field.Name, Vocabulary.StageType)],
            });
        }

        var components = new ComponentReader(_type, _problems, _cancellation);
        components.ReportConstructors();
        var canExtend = shell.CanExtend && !new NameCheck(_type, _problems, _shared).Report(attributes, stages, _blocks.Read);
        var methods = DeclarationLayout.ShapedMethods(_type).Select(ReadMethod).ToImmutableArray();
        if (shell.CanExtend && IsSplit())
        {
            _problems.Report(new Problem(
                Descriptors.SplitDeclaration,
                Site.Class,
                $"The layers of '{_type.Name}' are in several partial declarations, whose order C# does not define: "
                    + "move all layers and stages into one of them."));
        }

        var inference = new InferenceReader(_type, _problems);
        AttributeUse[] uses = [.. attributes, .. stages.SelectMany(stage => stage.Attributes)];
        var unexportable = inference.Unexportable(uses, _moduleTypes);
        var hasInference = inference.Read(uses, unexportable, _blocks.Read);
        return new Declaration(
            shell with { CanExtend = canExtend },
            attributes,
            stages.ToImmutable(),
            Constants(),
            _blocks.Read.ToImmutableArray(),
            methods,
            PlainMethods(attributes, stages),
            TensorMembers(attributes),
            _modules.Distinct().ToImmutableArray(),
            _factories.Distinct().ToImmutableArray(),
            components.Constructors(_isExtended),
            components.Components(),
            components.Initialization(),
            _type.MemberNames.Where(name => name.StartsWith("_", StringComparison.Ordinal) && !IsGenerated(name))
                .OrderBy(name => name, StringComparer.Ordinal).ToImmutableArray(),
            _problems.HasErrors || _isIncomplete,
            _isIncomplete)
        {
            Foreign = _foreign.Found,
            HasInference = hasInference,
            Unexportable = unexportable,
        };
    }

    // The compiler reports the second of two fields with one name, and either may be the one that is meant.
    private bool HasRepeatedFields(IEnumerable<StageField> stages)
    {
        var names = new HashSet<string>();
        return stages.Any(stage => !names.Add(stage.Name)) || ConstantFields().Any(field => !names.Add(field.Name));
    }

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
                    _moduleTypes[use.TypeArgument!] = module;
                    if (use.Find(Vocabulary.Create)?.Value.Text is { } create
                        && ModuleReader.ReadFactory(_type, create, module, use.TypeArgument!) is { } factory)
                    {
                        _factories.Add(factory);
                    }
                }
                else if (attribute.AttributeClass!.TypeArguments.Length == 1)
                {
                    _blocks.Add(attribute.AttributeClass.TypeArguments[0], use);
                }
            }
        }

        return uses.ToImmutable();
    }

    // A cast makes an enum's argument any number.
    private void ReportEnums(AttributeUse use)
    {
        foreach (var argument in use.Arguments)
        {
            if (argument.Value.Kind == ConstantKind.Enum && !SyntaxFacts.IsValidIdentifier(argument.Value.Text))
            {
                _problems.Report(new Problem(
                    Descriptors.BadArgument,
                    argument.In(use),
                    $"{use.Kind}'s {argument.Name} has no value {argument.Value}: write one of its names."));
            }
        }
    }

    private ImmutableArray<string> PlainMethods(IEnumerable<AttributeUse> attributes, IEnumerable<StageField> stages) =>
        attributes.Concat(stages.SelectMany(stage => stage.Attributes)).Any(use => use.Kind is "Apply" or "Module" or "TiedLinear")
            ? _type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method is { MethodKind: MethodKind.Ordinary, Name.Length: > 0 } && IsOwn(method))
                .Select(method => method.Name)
                .Distinct()
                .ToImmutableArray()
            : ImmutableArray<string>.Empty;

    // Of a partial method such as Initialize the generated part has the definition.
    private static bool IsOwn(IMethodSymbol method) =>
        (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Any(reference => !GeneratedPart.IsIn(reference.SyntaxTree));

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
            .Select(parameter => new MethodParameter(parameter.Name, ReadAttributes(parameter.GetAttributes()).FirstOrDefault(),
                parameter.NullableAnnotation == NullableAnnotation.Annotated))
            .ToImmutableArray();
        return new MethodUse(
            method.Name,
            parameters,
            ReadAttributes(method.GetReturnTypeAttributes()).FirstOrDefault(),
            ModuleReader.IsTensor(method.ReturnType)
                && method.Parameters.All(parameter => ModuleReader.IsTensor(parameter.Type) && parameter.RefKind == RefKind.None));
    }

    private IEnumerable<IFieldSymbol> ConstantFields() =>
        _type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field is { Name.Length: > 0, HasConstantValue: true }
                && field.ConstantValue is sbyte or byte or short or ushort or int or uint or long or (ulong and <= long.MaxValue));

    // The first declaration of a constant counts.
    private ImmutableArray<NamedInteger> Constants() =>
        ConstantFields()
            .GroupBy(field => field.Name)
            .Select(fields => fields.First())
            .Select(field => new NamedInteger(field.Name,
                Convert.ToInt64(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)))
            .ToImmutableArray();

    // The generated part does not change how a declaration is read.
    private bool IsGenerated(string name) => _isExtended && _type.GetMembers(name).All(member => member.Locations.All(GeneratedPart.IsAt));

    private bool IsSplit()
    {
        if (_type.DeclaringSyntaxReferences.Length - (_isExtended ? 1 : 0) <= 1)
        {
            return false;
        }

        var parts = new HashSet<SyntaxNode>();
        foreach (var attribute in _type.GetAttributes()
            .Where(attribute => AttributeReader.IsOurs(attribute) && !AttributeReader.IsModel(attribute)))
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

}
