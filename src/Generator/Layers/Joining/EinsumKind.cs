using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class EinsumKind : LayerKind
{
    private static readonly TensorArgument Stages = new("stages");
    private static readonly TextArgument Equation = new("equation");

    public override string Name => "Einsum";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Equation, Stages, CommonArguments.Broadcast];

    public override LayerTraits Traits => LayerTraits.OneType;

    public override void Infer(LayerContext context)
    {
        if (context.Get(Equation) is not { } equation)
        {
            context.Report(Descriptors.Pattern, context.At(Equation), "Einsum needs an equation, such as \"bqd,bkd->bqk\".");
            return;
        }

        void Wrong(string what, int start, int length) =>
            context.Report(Descriptors.Pattern, context.At(Equation).Within(start, length), $"\"{equation}\" is not an equation: {what}.");
        if (context.Tensors(Stages, mayBeAbsent: false) is { } named
            && EinsumEquation.Parse(equation, Wrong) is { } parsed
            && Operands(context, parsed, context.Inputs.AddRange(named)) is { } operands)
        {
            new Unification(context, parsed, operands).Infer(equation);
        }
    }

    private static ImmutableArray<Value>? Operands(LayerContext context, EinsumEquation equation, ImmutableArray<Value> operands)
    {
        if (operands.Length != equation.Operands.Count)
        {
            context.Report(
                Descriptors.TensorCount,
                context.Use.Site,
                $"{context.Use} joins {equation.Operands.Count} {(equation.Operands.Count == 1 ? "operand" : "operands")}, "
                    + $"but it is given {operands.Length}: name as many, in [From] or after the equation.");
            return null;
        }

        return operands.All(operand => context.RequirePresent(operand, context.Use.Site)
            && context.RequireElement(operand, ElementType.Float, context.Use.Site))
            ? operands
            : null;
    }

    /// <summary>An equation being matched with its operands: each letter gets the one size of all its axes.</summary>
    private sealed class Unification(LayerContext context, EinsumEquation equation, ImmutableArray<Value> operands)
    {
        private readonly Dictionary<char, (Dim Size, Value Owner)> _sizes = new();
        private Shape? _covered;
        private Value? _coveredOwner;

        public void Infer(string text)
        {
            for (var i = 0; i < operands.Length; i++)
            {
                if (!FitsRank(equation.Operands[i], operands[i]) || !Match(equation.Operands[i], operands[i]))
                {
                    return;
                }
            }

            var hasLeading = _covered is { HasLeading: true } && equation.Result.Ellipsis is not null;
            if (hasLeading && !equation.Result.Axes[0].IsEllipsis)
            {
                Report(equation.Result.Ellipsis!.Value, $"{context.Use} puts \"...\" after other axes, "
                    + "but it stands for leading axes of unknown number, which can only come first.", operands[0]);
                return;
            }

            var dims = equation.Result.Axes.SelectMany(axis => axis.IsEllipsis ? _covered!.Dims : [_sizes[axis.Letter].Size]);
            var list = operands.Skip(1).Aggregate(Code.Of($"{operands[0]}"), (code, operand) => Code.Of($"{code}, {operand}"));

            // What only moves axes is a view.
            context.Output(
                new Shape(hasLeading, dims.ToEquatableArray()),
                ElementType.Float,
                $"global::ModelGen.Products.Einsum(\"{text}\", {list})",
                aliasOf: operands.Length == 1 ? operands[0] : null);
        }

        private bool FitsRank(EinsumTerm term, Value operand)
        {
            var shape = operand.Shape;
            if (shape.HasLeading && (term.Axes.Count == 0 || !term.Axes[0].IsEllipsis))
            {
                context.Report(
                    Descriptors.Rank,
                    Within(term.Start, term.Length),
                    $"{context.Use} names {term.LetterCount} axes here, but {operand.Describe()}, "
                        + "with any number of leading ones: let \"...\" come first.",
                    operand);
                return false;
            }

            if (term.Ellipsis is null ? shape.Count == term.LetterCount : shape.Count >= term.LetterCount)
            {
                return true;
            }

            context.Report(
                Descriptors.Rank,
                Within(term.Start, term.Length),
                $"{context.Use} names {(term.Ellipsis is null ? string.Empty : "at least ")}{term.LetterCount} axes here, "
                    + $"but {operand.Describe()}: name its {shape.Count} axes.",
                operand);
            return false;
        }

        private bool Match(EinsumTerm term, Value operand)
        {
            var next = 0;
            foreach (var axis in term.Axes)
            {
                if (axis.IsEllipsis)
                {
                    var count = operand.Shape.Count - term.LetterCount;
                    var covered = new Shape(operand.Shape.HasLeading, operand.Shape.Dims.Skip(next).Take(count).ToEquatableArray());
                    next += count;
                    if (!MatchCovered(axis, covered, operand))
                    {
                        return false;
                    }
                }
                else if (!MatchLetter(axis, operand.Shape.Dims[next++], operand))
                {
                    return false;
                }
            }

            return true;
        }

        private bool MatchLetter(EinsumAxis axis, Dim size, Value operand)
        {
            if (!_sizes.TryGetValue(axis.Letter, out var known))
            {
                _sizes.Add(axis.Letter, (size, operand));
                return true;
            }

            return context.RequireEqual(known.Size, size, () => $"{context.Use} needs one size for '{axis}' of {known.Owner.Subject} "
                + $"{known.Owner.Shape} and of {operand.Subject} {operand.Shape}", () => Report(
                axis,
                $"'{axis}' of {context.Use} is {known.Size} in {known.Owner.Subject} {known.Owner.Shape}, but {operand.Describe()}, "
                    + $"with {size} there: give the axes two letters, or one size.",
                operand));
        }

        private bool MatchCovered(EinsumAxis axis, Shape covered, Value operand)
        {
            if (_covered is null)
            {
                (_covered, _coveredOwner) = (covered, operand);
                return true;
            }

            var isStretched = context.Get(CommonArguments.Broadcast);
            var joined = Joining.Pairwise(context, _covered, covered, isStretched, () => Report(
                axis,
                $"\"...\" of {context.Use} is {_covered} in {_coveredOwner!.Subject} {_coveredOwner.Shape}, but {covered} here, "
                    + $"where {operand.Describe()}: make them equal{(isStretched || !Joining.CouldBroadcast(_covered, covered)
                        ? string.Empty
                        : ", or say with Broadcast = true that one is meant to be stretched")}.",
                operand));
            _covered = joined ?? _covered;
            return joined is not null;
        }

        private Site Within(int start, int length) => context.At(Equation).Within(start, length);

        private void Report(EinsumAxis axis, string message, Value operand) =>
            context.Report(Descriptors.Pattern, Within(axis.Start, axis.Length), message, operand);
    }
}
