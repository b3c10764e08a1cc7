using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>What a <see cref="LossKind"/> works with.</summary>
internal sealed record LossContext(ModelContext Model, AttributeUse Use, Value Output, int OutputIndex)
{
    private const string Target = "target";

    public string Reduction => Use.Find("Reduction")?.Value.Text ?? "Mean";

    /// <summary>What the loss compares: the output that it names, or the only one; null after a mistake.</summary>
    public static LossContext? For(ModelContext model, AttributeUse use, ImmutableArray<InferredOutput> outputs)
    {
        var index = outputs.Length == 1 ? 0 : -1;
        if (use.Find("Of")?.Value is { Kind: ConstantKind.Text } named)
        {
            index = outputs.Select(output => output.Name).ToList().IndexOf(named.Text);
            if (index < 0)
            {
                model.Problems.Report(new Problem(
                    Descriptors.UnknownStage,
                    use.At("Of"),
                    $"The model has no output '{named.Text}' for {use.Kind}: {Names.Suggest(named.Text, outputs.Select(output => output.Name), "output")}")
                {
                    Repairs = Repair.Spell(use.At("Of"), named.Text, outputs.Select(output => output.Name)),
                });
            }
        }
        else if (index < 0)
        {
            model.Problems.Report(new Problem(
                Descriptors.TensorCount,
                use.Site,
                $"{use} compares one output with the target, but the model has {outputs.Length}: name it with Of = nameof(…), or mark only one stage with [Output]."));
        }

        return index < 0 ? null : new LossContext(model, use, outputs[index].Value!, index);
    }

    /// <summary>The kind of the layer that gives the output.</summary>
    public LayerDescription? ProducerKind => Output.Producer?.Kind;

    /// <summary>Whether that layer's result can be anything but log-probabilities; of blocks and the user's own code nothing is known.</summary>
    public bool GivesOtherThanLogarithms => ProducerKind is { } kind
        && (kind.Name == "Softmax" || (kind.Traits & (LayerTraits.Affine | LayerTraits.Activation | LayerTraits.BatchNorm)) != 0);

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Site site, string message, params Repair[] repairs) =>
        Model.Problems.Report(new Problem(descriptor, site, message, Output.Site) { Repairs = repairs.ToEquatableArray() });

    /// <summary>The layer applies what the loss applies itself.</summary>
    public void ReportTwice(string message) => Report(Descriptors.SoftmaxBeforeLoss, Output.Producer!.Use.Site, message, Repair.Remove(Output.Producer!.Use));

    /// <summary>The loss takes log-probabilities, and is given what cannot be such.</summary>
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
                ProducerKind!.Name == "Softmax" ? Repair.ReplaceKind(Output.Producer!.Use, "LogSoftmax") : Repair.InsertAfter(Output.Producer!.Use, "LogSoftmax"));
        }
    }

    /// <summary>The member that an argument names, as code, or <c>null</c>; null after a mistake.</summary>
    public string? Member(string argument)
    {
        if (Use.Find(argument) is not { Value: { Kind: ConstantKind.Text } given })
        {
            return "null";
        }

        var members = Model.Declaration.TensorMembers;
        if (members.FirstOrDefault(candidate => candidate.Name == given.Text) is not { } member)
        {
            Report(Descriptors.Escape, Use.At(argument), $"The class has no field or property '{given.Text}' of type Tensor: {Names.Suggest(given.Text, members.Select(candidate => candidate.Name), "such member")}");
            return null;
        }

        var type = Model.Declaration.Type;
        return $"{(member.IsStatic ? type.Name + type.TypeParameters : "this")}.{Names.Escape(member.Name)}";
    }

    /// <summary>What <c>Loss</c> calls the target: another name where an input has that one, so that a message cannot be taken for the input's.</summary>
    public static string TargetName(IEnumerable<string> inputs)
    {
        var taken = new HashSet<string>(inputs);
        return new[] { Target, "labels", "expected" }.FirstOrDefault(name => !taken.Contains(name)) ?? Target;
    }

    /// <summary>The loss, once everything fits.</summary>
    /// <param name="method">The method of <c>ModelGen.Losses</c>.</param>
    /// <param name="target">The target's shape and type.</param>
    /// <param name="options">The arguments after output, target, model and reduction, each after a comma.</param>
    public InferredLoss Build(string method, TensorType target, Code options)
    {
        var output = Model.NewValue("output", Output.Type, null, string.Empty);
        var labels = Model.NewValue(TargetName(Model.InputNames), target, null, string.Empty);
        var name = labels.Name == Target ? Code.Of($"") : Code.Of($", name: \"{labels.Name}\"");
        return new InferredLoss(
            target,
            Code.Of($"global::ModelGen.Losses.{method}({output}, {labels}, \"{Model.ModelName}\", global::ModelGen.LossReduction.{Reduction}{options}{name})"),
            output,
            labels,
            OutputIndex,
            Reduction == "None" ? target.ToString() : "A scalar");
    }
}
