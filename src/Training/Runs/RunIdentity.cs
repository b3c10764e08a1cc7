using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>What a run folder belongs to. A run is only resumed with the same.</summary>
/// <param name="Format">The version of the folder's format.</param>
/// <param name="Model">The class of the model.</param>
/// <param name="Weights">Each parameter and buffer: its name, type and shape.</param>
/// <param name="Optimizer">The class of the optimizer.</param>
/// <param name="Data">The fingerprint of the training data.</param>
/// <param name="ValidationData">The fingerprint of the validation data.</param>
/// <param name="Accumulate">The number of batches per step.</param>
/// <param name="AverageDecay">The decay of the average of the weights.</param>
internal sealed record RunIdentity(
    int Format, string Model, SortedDictionary<string, string> Weights, string Optimizer, string Data, string? ValidationData,
    int Accumulate, double? AverageDecay)
{
    /// <summary>The format that this version writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Describes the weights of a module.</summary>
    public static SortedDictionary<string, string> Describe(nn.Module module)
    {
        var weights = new SortedDictionary<string, string>(System.StringComparer.Ordinal);
        foreach (var (name, tensor) in module.state_dict())
        {
            weights[name] =
                $"{tensor.dtype} ({string.Join(", ", tensor.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))})";
        }

        return weights;
    }

    /// <summary>Says in a part of a sentence how the folder of a run differs from what it is to be resumed with.</summary>
    /// <param name="here">What it is to be resumed with.</param>
    /// <returns>The difference, or <c>null</c> if there is none.</returns>
    public string? DifferenceTo(RunIdentity here)
    {
        if (Format != here.Format)
        {
            return $"is in format {Format}, and this version reads format {here.Format}";
        }

        if (Model != here.Model)
        {
            return $"belongs to the model {Model}, not to {here.Model}";
        }

        foreach (var name in Weights.Keys.Union(here.Weights.Keys).Order(System.StringComparer.Ordinal))
        {
            var (there, now) = (Weights.GetValueOrDefault(name), here.Weights.GetValueOrDefault(name));
            if (there != now)
            {
                return $"belongs to another {Model}: '{name}' is {there ?? "absent"} there and {now ?? "absent"} here";
            }
        }

        if (Optimizer != here.Optimizer)
        {
            return $"was trained with {Optimizer}, not with {here.Optimizer}";
        }

        if (Data != here.Data)
        {
            return $"was trained on other data ({Quote(Data)} there, {Quote(here.Data)} here)";
        }

        if (ValidationData != here.ValidationData)
        {
            return $"was evaluated on other data ({Quote(ValidationData)} there, {Quote(here.ValidationData)} here)";
        }

        if (Accumulate != here.Accumulate)
        {
            return $"took {Accumulate} batches per step, not {here.Accumulate}";
        }

        return AverageDecay != here.AverageDecay
            ? $"averaged its weights with a decay of {Show(AverageDecay)}, not of {Show(here.AverageDecay)}"
            : null;
    }

    private static string Quote(string? fingerprint) => fingerprint is null ? "none" : $"'{fingerprint}'";

    private static string Show(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
