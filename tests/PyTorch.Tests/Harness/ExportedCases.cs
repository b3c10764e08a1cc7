using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGen.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>
/// Cases that one process of Python computes, since importing PyTorch takes longer than most of them. They are written when the first
/// test of a class needs one.
/// </summary>
internal sealed partial class ExportedCases : IDisposable
{
    private readonly Lazy<bool> _written;
    private readonly Lazy<Dictionary<string, string>> _problems;
    private readonly Dictionary<string, ExportedCase> _cases = [];
    private readonly Dictionary<string, string> _refused = [];

    /// <param name="cases">The names of the cases, and what writes each into a folder.</param>
    public ExportedCases(IEnumerable<(string Name, Func<string, ExportedCase> Write)> cases)
    {
        _written = new(() => WriteAll(cases));
        _problems = new(Compute);
    }

    private void Write() => _ = _written.Value;

    private bool WriteAll(IEnumerable<(string Name, Func<string, ExportedCase> Write)> cases)
    {
        var root = Root;
        foreach (var (name, write) in cases)
        {
            using var scope = NewDisposeScope();
            try
            {
                var one = _cases[name] = write(root);
                foreach (var tensor in one.Expected.Values)
                {
                    tensor.DetachFromDisposeScope();
                }
            }
            catch (Exception cause)
            {
                _refused[name] = cause.ToString();
            }
        }

        return true;
    }

    private Dictionary<string, string> Compute()
    {
        Write();
        var (code, output) = PythonProcess.Run(null, Path.Combine(AppContext.BaseDirectory, "Harness", "agree.py"), Root);
        Assert.True(code == 0, output);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Root, "problems.json")))!;
    }

    /// <summary>The folder of all cases: a temporary one, or one below a folder that the environment names, which stays.</summary>
    public string Root { get; } = Environment.GetEnvironmentVariable("MODELGEN_EXPORTED") is { } kept
        ? Directory.CreateDirectory(Path.Combine(kept, Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("modelgen-pytorch-").FullName;

    /// <summary>Asserts that Python computes what C# computes, in float64.</summary>
    public void AssertEqual(string name, double tolerance = 1e-9)
    {
        foreach (var (key, expected, actual) in Results(name, "float64"))
        {
            var scale = Math.Max(expected.abs().max().item<double>(), 1);
            var difference = (expected - actual).abs().max().item<double>();
            Assert.True(difference <= tolerance * scale, $"{name}, {key}: differs by {difference} at a scale of {scale}");
        }
    }

    /// <summary>
    /// Asserts that C# in float32 is as near to the exact numbers as PyTorch in float32: relative to the largest number among the results
    /// of a call, or among its gradients, each error is at most four times PyTorch's largest one.
    /// </summary>
    public void AssertEqualWithinRounding(string name)
    {
        var exact = Results(name, "float64").ToDictionary(result => result.Key, result => result.Actual);
        var groups = Results(name, "float32").GroupBy(result => Group().Match(result.Key).Value)
            .Select(group => (Name: group.Key, Scale: group.Max(result => Largest(exact[result.Key])), Results: group.ToList())).ToList();

        // Few numbers may be rounded well by chance: half a digit of float32 is no error.
        var rounding = groups.Where(group => group.Scale > 0).SelectMany(group => group.Results.Select(result =>
            Largest(result.Actual - exact[result.Key]) / group.Scale)).Append(6e-8).Max();
        foreach (var group in groups)
        {
            var isExact = group.Name.EndsWith("ids", StringComparison.Ordinal);
            foreach (var (key, ours, _) in group.Results)
            {
                var error = Largest(ours - exact[key]);
                Assert.True(
                    error <= (isExact ? 0 : 4 * rounding * group.Scale),
                    $"{name}, {key}: the error is {error} at a scale of {group.Scale}, that of PyTorch at most {rounding} of it");
            }
        }
    }

    /// <summary>Asserts that black leaves all files unchanged, and that flake8 reports nothing.</summary>
    public void AssertFormatted()
    {
        foreach (var tool in new[] { "black", "flake8" })
        {
            Assert.SkipUnless(PythonProcess.Run(null, "-m", tool, "--version").Code == 0, $"Python's package {tool} is not installed.");
        }

        Write();
        File.Copy(Path.Combine(Directory.GetDirectories(Root)[0], ".flake8"), Path.Combine(Root, ".flake8"), overwrite: true);
        Assert.Equal((0, string.Empty), PythonProcess.Run(Root, "-m", "black", "--check", "--diff", "--quiet", "."));
        Assert.Equal((0, string.Empty), PythonProcess.Run(Root, "-m", "flake8", "."));
    }

    private static double Largest(Tensor tensor) => tensor.abs().max().item<double>();

    // The call, and whether it is an output or a gradient.
    [GeneratedRegex(@"^\d+_[a-z]+")]
    private static partial Regex Group();

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("MODELGEN_EXPORTED") is null)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private IEnumerable<(string Key, Tensor Expected, Tensor Actual)> Results(string name, string dtype)
    {
        PythonProcess.Require();
        var problems = _problems.Value;
        Assert.False(_refused.TryGetValue(name, out var refusal), refusal);
        Assert.False(problems.TryGetValue(name, out var problem), problem);
        using var file = CheckpointFile.Open(Path.Combine(Root, name, $"{dtype}.safetensors"));
        var results = file.Tensors.ToDictionary(tensor => tensor.Name);
        Assert.Equal(_cases[name].Expected.Keys.Order(), results.Keys.Order());
        foreach (var (key, expected) in _cases[name].Expected.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var actual = results[key].Read();
            Assert.True(
                expected.shape.SequenceEqual(actual.shape),
                $"{name}, {key}: ({string.Join(", ", actual.shape)}) instead of ({string.Join(", ", expected.shape)})");
            if (expected.numel() > 0)
            {
                yield return (key, expected.to(ScalarType.Float64), actual.to(ScalarType.Float64));
            }
        }
    }
}
