using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// One case that PyTorch computed: weights, inputs, the outputs in float64, and how far PyTorch's own float32 is from them.
/// Outputs of a further run carry its prefix, such as <c>causal.</c>; the plain run has none.
/// </summary>
internal sealed class Reference : IDisposable
{
    /// <summary>The least tolerance, for outputs on which PyTorch's float32 happens to be closer.</summary>
    public const double Floor = 2e-6;

    private readonly string _name;
    private readonly JsonDocument _meta;

    private Reference(string folder)
    {
        _name = Path.GetFileName(folder);
        _meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json")));
        Weights = Read(folder, "weights.safetensors");
        Inputs = Read(folder, "inputs.safetensors");
        Expected64 = Read(folder, "expected_f64.safetensors");
        Expected32 = Read(folder, "expected.safetensors");
    }

    /// <summary>The parameters by PyTorch's names, float32.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights { get; }

    /// <summary>The inputs of all runs.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs { get; }

    /// <summary>The outputs of all runs, and gradients <c>grad.&lt;input&gt;</c>, in float64.</summary>
    public IReadOnlyDictionary<string, Tensor> Expected64 { get; }

    /// <summary>The losses before each update and after the last, in float64; for cases with a training run.</summary>
    public IReadOnlyList<double> TrainingLosses => Losses("f64");

    /// <summary>
    /// The largest difference from <see cref="TrainingLosses"/> that a float32 run may have: four times that of PyTorch's own.
    /// </summary>
    public IReadOnlyList<double> TrainingTolerances
        => Losses("f32").Zip(Losses("f64"), (single, exact) => Math.Max(4 * Math.Abs(single - exact), Floor)).ToArray();

    /// <summary>The losses of one of several training runs, in float64, and the largest difference that a float32 run may have.</summary>
    /// <param name="optimizer">How the run's name begins.</param>
    public IReadOnlyList<(double Loss, double Tolerance)> TrainingRun(string optimizer)
        => Losses("f64", optimizer)
            .Zip(Losses("f32", optimizer), (exact, single) => (exact, Math.Max(4 * Math.Abs(single - exact), Floor))).ToArray();

    /// <summary>The outputs of all runs in float32, for a case whose meta.json compares no float64 ones.</summary>
    public IReadOnlyDictionary<string, Tensor> Expected32 { get; }

    public static Reference Load(string name) => new(Path.Combine(AppContext.BaseDirectory, "Reference", name));

    /// <summary>
    /// The largest difference from the float64 output that a float32 result may have; the least where PyTorch's own error was not measured.
    /// </summary>
    public double Tolerance(string output) => Math.Max(4 * (OwnError(output) ?? 0), Floor);

    /// <summary>Copies the weights into a module of the same shapes.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">PyTorch's name for a <c>state_dict</c> key of the module. Every weight must be used.</param>
    public void LoadInto(nn.Module module, Func<string, string> name)
    {
        var used = new HashSet<string>();
        LoadInto(module, key =>
        {
            used.Add(name(key));
            return Weights[name(key)].alias();
        });
        Assert.Equal(Weights.Keys.Order(), used.Order());
    }

    /// <summary>Fills a module whose weights are arranged otherwise than PyTorch's.</summary>
    /// <param name="module">The module.</param>
    /// <param name="weight">The weight for a <c>state_dict</c> key of the module, as a tensor that is disposed here.</param>
    public static void LoadInto(nn.Module module, Func<string, Tensor> weight)
    {
        using var quiet = no_grad();
        foreach (var (key, destination) in module.state_dict())
        {
            using var source = weight(key);
            Assert.Equal(destination.shape.AsEnumerable(), source.shape);
            destination.copy_(source);
        }
    }

    /// <summary>
    /// Differentiates the mean of the squared output, which must be the run's loss. Afterwards <see cref="AssertGradientNorms"/> can judge.
    /// </summary>
    /// <param name="output">The output of the run, which is left alive.</param>
    /// <param name="run">The run's prefix.</param>
    public void Backward(Tensor output, string run = "")
    {
        using var squared = output.square();
        using var loss = squared.mean();
        var (exact, single) = (Loss(run), Gradients(run, "f32").GetProperty("loss").GetDouble());
        AssertNear(loss, exact, single, "The loss");
        loss.backward();
    }

