using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>What a <see cref="LossKind"/> works with.</summary>
/// <param name="Model">The model.</param>
/// <param name="Loss">The loss and its arguments.</param>
/// <param name="Outputs">The outputs that it compares.</param>
/// <param name="Indices">Their numbers among the outputs of the model.</param>
internal sealed record LossContext(ModelContext Model, BoundLoss Loss, ImmutableArray<InferredOutput> Outputs, ImmutableArray<int> Indices)
{
    /// <summary>The first output that it compares.</summary>
    public Value Output => Outputs[0].Value!;

    public AttributeUse Use => Loss.Use;

    public string Reduction => Get(LossArguments.Reduction);

    /// <summary>The value of an argument.</summary>
    public T Get<T>(AttributeArgument<T> argument) => Loss.Arguments.Get(argument);

    /// <summary>Where an argument is given; the loss if it is not.</summary>
    public Site At(AttributeArgument argument) => Use.At(argument);

    /// <summary>What the loss compares: the outputs that it names, or all if there are as many; null after a mistake.</summary>
    public static LossContext? For(ModelContext model, BoundLoss loss, ImmutableArray<InferredOutput> outputs)
    {
        var (use, arguments) = (loss.Use, loss.Kind.Outputs);
        var indices = ImmutableArray.CreateBuilder<int>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var index = loss.Arguments.Get(arguments[i]) is { } named ? IndexOf(model, use, arguments[i], named, outputs)
                : outputs.Length == arguments.Count ? i
                : ReportCount(model, loss, outputs.Length);
            if (index < 0)
            {
                return null;
            }

            indices.Add(index);
        }

