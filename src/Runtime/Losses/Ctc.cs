using System;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Connectionist temporal classification (Graves et al. 2006).</summary>
public static class Ctc
{
    /// <summary>
    /// Computes the negative log-likelihood of the labels, summed over their alignments with the time steps, as
    /// <c>torch.nn.functional.ctc_loss</c>.
    /// </summary>
    /// <param name="logProbabilities">The log-probabilities <c>(T, B, C)</c>, with time steps as the first axis.</param>
    /// <param name="target">
    /// The labels <c>(B, S)</c>, Int64, from 0 to C - 1 without the blank label. Labels after the length of a sequence are ignored.
    /// </param>
    /// <param name="inputLengths">The number of time steps of each sequence <c>(B)</c>, Int64, from 0 to T.</param>
    /// <param name="targetLengths">The number of labels of each sequence <c>(B)</c>, Int64, from 0 to S.</param>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="reduction">
    /// How the losses of the sequences are reduced. The mean is over the batch, after each loss is divided by its number of labels.
    /// </param>
    /// <param name="blank">The class of the blank label.</param>
    /// <param name="zeroInfinity">
    /// Whether the loss and the gradients of a sequence with too few time steps for its labels are 0 instead of infinite.
    /// </param>
    /// <param name="name">The name of the target, for messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(B)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A target has another shape than the output requires, or is not Int64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length exceeds its axis, or a label is not a class.</exception>
    public static Tensor Loss(
        Tensor logProbabilities, Tensor target, Tensor inputLengths, Tensor targetLengths, string model,
        LossReduction reduction = LossReduction.Mean, long blank = 0, bool zeroInfinity = false, string name = "target")
    {
        Check(target, logProbabilities, ["B", "S"], model, name);
        Check(inputLengths, logProbabilities, ["B"], model, nameof(inputLengths));
        Check(targetLengths, logProbabilities, ["B"], model, nameof(targetLengths));
        var input = Lengths(inputLengths, logProbabilities.size(0), model, nameof(inputLengths), "time steps");
        var labels = Lengths(targetLengths, target.size(1), model, nameof(targetLengths), "labels");
        CheckLabels(target, labels, logProbabilities.size(2), blank, model, name);
        using var inputs = tensor(input);
        using var targets = tensor(labels);
        return nn.functional.ctc_loss(logProbabilities, target, inputs, targets, blank, zeroInfinity, ClassLoss.Native(reduction));
    }

    private static void Check(Tensor target, Tensor output, string[] axes, string model, string name)
    {
        if (target is null)
        {
            throw GuardMessages.Absent(model, name, "pass the target");
        }

        var declared = $"({string.Join(", ", axes)})";
        Guard.Rank(target, axes.Length, model, name, declared);
        Guard.Type(target, DType.Int64, model, name);
        if (target.size(0) != output.size(1))
        {
            throw GuardMessages.WrongSize(
                target, 0, output.size(1), model, name, "B", declared, "give one entry for each sequence of the output");
        }

        Guard.SameDevice(target, output, model, name);
    }

    private static long[] Lengths(Tensor lengths, long most, string model, string name, string what)
    {
        using var onCpu = lengths.cpu();
        using var local = onCpu.contiguous();
        var values = local.data<long>().ToArray();
        if (values.FirstOrDefault(value => value < 0 || value > most) is var wrong && wrong != 0)
        {
            throw new ArgumentOutOfRangeException(
                name, wrong, $"{model}: '{name}' has {wrong}, but there are {most} {what}: give lengths from 0 to {most}.");
        }

        return values;
    }

    // The native loss does not check the labels: for a label that is not a class, it reads outside of its memory.
    private static void CheckLabels(Tensor target, long[] lengths, long classes, long blank, string model, string name)
    {
        using var onCpu = target.cpu();
        using var local = onCpu.contiguous();
        var values = local.data<long>().ToArray();
        var width = (int)target.size(1);
        for (var item = 0; item < lengths.Length; item++)
        {
            foreach (var label in values.AsSpan(item * width, (int)lengths[item]))
            {
                if (label < 0 || label >= classes || label == blank)
                {
                    throw new ArgumentOutOfRangeException(
                        name,
                        label,
                        $"{model}: '{name}' has {label}, but labels are from 0 to {classes - 1} without the blank, {blank}: "
                        + "give ids of classes, and the number of labels of each sequence in its length.");
                }
            }
        }
    }
}
