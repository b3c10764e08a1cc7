using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using ModelGen.PyTorch;
using ModelGen.PyTorch.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Zoo.Tests;

/// <summary>PyTorch computes what TorchSharp computes: every architecture, in small where it is large, in float32.</summary>
public sealed class PyTorchTests(PyTorchTests.Cases cases) : IClassFixture<PyTorchTests.Cases>
{
    private const string Training = "-training";

    // The pixels of a VAE follow from a random code. Without dropout, a model can be compared in training as well, where its batch norms
    // use the statistics of the batch.
    public static TheoryData<string> Names =>
    [
        .. RunTests.Runs.Keys.Where(name => name != nameof(Vae)), nameof(ResNet18) + Training, nameof(DcganGenerator) + Training,
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnArchitectureComputesTheSameResultsAndGradients(string name) => cases.All.AssertEqualWithinRounding(name);

    [Fact]
    public void BlackAndFlake8AcceptEveryFile() => cases.All.AssertFormatted();

    /// <summary>The file is written anew when the environment variable ACCEPT_SNAPSHOTS is 1.</summary>
    [Fact]
    public void TheSourceOfResNet18IsWhatTheExportWrites()
    {
        using var model = new ResNet18(device: META);
        var path = Path.Combine(Here(), "..", "..", "docs", "pytorch", "resnet18.py");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, model.ToPyTorch());
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), model.ToPyTorch());
    }

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

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>All of them, which one process of Python computes.</summary>
    public sealed class Cases : IDisposable
    {
        internal ExportedCases All { get; } = new(Names.Select(name => (name.Data, (Func<string, ExportedCase>)(root =>
        {
            random.manual_seed(1);
            var run = RunTests.Runs[name.Data.Replace(Training, string.Empty, StringComparison.Ordinal)];
            using var model = run.Create();
            model.train(name.Data.EndsWith(Training, StringComparison.Ordinal));
            return ExportedCase.Write(root, name.Data, model, [new([.. run.Inputs.Select(input => input())])], "float64", "float32");
        }))));

        public void Dispose() => All.Dispose();
    }
}
