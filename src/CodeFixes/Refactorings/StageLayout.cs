using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;

namespace ModelGen.CodeFixes.Refactorings;

/// <summary>The assignment of the layers of a chain to stages, and their names.</summary>
internal sealed class StageLayout
{
    private readonly List<(string Stage, List<BoundLayer> Layers)> _stages = [];
    private readonly Dictionary<BoundLayer, string> _paths = [];

    private StageLayout()
    {
    }

    /// <summary>One stage for each layer with weights and what follows it; null if a layer would mean something else there.</summary>
    public static StageLayout? Of(InferredModel model)
    {
        StageLayout layout = new();
        var weighted = new HashSet<BoundLayer>(model.Layers.Where(HasWeights).Select(layer => layer.Bound));
        foreach (var layer in model.Bound.Stages[0].Layers)
        {
            if (layout._stages.Count == 0 || (weighted.Contains(layer) && layout._stages.Last().Layers.Any(weighted.Contains)))
            {
                layout._stages.Add((string.Empty, []));
            }

            layout._stages.Last().Layers.Add(layer);

            // Residual adds where its stage starts.
            if (layer.Use.Kind == "Residual" && layout._stages.Count > 1)
            {
                return null;
            }
        }

        for (var i = 0; i < layout._stages.Count; i++)
        {
            var layers = layout._stages[i].Layers;
            var stage = (layers.FirstOrDefault(weighted.Contains) ?? layers[0]).Name;
            layout._stages[i] = (stage, layers);
            var counts = new Dictionary<string, int>();
            foreach (var layer in layers)
            {
                var name = layer.Name;
                if (layer.Use.Find(CommonArguments.Name) is null)
                {
                    name = Names.CamelCase(layer.Use.Kind);
                    counts.TryGetValue(name, out var count);
                    counts[name] = count + 1;
                    name = count == 0 ? name : name + (count + 1);
                }

                layout._paths[layer] = $"{stage}.{name}";
            }
        }

        return layout;
    }

    /// <summary>
    /// The class with the layers on stages, in front of its other members; null if a comment or a reference would be lost.
    /// </summary>
    /// <param name="syntax">The class.</param>
    /// <param name="attributes">The chain's layers as they are written.</param>
    /// <param name="newLine">How the file ends its lines.</param>
    public ClassDeclarationSyntax? Write(ClassDeclarationSyntax syntax, IReadOnlyList<AttributeSyntax> attributes, string newLine)
    {
        var bound = _stages.SelectMany(stage => stage.Layers).ToList();
        var texts = bound.Zip(attributes, Rewrite).ToList();
        var comments = syntax.AttributeLists.SelectMany(list => list.DescendantTrivia())
            .Except(syntax.GetLeadingTrivia()).Concat(syntax.Modifiers.FirstOrDefault().LeadingTrivia);
        if (texts.Contains(null)
            || comments.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return null;
        }

        var indent = syntax.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Select(trivia => trivia.ToString()).LastOrDefault()
            ?? string.Empty;
        var others = syntax.AttributeLists.Select(list => list.Attributes.Where(attribute => !attributes.Contains(attribute)).ToList())
            .Where(list => list.Count > 0)
            .Select(list => $"[{string.Join(", ", list.Select(attribute => attribute.ToString()))}]");
        var next = 0;
        var stages = new List<string>();
        foreach (var (stage, layers) in _stages)
        {
            stages.Add($"{indent}    [{string.Join(", ", texts.Skip(next).Take(layers.Count))}]{newLine}{indent}    Stage "
                + $"{Names.Escape(stage)};{newLine}");
            next += layers.Count;
        }

        var bare = syntax.WithAttributeLists(default)
            .WithMembers(default).WithOpenBraceToken(default).WithCloseBraceToken(default).WithSemicolonToken(default).ToString().Trim();
        var members = string.Concat(syntax.Members.Select(member => newLine + member.ToFullString().TrimStart('\r', '\n')));
        var text = string.Join(newLine + indent, others.Concat([bare, "{"]))
            + newLine + string.Join(newLine, stages) + members + indent + "}";
        return (SyntaxFactory.ParseMemberDeclaration(text, options: syntax.SyntaxTree.Options) as ClassDeclarationSyntax)?
            .WithLeadingTrivia(syntax.GetLeadingTrivia())
            .WithTrailingTrivia(syntax.GetTrailingTrivia());
    }

    // Nothing may be known about a block or a module of the user.
    private static bool HasWeights(InferredLayer layer) =>
        layer.ParameterCount is not { } count || !count.TryGetConstant(out var number) || number != 0;

    // The layers that it names are on a stage now.
    private string? Rewrite(BoundLayer layer, AttributeSyntax syntax)
    {
        var renamed = layer.References.All
            .Where(reference => reference?.Layer is not null)
            .Select(reference => (Old: reference!.Port is null ? reference.Layer!.Name : $"{reference.Layer!.Name}.{reference.Port}",
                New: reference.Port is null ? _paths[reference.Layer!] : $"{_paths[reference.Layer!]}.{reference.Port}"))
            .Distinct()
            .ToDictionary(pair => pair.Old, pair => pair.New);
        var literals = syntax.DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.Token.Value is string text && renamed.ContainsKey(text)
                && literal.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.NameEquals?.Name.Identifier.Text is not ("Name" or "With"))
            .ToList();
        return literals.Select(literal => literal.Token.ValueText).Distinct().Count() == renamed.Count
            ? syntax.ReplaceNodes(literals, (literal, _) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression,
                SyntaxFactory.Literal(renamed[literal.Token.ValueText]))).ToString()
            : null;
    }
}
