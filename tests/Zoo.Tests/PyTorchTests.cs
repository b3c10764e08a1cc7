using System;
using System.IO;
using System.Linq;
using ModelGen.PyTorch.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Zoo.Tests;

/// <summary>PyTorch computes what TorchSharp computes: every architecture, in small where it is large, in float32.</summary>
public sealed class PyTorchTests(PyTorchTests.Cases cases) : IClassFixture<PyTorchTests.Cases>
{
    // The pixels of a VAE follow from a random code.
    public static TheoryData<string> Names => [.. RunTests.Runs.Keys.Where(name => name != nameof(Vae))];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnArchitectureComputesTheSameResultsAndGradients(string name) => cases.All.AssertEqualWithinRounding(name);

    [Fact]
    public void TheCommandWritesAnArchitecture()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            Assert.Equal(0, Program.Run(["pytorch", "lenet5", "--output", folder], output, TextWriter.Null));
            Assert.Equal($"{Path.Combine(folder, "model.py")}, with the weights in model.safetensors.\n", output.ToString());
            Assert.Equal(
                [".flake8", "checkpoint.py", "model.py", "model.safetensors"],
                Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("AlexNet", "x", "There is no architecture 'AlexNet'")]
    [InlineData("LeNet5", "/dev/null/x", "'/dev/null/x' cannot be written: ")]
    public void WhatCannotBeWrittenIsExplained(string name, string folder, string message)
    {
        using var error = new StringWriter();
        Assert.Equal(2, Program.Run(["pytorch", name, "--output", folder], TextWriter.Null, error));
        Assert.StartsWith(message, error.ToString());
    }

    /// <summary>All of them, which one process of Python computes.</summary>
    public sealed class Cases : IDisposable
    {
        internal ExportedCases All { get; } = new(Names.Select(name => (name.Data, (Func<string, ExportedCase>)(root =>
        {
            random.manual_seed(1);
            var run = RunTests.Runs[name.Data];
            using var model = run.Create();
            model.eval();
            return ExportedCase.Write(root, name.Data, model, [new([.. run.Inputs.Select(input => input())])], "float64", "float32");
        }))));

        public void Dispose() => All.Dispose();
    }
}
