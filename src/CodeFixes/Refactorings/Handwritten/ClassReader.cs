using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Signatures;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads a class derived from <c>torch.nn.Module</c>: its fields, its constructor and its <c>forward</c>.</summary>
internal sealed class ClassReader
{
    private readonly ClassDeclarationSyntax _syntax;
    private readonly INamedTypeSymbol _type;
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellation;

    private ClassReader(ClassDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
    {
        _syntax = syntax;
        _type = type;
        _model = model;
        _cancellation = cancellation;
    }

    /// <summary>Whether a class is a module that is written by hand.</summary>
    public static bool MayRead(INamedTypeSymbol type) => ConstructorReader.IsModule(type.BaseType)
        && !type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Vocabulary.ModelAttribute);

    /// <summary>Reads the class.</summary>
    /// <exception cref="NotUnderstoodException">The class contains code that no declaration replaces.</exception>
    public static HandwrittenModule Read(
        ClassDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation) =>
        new ClassReader(syntax, type, model, cancellation).Read();

    private HandwrittenModule Read()
    {
        CheckHead();
        var forwards = _type.GetMembers("forward").OfType<IMethodSymbol>().ToList();
        NotUnderstoodException.Unless(forwards is [{ IsOverride: true }], "it needs one forward, which overrides the module's");
        var forward = forwards[0];
        NotUnderstoodException.Unless(forward.Parameters.All(parameter => SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None),
            "a parameter of forward is named like a keyword");

        var constructors = _syntax.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        NotUnderstoodException.Unless(constructors.Count == 1, $"it has {constructors.Count} constructors where one is expected");
        var constructor = _model.GetDeclaredSymbol(constructors[0], _cancellation)!;
        var setup = ConstructorReader.Read(_syntax, constructors[0], _model, _cancellation);
        SizeReader sizes = new(_type, setup.Values, setup.Arguments);
        PointwiseReader pointwise = new(forward, sizes);
        ModuleReader reader = new(sizes, setup, pointwise, _model.Compilation);
        var modules = setup.Creations.ToDictionary(
            pair => pair.Key, pair => reader.Read(pair.Key, pair.Value), SymbolEqualityComparer.Default);

        ForwardReader flow = new(forward, modules!, sizes, pointwise);
        var result = flow.Read(Body(forward));
        NotUnderstoodException.Unless(
            result is { Node: { } last, Port: null } && flow.Nodes.Count > 0 && last == flow.Nodes[flow.Nodes.Count - 1],
            "forward does not return what its last layer gives");
        CheckFlow(flow.Nodes, forward.Parameters);
        foreach (var module in modules.Keys)
        {
            NotUnderstoodException.Unless(flow.Called.Contains(module!, SymbolEqualityComparer.Default),
                $"forward never calls '{module!.Name}'");
        }

        var kept = Kept(forward, constructors[0], setup);
        var (parameters, dropped, own) = Parameters(constructor, constructors[0], setup, sizes,
            [.. modules.Values.SelectMany(layers => layers).Select(layer => layer.Layer)]);
        return new HandwrittenModule
        {
            Syntax = _syntax,
            Inputs = [.. forward.Parameters.Select(parameter => parameter.Name)],
            Nodes = flow.Nodes,
            Parameters = parameters,
            Constructor = constructor,
            Dropped = dropped,
            OwnConstructor = own,
            IsUnregistered = setup.IsUnregistered,
            Kept = kept,
            Stored = [.. new StoredReader(_model, sizes, parameters, _cancellation).Read(_syntax, setup, kept)],
            VisibleFields = [.. setup.Creations.Keys.Where(field => field.DeclaredAccessibility != Accessibility.Private)],
        };
    }