    /// <summary>The mean of the squared output of a run, in float64: what <see cref="GradientNorms"/> are gradients of.</summary>
    public double Loss(string run = "") => Gradients(run, "f64").GetProperty("loss").GetDouble();

    /// <summary>The L2 norms of the gradients of <see cref="Loss"/> by PyTorch's parameter names, in float64.</summary>
    public IReadOnlyDictionary<string, double> GradientNorms(string run = "") => Norms(run, "f64");

    /// <summary>A float32 or float64 result must agree with the output of this name.</summary>
    public void AssertAgrees(Tensor actual, string output)
    {
        if (actual.dtype == ScalarType.Float32)
        {
            AgreementLog.Add(_name, output, Agreement.Difference(actual, Expected64[output]), OwnError(output) ?? 0);
        }

        Agreement.Assert(actual, Expected64[output], actual.dtype == ScalarType.Float64 ? Agreement.Exact : Tolerance(output), output);
    }

    /// <summary>The gradients that a module holds after <see cref="Backward"/> must have the norms of a run.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">PyTorch's name for a parameter of the module; several that PyTorch holds as one have one name.</param>
    /// <param name="run">The run's prefix.</param>
    public void AssertGradientNorms(nn.Module module, Func<string, string> name, string run = "")
    {
        var (exact, single) = (Norms(run, "f64"), Norms(run, "f32"));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var squares = new Dictionary<string, Tensor>();
        foreach (var (key, parameter) in module.named_parameters())
        {
            if (!parameter.requires_grad)
            {
                continue;
            }

            var gradient = parameter.grad;
            Assert.True(gradient is not null, $"{key} has no gradient.");
            var square = gradient.square().sum();
            squares[name(key)] = squares.TryGetValue(name(key), out var others) ? others + square : square;
        }

        foreach (var (weight, square) in squares)
        {
            AssertNear(square.sqrt(), exact[weight], single[weight], $"The norm of the gradient of {weight}");
        }

        Assert.Equal(exact.Keys.Order(), squares.Keys.Order());
    }

    public void Dispose()
    {
        foreach (var tensor in Weights.Values.Concat(Inputs.Values).Concat(Expected64.Values).Concat(Expected32.Values))
        {
            tensor.Dispose();
        }

        _meta.Dispose();
    }

    // How far PyTorch's float32 is from its float64, where that was measured.
    private double? OwnError(string output)
        => _meta.RootElement.GetProperty("outputs").TryGetProperty(output, out var measured)
            && measured.TryGetProperty("f32_vs_f64_max_abs_diff", out var difference)
            ? difference.GetDouble()
            : null;

    private static void AssertNear(Tensor scalar, double exact, double single, string what)
    {
        using var wide = scalar.to(ScalarType.Float64);
        var tolerance = scalar.dtype == ScalarType.Float64
            ? Agreement.Exact
            : Math.Max(4 * Math.Abs(exact - single), Floor * Math.Max(1, exact));
        Assert.True(Math.Abs(wide.item<double>() - exact) <= tolerance,
            $"{what} is {wide.item<double>():R}, expected {exact:R} within {tolerance:R}.");
    }

    private static Dictionary<string, Tensor> Read(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path) && !File.Exists(path + ".gz"))
        {
            return [];
        }

        using var checkpoint = File.Exists(path) ? CheckpointFile.Open(path) : CheckpointFile.Open(Unzipped(path + ".gz"), path);
        return checkpoint.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Read());
    }

    private static byte[] Unzipped(string path)
    {
        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        unzipped.CopyTo(memory);
        return memory.ToArray();
    }

    private double[] Losses(string precision, string optimizer = "")
        => _meta.RootElement.GetProperty("training")
            .EnumerateObject().Single(run => run.Name.StartsWith(optimizer, StringComparison.Ordinal)).Value
            .GetProperty(precision).EnumerateArray().Select(loss => loss.GetDouble()).ToArray();

    // A weight that the run does not use has null.
    private Dictionary<string, double> Norms(string run, string precision)
        => Gradients(run, precision).GetProperty("param_grad_l2").EnumerateObject()
            .Where(norm => norm.Value.ValueKind != JsonValueKind.Null).ToDictionary(norm => norm.Name, norm => norm.Value.GetDouble());

    private JsonElement Gradients(string run, string precision) => _meta.RootElement.GetProperty("gradients").GetProperty(run + precision);
}
