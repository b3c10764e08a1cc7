using System;
using System.IO;
using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// What an optimizer remembers between steps, as TorchSharp writes it: the options of each group, its learning rate included, and the state
/// of each parameter.
/// </summary>
internal static class OptimizerState
{
    /// <summary>Refuses an optimizer whose state cannot be saved.</summary>
    /// <exception cref="TrainingException">It is implemented in native code, which gives nothing out.</exception>
    public static void Require(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper)
        {
            throw new TrainingException(
                $"{optimizer.GetType().Name} does not give out its state, so a run with it cannot be resumed: leave RunFolder out, or "
                + $"use another optimizer.");
        }
    }

    /// <summary>Writes the state.</summary>
    public static void Save(optim.Optimizer optimizer, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        ((OptimizerHelper)optimizer).save_state_dict(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="TrainingException">It belongs to another optimizer, or to other parameters.</exception>
    public static void Load(optim.Optimizer optimizer, Stream stream)
    {
        // State that is created while it is loaded must outlive the dispose scope of the caller.
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            ((OptimizerHelper)optimizer).load_state_dict(reader);
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidDataException or EndOfStreamException)
        {
            throw new TrainingException(
                $"The run's optimizer is not this {optimizer.GetType().Name} with its parameter groups: {cause.Message}", cause);
        }

        scope.Detach(scope.DisposablesView.ToArray());
    }
}
