using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Layers;

/// <summary>What writes a loss of each kind, by the name of its attribute: an expression of the outputs and the targets.</summary>
internal static class LossWriters
{
    private static readonly Dictionary<string, Func<LossContext, string>> _writers = new(StringComparer.Ordinal)
    {
        ["CrossEntropyLoss"] = loss => Classes(loss, "cross_entropy"),
        ["NllLoss"] = loss => Classes(loss, "nll_loss"),
        ["MseLoss"] = loss => Call(loss, "mse_loss"),
        ["L1Loss"] = loss => Call(loss, "l1_loss"),
        ["SmoothL1Loss"] = loss => Call(loss, "smooth_l1_loss", loss.Number("beta", "Beta", 1)),
        ["BceWithLogitsLoss"] = loss => Call(loss, "binary_cross_entropy_with_logits", Weights(loss, "pos_weight", "PosWeight")),
        ["KlDivLoss"] = loss => Call(loss, "kl_div", loss.Flag("log_target", "LogTarget")),
        ["CtcLoss"] = Ctc,
        ["TripletMarginLoss"] = loss => Call(
            loss, "triplet_margin_loss", loss.Number("margin", "Margin", 1),
            LayerContext.Optional("p", Python.Literal((double)loss.Integer("P", 2)), "2.0"),
            loss.Number("eps", "Eps", 1e-6), loss.Flag("swap", "Swap")),
    };

    /// <summary>The kinds that are written.</summary>
    public static IReadOnlyCollection<string> Kinds => _writers.Keys;

    /// <summary>The loss as an expression.</summary>
    /// <exception cref="PyTorchExportException">Its kind is not written.</exception>
    public static string Write(LossContext loss) => _writers.TryGetValue(loss.Loss.Kind, out var write)
        ? write(loss)
        : throw new PyTorchExportException($"{loss.Loss.Kind} of {loss.Model.Name} cannot be exported: losses of this kind are not.");

    private static string Call(LossContext loss, string function, params IEnumerable<string>[] arguments) =>
        $"F.{function}({string.Join(", ", loss.Operands.Concat(arguments.SelectMany(some => some)).Concat(Reduction(loss)))})";

    private static IEnumerable<string> Reduction(LossContext loss) => loss.Choice("Reduction", LossReduction.Mean) switch
    {
        LossReduction.Sum => ["reduction=\"sum\""],
        LossReduction.None => ["reduction=\"none\""],
        LossReduction.BatchMean => ["reduction=\"batchmean\""],
        _ => [],
    };

    // PyTorch expects the classes on axis 1.
    private static string Classes(LossContext loss, string function)
    {
        var (scores, target) = (loss.Operands[0], loss.Operands[1]);
        var axis = loss.Integer("Axis", -1);
        var rank = loss.RankOfFirst;
        scores = axis == 1 || (axis == -1 && rank == 2) ? scores : $"{scores}.movedim({Python.Literal(axis)}, 1)";
        if (rank is null)
        {
            // Any number of leading axes: one example per position.
            (scores, target) = ($"{loss.Operands[0]}.flatten(0, -2)", $"{target}.flatten()");
        }

        IEnumerable<string> arguments =
        [
            scores, target, .. Weights(loss, "weight", "Weights"),
            .. LayerContext.Optional("ignore_index", Python.Literal(loss.Integer("IgnoreIndex", -100)), "-100"),
            .. Reduction(loss), .. loss.Number("label_smoothing", "LabelSmoothing", 0),
        ];
        var call = $"F.{function}({string.Join(", ", arguments)})";
        return rank is null && loss.Choice("Reduction", LossReduction.Mean) == LossReduction.None
            ? $"{call}.reshape({loss.Operands[1]}.shape)"
            : call;
    }

    private static string Ctc(LossContext loss)
    {
        var (scores, targets, steps, labels) = (loss.Operands[0], loss.Operands[1], loss.Operands[2], loss.Operands[3]);
        IEnumerable<string> arguments =
        [
            scores, targets, steps, labels,
            .. LayerContext.Optional("blank", Python.Literal(loss.Integer("Blank", 0)), "0"), .. Reduction(loss),
            .. loss.Flag("zero_infinity", "ZeroInfinity"),
        ];
        return $"F.ctc_loss({string.Join(", ", arguments)})";
    }

    // The numbers that the member of the class has now.
    private static IEnumerable<string> Weights(LossContext loss, string name, string argument)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        if (loss.Text(argument) is not { } member)
        {
            return [];
        }

        var (module, type) = (loss.Model.Module, loss.Model.Module.GetType());
        var given = type.GetField(member, Any)?.GetValue(module) ?? type.GetProperty(member, Any)?.GetValue(module);
        if (given is not Tensor tensor)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        var numbers = tensor.detach().cpu().to(ScalarType.Float64).data<double>().Select(Python.Literal);
        return [$"{name}={loss.Operands[0]}.new_tensor([{string.Join(", ", numbers)}])"];
    }
}