    // Checks that the modifiers, the bases and the members of the class are possible in a declaration.
    private void CheckHead()
    {
        var module = _type.BaseType!;
        NotUnderstoodException.Unless(
            module.Name == "Module" && module.ContainingType?.ToDisplayString() == ModuleReader.Factory, _syntax.BaseList!,
            $"it derives from '{module.Name}', which may have layers of its own, and not from torch.nn.Module itself");
        NotUnderstoodException.Unless(module.IsGenericType, _syntax.BaseList!,
            "its base does not say what forward takes and returns, as Module<Tensor, Tensor> does");
        NotUnderstoodException.Unless(
            module.TypeArguments is { Length: >= 2 } tensors && tensors.All(argument => argument.ToDisplayString() == ForwardReader.Tensor),
            _syntax.BaseList!, "forward takes or returns something else than tensors, one to return");
        NotUnderstoodException.Unless(_type.DeclaringSyntaxReferences.Length == 1, "the class has several parts");
        NotUnderstoodException.Unless(!IsGeneric(_type), "the class or one that contains it has type parameters");
        NotUnderstoodException.Unless(!_type.IsAbstract, "the class is abstract");
        NotUnderstoodException.Unless(_syntax.ParameterList is null, "the class has a primary constructor");
        if (_syntax.DescendantTrivia().Skip(_syntax.GetLeadingTrivia().Count)
            .FirstOrDefault(trivia => trivia.IsDirective && !IsHarmless(trivia)) is { RawKind: not 0 } directive)
        {
            throw new NotUnderstoodException("the class has conditional code, "
                + $"'{directive.ToString().Trim()}' on line {directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
        }
    }

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.IsGenericType || IsGeneric(type.ContainingType));

