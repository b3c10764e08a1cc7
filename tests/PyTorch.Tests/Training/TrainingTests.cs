using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using ModelGen.Checkpoints;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests.Training;

/// <summary>A language model without dropout, so that its training depends on its batches alone.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(17, 8), TransformerEncoderLayer(2, 16, Causal = true, Dropout = 0), LayerNorm, Linear(17)]
[CrossEntropyLoss]
public partial class Small;

/// <summary>The program that is written beside a model, and trains it.</summary>
public sealed class TrainingTests
{
    private const int Steps = 50;
    private const int Batch = 8;
    private const int Length = 6;

    [Fact]
    public void A_model_without_a_loss_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new Plain();
        var error = Assert.Throws<PyTorchExportException>(() => model.ExportPyTorch(folder["out"], new() { Training = true }));
        Assert.Contains("Plain cannot be exported with its training: it declares no loss.", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void One_process_and_two_reach_the_weights_of_CSharp()
    {
        PythonProcess.Require();
        using var folder = new TemporaryFolder();
        using var model = new Small();
        model.ExportPyTorch(folder.Path, new() { Training = true });
        var order = WriteData(folder, out var tokens);
        Assert.Equal((0, string.Empty), Train(folder, 1, "--run", "one"));
        var (code, output) = Train(folder, 2, "--run", "two");
        Assert.True(code == 0, output);

        model.to(float64);
        TrainHere(model, tokens, order);
        var here = model.state_dict();
        foreach (var run in new[] { "one", "two" })
        {
            using var trained = new Small();
            trained.to(float64);
            Checkpoint.Load(trained, Path.Combine(folder[run], "model.safetensors"));
            foreach (var (name, value) in trained.state_dict())
            {
                var difference = (value - here[name]).abs().max().item<double>();
                Assert.True(difference < 1e-9, $"{run}: {name} differs by {difference}.");
            }
        }
    }

    [Fact]
    public void A_file_of_other_tokens_is_refused_in_one_sentence()
    {
        PythonProcess.Require();
        using var folder = new TemporaryFolder();
        using var model = new Small();
        model.ExportPyTorch(folder.Path, new() { Training = true });
        WriteData(folder, out _);
        File.WriteAllBytes(folder["tokens.bin"], [.. Enumerable.Repeat((byte)200, 8000)]);
        var (code, output) = Train(folder, 1, "--run", "one");
        Assert.Equal(2, code);
        Assert.Contains("tokens.bin has the token 51400, but the model's vocabulary has 17.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_run_resumes_to_the_weights_of_an_undisturbed_one()
    {
        PythonProcess.Require();
        using var folder = new TemporaryFolder();
        using var model = new Small();
        model.ExportPyTorch(folder.Path, new() { Training = true });
        WriteData(folder, out _);
        string[] more = ["--steps", "400", "--save-every", "5"];
        Assert.Equal((0, string.Empty), Train(folder, 1, ["--run", "whole", .. more]));
        string[] arguments = [.. Arguments, "--run", "killed", .. more];
        using (var process = Process.Start(new ProcessStartInfo(PythonProcess.Program, arguments) { WorkingDirectory = folder.Path })!)
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder["killed"], "last.pt")) || process.HasExited, 60_000));
            process.Kill();
            process.WaitForExit();
        }

        Assert.False(File.Exists(Path.Combine(folder["killed"], "model.safetensors")));
        Assert.Equal((0, string.Empty), Train(folder, 1, ["--run", "killed", "--resume", .. more]));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["whole"], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(folder["killed"], "model.safetensors")));
    }

    private static string[] Arguments =>
    [
        "train.py", "--data", "tokens.bin", "--order", "order.bin", "--dtype", "float64", "--length", $"{Length}",
        "--batch", $"{Batch}", "--steps", $"{Steps}", "--warm-up", "0.1",
    ];

    private static (int Code, string Output) Train(TemporaryFolder folder, int processes, params string[] more)
    {
        // Debian 12's torchrun needs the redirections with Python 3.11.
        string[] launcher = processes == 1
            ? []
            : ["-m", "torch.distributed.run", "--standalone", "-r", "1", "-t", "1", "--nproc_per_node", $"{processes}"];
        return PythonProcess.Run(folder.Path, [.. launcher, .. Arguments, .. more]);
    }

    private static long[] WriteData(TemporaryFolder folder, out long[] tokens)
    {
        var random = new Random(3);
        tokens = [.. Enumerable.Range(0, 4000).Select(i => i % 3 == 0 ? random.Next(17) : (long)(i * 5 % 17))];
        var count = tokens.Length - Length;
        long[] order = [.. Enumerable.Range(0, Steps * Batch).Select(_ => (long)random.Next(count))];
        File.WriteAllBytes(folder["tokens.bin"], [.. tokens.SelectMany(id => new[] { (byte)id, (byte)(id >> 8) })]);
        File.WriteAllBytes(folder["order.bin"], [.. order.SelectMany(BitConverter.GetBytes)]);
        return order;
    }

    private static void TrainHere(Small model, long[] tokens, long[] order)
    {
        model.train();
        var parameters = model.parameters().ToLookup(parameter => parameter.dim() >= 2);
        using var optimizer = optim.AdamW(
            [
                new AdamW.ParamGroup(parameters[true], new AdamW.Options { weight_decay = 0.01 }),
                new AdamW.ParamGroup(parameters[false], new AdamW.Options { weight_decay = 0 }),
            ],
            1e-3);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var share = (double)step / Steps;
            var factor = share < 0.1 ? Math.Max(share / 0.1, 0.01) : 0.5 * (1 + Math.Cos(Math.PI * (share - 0.1) / 0.9));
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = 1e-3 * factor;
            }

            var starts = order.Skip(step * Batch).Take(Batch).Select(first => (int)first).ToList();
            var ids = tensor(starts.SelectMany(first => tokens[first..(first + Length + 1)]).ToArray()).reshape(Batch, Length + 1);
            optimizer.zero_grad();
            model.Loss(ids[.., ..Length], ids[.., 1..]).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        }
    }
}
