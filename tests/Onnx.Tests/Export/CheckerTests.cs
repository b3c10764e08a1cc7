using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The checker of Python's package <c>onnx</c>, with strict inference of shapes, accepts what is written.</summary>
public sealed class CheckerTests
{
    private const string Script = """
        import glob, sys, onnx
        failed = 0
        for path in sorted(glob.glob(sys.argv[1] + "/*.onnx")):
            try:
                onnx.checker.check_model(path, full_check=True)
            except Exception as problem:
                failed += 1
                print(path.split("/")[-1], str(problem).strip().splitlines()[0])
        print(failed, "failed")
        """;

    // What Debian 12 has knows this version.
    private const int Opset = 17;

    [Fact]
    public void The_checker_of_Python_accepts_every_model()
    {
        Assert.SkipUnless(Python("-c", "import onnx") is { Code: 0 }, "Python's package onnx is not installed.");
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var count = 0;
        foreach (var (model, options) in AgreementTests.Compared())
        {
            using (model)
            {
                if (options.Opset == Opset)
                {
                    model.ExportOnnx(folder[$"{model.GetName()}-{count++}.onnx"], options);
                }
            }
        }

        // Without the operators that only ONNX Runtime has.
        foreach (var (kind, weights) in
            from kind in new[] { "linear", "gpt", "llama", "resnet" }
            from weights in new[] { WeightType.Float16, WeightType.BFloat16, WeightType.Int8Dynamic }
            select (kind, weights))
        {
            using var model = WeightTypeTests.Model(kind);
            model.ExportOnnx(folder[$"{kind}-{weights}.onnx"], new OnnxExportOptions { Weights = weights, Opset = Opset });
        }

        Assert.NotEqual(0, count);
        var (code, output) = Python("-c", Script, Path.GetDirectoryName(folder["x"])!)!.Value;
        Assert.Equal(0, code);
        Assert.Equal("0 failed", output.Trim());
    }

    private static (int Code, string Output)? Python(params string[] arguments)
    {
        // A Python of the user's may stand before the system's, which Debian's packages belong to.
        foreach (var name in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(name, arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                var output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return (0, output);
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no program of that name.
            }
        }

        return null;
    }
}
