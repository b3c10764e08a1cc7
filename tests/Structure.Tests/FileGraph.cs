using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Structure.Tests;

/// <summary>Which file of a project refers to which other file, by the symbols that its code binds to.</summary>
internal static class FileGraph
{
    /// <summary>One entry per file: the files that it refers to, as paths relative to the project's folder.</summary>
    public static DirectedGraph Of(SourceProject project)
    {
        var graph = new DirectedGraph();
        var sources = new HashSet<SyntaxTree>(project.Sources);
        foreach (SyntaxTree tree in project.Sources)
        {
            string from = Name(tree);
            graph.AddNode(from);
            SemanticModel model = project.Compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                // A using directive names a namespace, and documentation may refer to anything.
                if (node is ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax
                    && node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null)
                {
                    foreach (ISymbol symbol in SymbolsOf(model, node))
                    {
                        if (DeclaringTree(symbol) is { } target && sources.Contains(target) && target != tree)
                        {
                            graph.AddEdge(from, Name(target));
                        }
                    }
                }
            }
        }

        return graph;

        string Name(SyntaxTree tree) => Path.GetRelativePath(project.Root, tree.FilePath).Replace('\\', '/');
    }

    private static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        if ((model.GetSymbolInfo(node).Symbol ?? model.GetSymbolInfo(node).CandidateSymbols.FirstOrDefault()) is { } symbol)
        {
            yield return symbol;
            if (symbol is IMethodSymbol
                {
                    MethodKind: MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion,
                } method)
            {
                yield return method.ContainingType;
            }
        }

        if (node is ExpressionSyntax expression && model.GetConversion(expression) is { MethodSymbol: { } conversion })
        {
            yield return conversion;
        }
    }

    /// <summary>The file that declares a symbol: for a type in several parts, the part whose file is named after it.</summary>
    private static SyntaxTree? DeclaringTree(ISymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        if (symbol is IMethodSymbol { ReducedFrom: { } extension })
        {
            symbol = extension.OriginalDefinition;
        }

        if (symbol.Kind is SymbolKind.Namespace or SymbolKind.Local or SymbolKind.Parameter or SymbolKind.TypeParameter
            or SymbolKind.RangeVariable or SymbolKind.Label)
        {
            return null;
        }

        List<SyntaxTree> trees = [.. symbol.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct()];
        if (trees.Count == 0)
        {
            // What the compiler writes itself, such as a record's members or a default constructor, belongs to its type.
            return symbol.ContainingType is { } type ? DeclaringTree(type) : null;
        }

        return trees.FirstOrDefault(tree => Path.GetFileNameWithoutExtension(tree.FilePath) == symbol.Name) ?? trees[0];
    }
}
