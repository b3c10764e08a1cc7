using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Writes the declaration that replaces a hand-written class.</summary>
internal static class DeclarationText
{
    /// <summary>The class as a declaration, without its leading comments.</summary>
    /// <param name="module">The class.</param>
    /// <param name="composition">Its layers.</param>
    /// <param name="inputs">The shapes of its inputs.</param>
    /// <param name="sizes">Sizes for symbols of them.</param>
    /// <param name="newLine">How the file ends its lines.</param>
    public static string Write(
        HandwrittenModule module,
        Composition composition,
        IReadOnlyList<InputDraft> inputs,
        IReadOnlyDictionary<string, long> sizes,
        string newLine)
    {
        var syntax = module.Syntax;
        var indent = syntax.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Select(trivia => trivia.ToString()).LastOrDefault()
            ?? string.Empty;
        List<string> lines = [.. syntax.AttributeLists.Select(list => list.WithoutTrivia().ToString()), "[Model]"];
        if (!HasInputStages(module, composition))
        {
            lines.AddRange(inputs.Select((input, i) => $"[{input.Text(inputs.Count == 1 ? null : module.Inputs[i], sizes)}]"));
        }

        lines.AddRange(module.Parameters
            .Where(parameter => parameter.IsSetting || parameter.Default is not null || parameter.MayBeZero || module.StatesAllSizes)
            .Select(parameter => $"[{parameter.Text}]"));
        if (composition.IsChain)
        {
            lines.AddRange(Lists(composition.Stages[0]));
        }

        var modifiers = syntax.Modifiers.Select(modifier => modifier.Text).ToList();
        if (!modifiers.Contains("partial"))
        {
            modifiers.Add("partial");
        }

        var interfaces = string.Join(", ", syntax.BaseList!.Types.Skip(1).Select(type => type.ToString()));
        var head = $"{string.Join(" ", modifiers)} class "
            + $"{syntax.Identifier.Text}{(interfaces.Length == 0 ? string.Empty : $" : {interfaces}")}";
        var members = Members(module, composition, inputs, sizes, newLine, indent).ToList();
        StringBuilder text = new();
        text.Append(string.Join(newLine + indent, lines)).Append(newLine).Append(indent).Append(head);
        if (members.Count == 0)
        {
            return text.Append(((CSharpParseOptions)syntax.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp12
                ? ";"
                : $"{newLine}{indent}{{{newLine}{indent}}}").ToString();
        }

        return text.Append(newLine).Append(indent).Append('{').Append(newLine)
            .Append(string.Join(newLine + newLine, members)).Append(newLine)
            .Append(indent).Append('}').ToString();
    }

    private static IEnumerable<string> Members(
        HandwrittenModule module,
        Composition composition,
        IReadOnlyList<InputDraft> inputs,
        IReadOnlyDictionary<string, long> sizes,
        string newLine,
        string indent)
    {
        var inner = indent + "    ";
        foreach (var member in module.Syntax.Members)
        {
            if (module.Kept.Contains(member))
            {
                yield return WithoutDirectives(member).ToFullString().Trim('\r', '\n').TrimEnd();
            }

            if (module.OwnConstructor is { } own
                && member is ConstructorDeclarationSyntax && module.Syntax.SyntaxTree == member.SyntaxTree && own.Syntax == member)
            {
                yield return inner + own.Text.Replace("\n", newLine + inner);
            }

            foreach (var stored in module.Stored.Where(stored => stored.Syntax == member && stored.IsRead && stored.Text!.Length > 0))
            {
                yield return $"{WithoutDirectives(member).GetLeadingTrivia().ToFullString().Trim('\r', '\n')}{stored.Text}";
            }
        }

        if (!composition.IsChain && HasInputStages(module, composition))
        {
            yield return string.Join(newLine, inputs.Select((input, i) => $"{inner}[{input.Text(null, sizes)}] Stage {module.Inputs[i]};"));
        }

        foreach (var stage in composition.Stages.Where(stage => stage.Name.Length > 0))
        {
            var layers = stage.Layers.Select(layer => layer.Text);
            var from = stage.From is null ? [] : new[] { $"From({stage.From})" };
            yield return $"{inner}[{string.Join(", ", from.Concat(layers))}]{newLine}{inner}Stage {stage.Name};";
        }

        foreach (var method in composition.Stages.SelectMany(stage => stage.Layers)
            .Select(layer => layer.Node.Layer.Method).OfType<string>())
        {
            yield return inner + string.Join(newLine + inner, Lines(method, inner));
        }
    }

    /// <summary>The lines of a statement, with their indentation relative to the first.</summary>
    public static IEnumerable<string> Dedent(StatementSyntax statement)
    {
        var column = statement.GetLeadingTrivia().ToFullString() is var leading ? leading.Length - leading.LastIndexOf('\n') - 1 : 0;
        return statement.WithoutTrivia().ToString().Replace("\r\n", "\n").Split('\n')
            .Select((line, i) => i == 0 ? line : line.Substring(System.Math.Min(column, line.Length - line.TrimStart().Length)).TrimEnd());
    }

    // Copied code keeps the indentation of its lines relative to the brace, which is on the second line if there are several.
    private static IEnumerable<string> Lines(string method, string inner)
    {
        var lines = method.Replace("\r\n", "\n").Split('\n');
        var indented = lines.Skip(3)
            .Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        var last = lines.Length > 3 ? lines[lines.Length - 1] : null;
        var own = last is null ? 0 : System.Math.Min(indented, last.Length - last.TrimStart().Length);
        return lines.Select((line, i) => i < 3 || line.Length < own ? line.TrimStart() : line.Substring(own));
    }

    // Regions and pragmas are dropped, because most of the code in them is replaced.
    private static MemberDeclarationSyntax WithoutDirectives(MemberDeclarationSyntax member) => member.ReplaceTrivia(
        member.DescendantTrivia().Where(trivia => trivia.IsDirective), (_, _) => default);

    // An input that stages refer to is a Stage field, so that nameof finds it.
    private static bool HasInputStages(HandwrittenModule module, Composition composition) =>
        !composition.IsChain && (module.Inputs.Count > 1
            || composition.Stages.Any(stage => Names(stage.From, module) || stage.Layers.Any(layer => Names(layer.Text, module))));

    private static bool Names(string? text, HandwrittenModule module) => text?.Contains($"nameof({module.Inputs[0]})") == true;

    // A layer with weights starts a new line.
    private static IEnumerable<string> Lists(StageDraft chain)
    {
        List<string> list = [];
        foreach (var (node, text) in chain.Layers)
        {
            if (list.Count > 0 && node.HasWeights)
            {
                yield return $"[{string.Join(", ", list)}]";
                list = [];
            }

            list.Add(text);
        }

        yield return $"[{string.Join(", ", list)}]";
    }
}