    private static bool IsHarmless(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.PragmaWarningDirectiveTrivia or SyntaxKind.RegionDirectiveTrivia
            or SyntaxKind.EndRegionDirectiveTrivia or SyntaxKind.NullableDirectiveTrivia;

    // The parameters that the constructor of the declaration keeps, in its order.
    private static (
        IReadOnlyList<ConstructorParameter> Kept,
        IReadOnlyCollection<int> Dropped,
        (ConstructorDeclarationSyntax, string)? Own) Parameters(
        IMethodSymbol constructor, ConstructorDeclarationSyntax syntax,
        ConstructorReader setup, SizeReader sizes, IReadOnlyList<LayerDraft> layers)
    {
        var weighted = layers.Where(layer => layer.HasWeights).ToList();
        var isDeviceUsed = setup.MovesToDevice || layers.Any(layer => layer.TakesDevice);
        var isTypeUsed = layers.Any(layer => layer.TakesType);
        NotUnderstoodException.Unless(setup.MovesToDevice || !isDeviceUsed || weighted.All(layer => layer.TakesDevice),
            syntax.ParameterList, "only some layers are created on the device");
        NotUnderstoodException.Unless(!isTypeUsed || weighted.All(layer => layer.TakesType), syntax.ParameterList,
            "only some layers are created with the element type");
        List<(ConstructorParameter Parameter, int Rank)> kept = [];
        List<int> dropped = [];
        foreach (var (parameter, place) in constructor.Parameters.Zip(syntax.ParameterList.Parameters,
            (parameter, place) => (parameter, place)))
        {
            var isRead = sizes.Read.Contains(parameter, SymbolEqualityComparer.Default);
            if (isRead)
            {
                NotUnderstoodException.Unless(SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None, place,
                    "a parameter is named like a keyword");
                var isSetting = SizeReader.IsSetting(parameter);
                var value = !parameter.HasExplicitDefaultValue ? null
                    : System.Convert.ToDouble(parameter.ExplicitDefaultValue, CultureInfo.InvariantCulture)
                        .ToString("R", CultureInfo.InvariantCulture);
                kept.Add((new ConstructorParameter(parameter.Name, isSetting, value, sizes.MayBeZero(parameter.Name)),
                    (isSetting ? 1 : 0) + (value is null ? 0 : 2)));
            }
            else if ((ConstructorReader.IsDevice(parameter) && isDeviceUsed) || (ConstructorReader.IsScalarType(parameter) && isTypeUsed))
            {
                kept.Add((new ConstructorParameter(parameter.Name, false, null), ConstructorReader.IsDevice(parameter) ? 4 : 5));
            }
            else
            {
                NotUnderstoodException.Unless(parameter.RefKind == RefKind.None, place,
                    "a constructor's parameter is a size, a setting, the module's name or a device");
                dropped.Add(parameter.Ordinal);
            }
        }

        if (setup.Carried.Count > 0 || setup.Arguments.All.Any()
            || !kept.Select(one => one.Rank).SequenceEqual(kept.Select(one => one.Rank).OrderBy(rank => rank)))
        {
            List<ConstructorParameter> all =
            [
                .. kept.Where(one => one.Rank < 4).Select(one => one.Parameter with { Default = null }),
                .. setup.Arguments.All.Select(one =>
                    new ConstructorParameter(one.Name, sizes.Settings.Contains(one.Name), null, sizes.MayBeZero(one.Name))),
            ];
            return ([.. all.OrderBy(one => one.IsSetting)], [], (syntax, OwnConstructor(constructor, syntax, setup, kept)));
        }

        NotUnderstoodException.Unless(
            kept.Select(one => one.Rank).SequenceEqual(kept.Select(one => one.Rank).OrderBy(rank => rank))
                && kept.Count(one => one.Rank == 4) <= 1 && kept.Count(one => one.Rank == 5) <= 1,
            syntax.ParameterList, "a declaration's constructor takes sizes, then settings, then the device and the element type");
        return ([.. kept.Where(one => one.Rank < 4).Select(one => one.Parameter)], dropped, null);
    }

    // A constructor with the parameters of the original, which passes their values to the generated one.
    private static string OwnConstructor(
        IMethodSymbol constructor,
        ConstructorDeclarationSyntax syntax,
        ConstructorReader setup,
        IEnumerable<(ConstructorParameter Parameter, int Rank)> kept)
    {
        // Cast to long, so that this constructor does not call itself.
        List<string> arguments =
        [
            .. kept.Select(one => constructor.Parameters.First(parameter => parameter.Name == one.Parameter.Name))
                .Select(parameter => (ConstructorReader.IsDevice(parameter) ? "device"
                    : ConstructorReader.IsScalarType(parameter) ? "dtype"
                    : parameter.Name)
                    + (parameter.Type.SpecialType == SpecialType.System_Int32 ? ": (long)" : ": ") + parameter.Name),
            .. setup.Arguments.All.Select(one => $"{one.Name}: {one.Text}"),
        ];
        if (arguments.Count == 0)
        {
            arguments.Add("device: null");
        }

        var attributes = string.Concat(syntax.AttributeLists.Select(list => list.WithoutTrivia() + "\n"));
        var modifiers = string.Concat(syntax.Modifiers.Select(modifier => modifier.Text + " "));
        var head = $"{attributes}{modifiers}{syntax.Identifier.Text}{syntax.ParameterList.WithoutTrivia()} : "
            + $"this({string.Join(", ", arguments)})";
        var body = setup.Carried.Select(statement => string.Concat(DeclarationText.Dedent(statement).Select(line => "\n    " + line)));
        return setup.Carried.Count == 0 ? $"{head}\n{{\n}}" : $"{head}\n{{{string.Concat(body)}\n}}";
    }

    private IBlockOperation Body(IMethodSymbol method)
    {
        var operation =
            _model.GetOperation(method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation), _cancellation) as IMethodBodyOperation;
        return operation?.BlockBody ?? operation?.ExpressionBody ?? throw new NotUnderstoodException("forward has no body");
    }

