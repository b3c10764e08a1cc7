using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// Brings features to a common scale: <c>(x − Shift) / Scale</c>. Fit it to the training data alone, for what is held out must not leak
/// into training, and keep it beside the weights: a
/// model is of no use without it.
/// </summary>
/// <param name="Shift">What is subtracted from each feature.</param>
/// <param name="Scale">What each feature is divided by after that.</param>
public sealed record FeatureScaler(IReadOnlyList<double> Shift, IReadOnlyList<double> Scale)
{
    /// <summary>Scales each feature to a mean of 0 and a standard deviation of 1; one that is constant is only shifted.</summary>
    /// <param name="rows">The training data, of the same number of features each.</param>
    /// <returns>The scaler.</returns>
    /// <exception cref="TrainingException">There is no row, a row has another number of features, or a number is NaN or
    /// infinite.</exception>
    public static FeatureScaler Standard(IReadOnlyList<float[]> rows)
    {
        var features = Check(rows);
        var mean = new double[features];
        foreach (var row in rows)
        {
            for (var i = 0; i < features; i++)
            {
                mean[i] += row[i] / (double)rows.Count;
            }
        }

        var variance = new double[features];
        foreach (var row in rows)
        {
            for (var i = 0; i < features; i++)
            {
                variance[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / rows.Count;
            }
        }

        return new FeatureScaler(mean, Array.ConvertAll(variance, value => NotZero(Math.Sqrt(value))));
    }

    /// <summary>Scales each feature so that the smallest number is 0 and the largest 1; one that is constant is only shifted.</summary>
    /// <inheritdoc cref="Standard"/>
    public static FeatureScaler MinMax(IReadOnlyList<float[]> rows)
    {
        var features = Check(rows);
        var smallest = Enumerable.Range(0, features).Select(i => (double)rows.Min(row => row[i])).ToArray();
        return new FeatureScaler(smallest, [.. Enumerable.Range(0, features).Select(i => NotZero(rows.Max(row => row[i]) - smallest[i]))]);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The scaler.</returns>
    /// <exception cref="TrainingException">It is not the text of a scaler.</exception>
    public static FeatureScaler FromJson(string json)
    {
        FeatureScaler? scaler = null;
        try
        {
            scaler = JsonSerializer.Deserialize<FeatureScaler>(json);
        }
        catch (JsonException cause)
        {
            throw new TrainingException($"This is not the JSON of a scaler: {cause.Message}", cause);
        }

        return scaler is { Shift: not null, Scale: not null } && scaler.Shift.Count == scaler.Scale.Count
            ? scaler
            : throw new TrainingException("This is not the JSON of a scaler: it needs as many numbers in Shift as in Scale.");
    }

    /// <summary>The scaler as JSON: an object with the arrays <c>Shift</c> and <c>Scale</c>.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Scales a row.</summary>
    /// <param name="row">The features.</param>
    /// <returns>A new row.</returns>
    /// <exception cref="TrainingException">The row has another number of features.</exception>
    public float[] Transform(ReadOnlySpan<float> row) => Each(row, static (value, shift, scale) => (float)((value - shift) / scale));

    /// <summary>Undoes <see cref="Transform(ReadOnlySpan{float})"/>.</summary>
    /// <param name="row">The scaled features.</param>
    /// <returns>A new row.</returns>
    /// <exception cref="TrainingException">The row has another number of features.</exception>
    public float[] Invert(ReadOnlySpan<float> row) => Each(row, static (value, shift, scale) => (float)(value * scale + shift));

    /// <summary>Undoes the scaling of the features along the last axis of a tensor.</summary>
    /// <param name="tensor">The scaled features <c>(..., F)</c>.</param>
    /// <returns>A new tensor.</returns>
    public Tensor Invert(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        var shift = Values(Shift, tensor);
        var scale = Values(Scale, tensor);
        return tensor.mul(scale).add_(shift).MoveToOuterDisposeScope();

        static Tensor Values(IReadOnlyList<double> values, Tensor like) =>
            TorchSharp.torch.tensor(values.ToArray(), dtype: like.dtype, device: like.device);
    }

    /// <summary>A scaler of some of the features, such as those that are predicted.</summary>
    /// <param name="features">Their indices.</param>
    /// <returns>The scaler.</returns>
    public FeatureScaler Of(params int[] features) => new([.. features.Select(i => Shift[i])], [.. features.Select(i => Scale[i])]);

    private static double NotZero(double scale) => scale == 0 ? 1 : scale;

    private static int Check(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new TrainingException("A scaler cannot be fitted without data: there is no row.");
        }

        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Length != rows[0].Length)
            {
                throw new TrainingException($"Row {row} has {rows[row].Length} features, and row 0 has {rows[0].Length}.");
            }

            var wrong = Array.FindIndex(rows[row], value => !float.IsFinite(value));
            if (wrong >= 0)
            {
                throw new TrainingException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Feature {wrong} of row {row} is {rows[row][wrong]}, both counted from 0: leave the row out, or fill the value "
                        + $"in."));
            }
        }

        return rows[0].Length;
    }

    private float[] Each(ReadOnlySpan<float> row, Func<float, double, double, float> convert)
    {
        if (row.Length != Shift.Count)
        {
            throw new TrainingException($"The scaler was fitted to {Shift.Count} features, and the row has {row.Length}.");
        }

        var result = new float[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = convert(row[i], Shift[i], Scale[i]);
        }

        return result;
    }
}
