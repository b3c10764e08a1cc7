using System.IO;
using Xunit;

namespace Zoo.Tests;

/// <summary>The command that writes an architecture in the ONNX format.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData("17")]
    [InlineData("23")]
    public void AnArchitectureIsWritten(string opset)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter();
            Assert.Equal(0, Program.Run(["export", "lenet5", "--output", file, "--opset", opset], output, error));
            Assert.Equal(string.Empty, error.ToString());
            Assert.StartsWith($"{file}: ", output.ToString());
            Assert.True(new FileInfo(file).Length > 61_706 * sizeof(float));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("Float16")]
    public void SmallerWeightsMakeASmallerFile(string weights)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        try
        {
            Assert.Equal(
                0, Program.Run(["export", "lenet5", "--output", file, "--weights", weights], TextWriter.Null, TextWriter.Null));
            Assert.True(new FileInfo(file).Length < 61_706 * sizeof(float) * 0.6);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("99")]
    [InlineData("int3")]
    public void AnotherTypeOfWeightsIsRefused(string weights)
    {
        using var error = new StringWriter();
        Assert.Equal(2, Program.Run(["export", "lenet5", "--output", "x.onnx", "--weights", weights], TextWriter.Null, error));
        Assert.StartsWith($"Argument '{weights}' not recognized", error.ToString());
    }

    [Theory]
    [InlineData("AlexNet", "x.onnx", "17", "There is no architecture 'AlexNet'")]
    [InlineData("LeNet5", "no/such/folder/x.onnx", "17", "'")]
    [InlineData("LeNet5", "x.onnx", "9", "Argument '9' not recognized")]
    public void WhatCannotBeExportedIsExplained(string name, string file, string opset, string message)
    {
        using var error = new StringWriter();
        Assert.Equal(2, Program.Run(["export", name, "--output", file, "--opset", opset], TextWriter.Null, error));
        Assert.StartsWith(message, error.ToString());
        Assert.False(File.Exists(file));
    }
}