    // Checks that every tensor except the result is read, and that a tensor that a layer overwrites has no other reader.
    private static void CheckFlow(IReadOnlyList<FlowNode> nodes, ImmutableArray<IParameterSymbol> inputs)
    {
        var readers = nodes.SelectMany(node => node.Operands).ToList();
        for (var input = 0; input < inputs.Length; input++)
        {
            NotUnderstoodException.Unless(readers.Any(operand => operand.Node is null && operand.Input == input),
                $"forward never reads '{inputs[input].Name}'");
        }

        foreach (var node in nodes.Take(nodes.Count - 1))
        {
            NotUnderstoodException.Unless(readers.Any(operand => operand.Node == node), $"nothing reads what {node.Layer.Kind} gives");
        }

        foreach (var node in nodes.Where(node => node.Layer.IsInPlace))
        {
            // Overwriting a view would overwrite the tensor that it is a view of.
            NotUnderstoodException.Unless(
                node.Operands[0].Node is { Layer.Kind: not ("Flatten"
                    or "Dropout" or "Dropout2d" or "Select" or "Squeeze" or "Unsqueeze" or "Permute" or "Block") } source
                    && readers.Count(operand => operand.Node == source) == 1,
                $"{node.Layer.Kind} overwrites a tensor that something else reads or may see");
        }
    }

    private IReadOnlyList<MemberDeclarationSyntax> Kept(
        IMethodSymbol forward, ConstructorDeclarationSyntax constructor, ConstructorReader setup)
    {
        var kept = ImmutableArray.CreateBuilder<MemberDeclarationSyntax>();
        foreach (var member in _syntax.Members.Where(member => member != constructor))
        {
            var symbols = member is FieldDeclarationSyntax { Declaration.Variables: var variables }
                ? variables.Select(variable => _model.GetDeclaredSymbol(variable, _cancellation)!).ToList()
                : [_model.GetDeclaredSymbol(member, _cancellation)!];
            if (symbols.Any(symbol => setup.Creations.ContainsKey(symbol) || setup.Values.ContainsKey(symbol)))
            {
                NotUnderstoodException.Unless(
                    symbols.All(symbol => setup.Creations.ContainsKey(symbol) || setup.Values.ContainsKey(symbol)), member,
                    "a field's module is never created");
                continue;
            }

            if (SymbolEqualityComparer.Default.Equals(symbols[0], forward) || IsDisposal(member))
            {
                continue;
            }

            // Its own state may be registered, and a declaration has no constructor to set it.
            NotUnderstoodException.Unless(
                member is MethodDeclarationSyntax or BaseTypeDeclarationSyntax
                    or PropertyDeclarationSyntax { Initializer: null, ExpressionBody: not null } or ConstructorDeclarationSyntax
                    || (member is FieldDeclarationSyntax && member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.ConstKeyword)
                        || modifier.IsKind(SyntaxKind.StaticKeyword))),
                member, "state of its own has no place in a declaration");
            NotUnderstoodException.Unless(!Uses(member, setup.Creations.ContainsKey), member, "a member besides forward uses a module");
            kept.Add(member);
        }

        return kept.ToImmutable();
    }

    private bool Uses(SyntaxNode member, System.Func<ISymbol, bool> isOne) => member.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(name => _model.GetSymbolInfo(name, _cancellation).Symbol is { } symbol && isOne(symbol));

    // A Dispose(bool) that only disposes fields is redundant, because the generated class does so.
    private static bool IsDisposal(MemberDeclarationSyntax member) =>
        member is MethodDeclarationSyntax { Identifier.Text: "Dispose", ParameterList.Parameters.Count: 1 } method
        && method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.OverrideKeyword))
        && !method.DescendantNodes()
            .Any(node => node is AssignmentExpressionSyntax { Right: not LiteralExpressionSyntax } or LocalDeclarationStatementSyntax)
        && method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .All(call => call.Expression.ToString().EndsWith("Dispose", System.StringComparison.Ordinal)
                || call.Expression.ToString() == "ClearModules");
}
