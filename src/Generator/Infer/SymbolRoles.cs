using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Decides which symbols are parameters of the constructor: those that weights depend on, and those that a layer uses and no input
/// determines. All others are run-time dimensions, bound from the inputs at each call.
/// </summary>
internal static class SymbolRoles
{
    public static ImmutableArray<string> Resolve(
        BoundModel bound, IReadOnlyList<InferredLayer> layers, AdoptedParameters adopted, ProblemSink problems)
    {
        var fromInputs = new HashSet<string>(
            bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols));
        var parameters = new HashSet<string>();
        AddWeights(parameters, layers);
        AddLayers(parameters, layers, fromInputs);

        // A fact such as MultipleOf = "heads" needs its symbol's value, too, and so may that symbol's own fact.
        bool grows;
        do
        {
            var count = parameters.Count;
            parameters.UnionWith(bound.Symbols.Statements
                .Where(statement => parameters.Contains(statement.Symbol) || fromInputs.Contains(statement.Symbol))
                .SelectMany(statement => statement.Facts.MultipleOf)
                .SelectMany(dim => dim.Symbols)
                .Where(symbol => !fromInputs.Contains(symbol))
                .ToList());
            grows = parameters.Count > count;
        }
        while (grows);

        // The parameters that a layer after a mistake would need, as far as they are declared, so that the code that creates the
        // model gets no second message.
        if (problems.HasErrors)
        {
            parameters.UnionWith(bound.Symbols.Statements
                .Where(statement => statement.Default is not null || !fromInputs.Contains(statement.Symbol))
                .Select(statement => statement.Symbol));
        }

        foreach (var symbol in Names.Reserved.Where(parameters.Remove))
        {
            problems.Report(new Problem(
                Descriptors.BadName,
                bound.Symbols.Occurrences.FirstOrDefault(occurrence => occurrence.Symbol == symbol)?.Site ?? Site.Class,
                $"'{symbol}' cannot be a parameter of the constructor, which already uses this name: "
                    + $"call the dimension something else, such as '{symbol}Size'."));
        }

        if (!problems.HasErrors)
        {
            ReportUnknown(bound, fromInputs, parameters, problems);
            ReportUnreadable(bound, parameters, problems);
        }

        return ConstructorOrder.Sort(parameters, bound, adopted);
    }

    // The symbols that weights depend on.
    private static void AddWeights(HashSet<string> parameters, IReadOnlyList<InferredLayer> layers)
    {
        foreach (var layer in layers)
        {
            foreach (var module in layer.Modules)
            {
                parameters.UnionWith(module.Construct.Symbols);
            }
        }

        foreach (var layer in layers)
        {
            foreach (var step in layer.Steps)
            {
                if (step.Times is { } times)
                {
                    parameters.UnionWith(times.Symbols);
                }
            }
        }
    }

    // The symbols of steps that no input determines.
    private static void AddLayers(HashSet<string> parameters, IReadOnlyList<InferredLayer> layers, HashSet<string> fromInputs)
    {
        foreach (var layer in layers)
        {
            foreach (var step in layer.Steps)
            {
                Add(step.Code.Symbols);
                foreach (var value in step.Outputs)
                {
                    Add(value.Type?.Shape.Symbols ?? []);
                }
            }
        }

        void Add(string[] symbols)
        {
            foreach (var symbol in symbols)
            {
                if (!fromInputs.Contains(symbol))
                {
                    parameters.Add(symbol);
                }
            }
        }
    }

    private static void ReportUnknown(BoundModel bound, HashSet<string> fromInputs, HashSet<string> parameters, ProblemSink problems)
    {
        var stated = new HashSet<string>(bound.Symbols.Statements.Select(statement => statement.Symbol));
        var reported = new HashSet<string>();
        foreach (var occurrence in bound.Symbols.Occurrences)
        {
            var symbol = occurrence.Symbol;
            if (fromInputs.Contains(symbol) || stated.Contains(symbol))
            {
                continue;
            }

            var known = fromInputs.Concat(stated).ToList();
            if (!parameters.Contains(symbol))
            {
                if (reported.Add(symbol))
                {
                    problems.Report(new Problem(
                        Descriptors.UnknownSymbol,
                        occurrence.Site,
                        $"'{symbol}' has no value, since neither an input nor a layer's weights determine it: "
                            + $"{Names.Suggest(symbol, known.Concat(parameters), "other symbol")}")
                    {
                        Repairs = Repair.Spell(occurrence.Site, symbol, known.Concat(parameters)),
                    });
                }
            }
            else if (LooksMisspelt(symbol, bound, known) is { } meant && reported.Add(symbol))
            {
                problems.Report(new Problem(
                    Descriptors.UnknownSymbol,
                    occurrence.Site,
                    $"'{symbol}' is not declared and used only here, so it would become a separate parameter: "
                        + $"did you mean '{meant}'? If not, declare it with [Dim(\"{symbol}\")].")
                {
                    Repairs = [Repair.Spell(occurrence.Site, symbol, meant), FactRepair.Declare(bound, symbol)],
                });
            }
        }
    }

    // Only a long name, used once, next to a declared one: hidden1 and hidden2 are meant.
    private static string? LooksMisspelt(string symbol, BoundModel bound, List<string> known)
    {
        if (symbol.Length < 4 || bound.Symbols.Occurrences.Count(occurrence => occurrence.Symbol == symbol) > 1)
        {
            return null;
        }

        static string WithoutDigits(string name) => new(name.Where(character => !char.IsDigit(character)).ToArray());
        return known.FirstOrDefault(name => name.Length >= 4
            && Names.Distance(symbol, name) == 1 && WithoutDigits(symbol) != WithoutDigits(name));
    }

    // A run-time symbol must be in an axis of an input from which its value can be read.
    private static void ReportUnreadable(BoundModel bound, HashSet<string> parameters, ProblemSink problems)
    {
        foreach (var input in bound.Inputs.Where(input => input.Type is not null))
        {
            for (var axis = 0; axis < input.Type!.Shape.Count; axis++)
            {
                var dim = input.Type.Shape.Dims[axis];
                foreach (var symbol in dim.Symbols.Where(symbol => !parameters.Contains(symbol)
                    && InputReading.Find(bound.Inputs, symbol, parameters).Count == 0))
                {
                    problems.Report(new Problem(
                        Descriptors.BadDimension,
                        input.Use.At(Vocabulary.Shape, axis + (input.Type.Shape.HasLeading ? 1 : 0)),
                        $"'{symbol}' cannot be read from a tensor of size {dim}: "
                            + $"make '{symbol}' an axis of an input, or name this axis by a symbol of its own."));
                    return;
                }
            }
        }
    }
}