        return new LossContext(model, loss, indices.Select(index => outputs[index]).ToImmutableArray(), indices.ToImmutable());
    }

    private static int IndexOf(
        ModelContext model, AttributeUse use, OutputArgument argument, string name, ImmutableArray<InferredOutput> outputs)
    {
        var names = outputs.Select(output => output.Name).ToList();
        var index = names.IndexOf(name);
        if (index < 0)
        {
            model.Problems.Report(new Problem(
                Descriptors.UnknownStage,
                use.At(argument),
                $"The model has no output '{name}' for {use.Kind}: {Names.Suggest(name, names, "output")}")
            {
                Repairs = Repair.Spell(use.At(argument), name, names),
            });
        }

        return index;
    }

    private static int ReportCount(ModelContext model, BoundLoss loss, int count)
    {
        var arguments = loss.Kind.Outputs;
        model.Problems.Report(new Problem(
            Descriptors.TensorCount,
            loss.Use.Site,
            arguments.Count == 1
                ? $"{loss.Use} compares one output with the target, but the model has {count}: "
                    + "name it with Of = nameof(…), or mark only one stage with [Output]."
                : $"{loss.Use} compares {arguments.Count} outputs, but the model has {count}: "
                    + $"mark {arguments.Count} stages with [Output], or name them with "
                    + $"{Names.Choice(arguments.Select(argument => argument.Name).ToList(), "and")}."));
        return -1;
    }

    /// <summary>The kind of the layer that gives the output.</summary>
    public LayerDescription? ProducerKind => Source.Producer?.Kind;

    // The output before layers that only reorder its elements.
    private Value Source
    {
        get
        {
            var value = Output;
            while (value.Producer is { } producer
                && producer.Kind.Traits.Has(LayerTraits.Permutes) && Model.Layer(producer) is { Inputs: [var before] })
            {
                value = before;
            }

            return value;
        }
    }

    /// <summary>
    /// Whether that layer's result can be anything but log-probabilities; of blocks and the user's own code nothing is known.
    /// </summary>
    public bool GivesOtherThanLogarithms => ProducerKind is { } kind
        && (kind.Name == "Softmax" || (kind.Traits & (LayerTraits.Affine | LayerTraits.Activation | LayerTraits.BatchNorm)) != 0);

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Site site, string message, params Repair[] repairs) =>
        Model.Problems.Report(new Problem(descriptor, site, message, Output.Site) { Repairs = repairs.ToEquatableArray() });

    /// <summary>The layer applies what the loss applies itself.</summary>
    public void ReportTwice(string message) =>
        Report(Descriptors.SoftmaxBeforeLoss, Output.Producer!.Use.Site, message, Repair.Remove(Output.Producer!.Use));

    /// <summary>Reports that the loss takes log-probabilities and its input cannot be log-probabilities.</summary>
    /// <param name="alternative">What could be done besides, after a comma.</param>
    public void CheckLogarithms(string alternative = "")
    {
        if (GivesOtherThanLogarithms)
        {
            Report(
                Descriptors.NoLogarithms,
                Use.Site,
                ProducerKind!.Name == "Softmax"
                    ? $"{Use.Kind} takes log-probabilities, but {Output.Producer!.Use}{{line}} gives probabilities: use LogSoftmax there."
                    : $"{Use.Kind} takes log-probabilities, but {Output.Describe()}: put LogSoftmax after it{alternative}.",
                ProducerKind!.Name == "Softmax"
                    ? Repair.ReplaceKind(Output.Producer!.Use, "LogSoftmax")
                    : Repair.InsertAfter(Output.Producer!.Use, "LogSoftmax"));
        }
    }

    /// <summary>The member that an argument names, as code, or <c>null</c>; null after a mistake.</summary>
    public string? Member(TextArgument argument)
    {
        if (Get(argument) is not { } given)
        {
            return "null";
        }

        var members = Model.Declaration.TensorMembers;
        if (members.FirstOrDefault(candidate => candidate.Name == given) is not { } member)
        {
            Report(Descriptors.Escape, Use.At(argument), $"The class has no field or property '{given}' of type Tensor: "
                + $"{Names.Suggest(given, members.Select(candidate => candidate.Name), "such member")}");
            return null;
        }

        var type = Model.Declaration.Type;
        return $"{(member.IsStatic ? type.Name + type.TypeParameters : "this")}.{Names.Escape(member.Name)}";
    }

    /// <summary>
    /// What <c>Loss</c> calls its targets. The first has another name where an input has that one, so that a message
    /// cannot be taken for the input's.
    /// </summary>
    public static IEnumerable<string> TargetNames(LossDescription kind, IEnumerable<string> inputs)
    {
        var taken = new HashSet<string>(inputs);
        return kind.Targets.Select((target, i) =>
            i > 0 ? target.Name : new[] { target.Name, "labels", "expected" }.FirstOrDefault(name => !taken.Contains(name)) ?? target.Name);
    }

    /// <summary>The loss, once everything fits.</summary>
    /// <param name="method">The method of <c>ModelGen.Losses</c>.</param>
    /// <param name="targets">The shape and type of each target.</param>
    /// <param name="each">The shape of the losses before they are reduced.</param>
    /// <param name="options">The arguments after outputs, targets, model and reduction, each after a comma.</param>
    public InferredLoss Build(string method, IReadOnlyList<TensorType> targets, Shape each, Code options)
    {
        var outputs =
            Outputs.Select((output, i) => Model.NewValue(Loss.Kind.Outputs[i].Role, output.Value!.Type, null, string.Empty)).ToList();
        var names = TargetNames(Loss.Kind, Model.InputNames).ToList();
        var values = targets.Select((target, i) => Model.NewValue(names[i], target, null, string.Empty)).ToList();
        var compared = outputs.Concat(values).Aggregate(Code.Of($""),
            (code, value) => code.Parts.Length == 0 ? Code.Of($"{value}") : Code.Of($"{code}, {value}"));
        var name = names.Count == 0 || names[0] == Loss.Kind.Targets[0].Name ? Code.Of($"") : Code.Of($", name: \"{names[0]}\"");
        return new InferredLoss(
            outputs.Select((output, i) => new ComparedOutput(Indices[i], output)).ToImmutableArray(),
            values.Select((value, i) => new InferredTarget(targets[i], value)).ToImmutableArray(),
            Code.Of($"global::ModelGen.Losses.{method}({compared}, \"{Model.ModelName}\", "
                + $"global::ModelGen.LossReduction.{Reduction}{options}{name})"),
            Reduction == "None" ? each.ToString() : "A scalar");
    }

    /// <summary>Reports <c>BatchMean</c>, which one kind of loss takes.</summary>
    /// <returns>Whether the loss is reduced as it can be.</returns>
    public bool TakesReduction()
    {
        if (Reduction != "BatchMean")
        {
            return true;
        }

        Report(Descriptors.BadArgument, At(LossArguments.Reduction),
            $"LossReduction.BatchMean is for KlDivLoss only: {Use.Kind} takes Mean, Sum or None.");
        return false;
    }
}
