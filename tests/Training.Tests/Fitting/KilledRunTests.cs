using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>
/// A process that is killed at any moment, in a step or in the middle of a save, goes on to the same losses, to the bit. Killed are
/// processes of their own, by SIGKILL; <c>FUZZ_ALL=1</c>
/// kills 25 of them.
/// </summary>
public sealed class KilledRunTests
{
    private const string FolderVariable = "MODELGEN_TEST_KILLED_RUN";
    private const string DelayVariable = "MODELGEN_TEST_KILLED_RUN_DELAY";
    private const string LogFile = "losses.txt";

    private static readonly TrainerOptions _options = new()
    {
        Epochs = 40,
        CheckpointEvery = 2,
        EvaluateEvery = 9,
        Accumulate = 2,
        AverageDecay = 0.95,
        ClipNorm = 1,
        Seed = 11,
        Schedule = LearningRateSchedule.Cosine(0.1),
        ShowProgress = false,
        StopOnCtrlC = false,
    };

    private static int Kills => Environment.GetEnvironmentVariable("FUZZ_ALL") == "1" ? 25 : 3;

    [Fact]
    public void Runs_that_are_killed_at_random_moments_go_on_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        var losses = new Dictionary<long, long>();
        var (weights, history) = Fit(null, (step, bits) => losses[step] = bits);
        var random = new Random(5);
        var (kills, runs) = (0, 0);
        while (kills < Kills)
        {
            var run = folder[$"run-{runs++}"];
            bool wasKilled;
            do
            {
                wasKilled = RunChild(run, random.Next(50, 800));
                kills += wasKilled ? 1 : 0;
            }
            while (wasKilled && kills < Kills);

            var (resumedWeights, resumedHistory) = Fit(run, (step, bits) => Assert.Equal(losses[step], bits));
            Assert.Equal(weights, resumedWeights);
            Assert.Equal(history, resumedHistory);
            AssertLogged(losses, Path.Combine(run, LogFile));
        }
    }

    [Fact]
    public async Task Ctrl_C_stops_a_run_after_the_step_at_hand()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        Assert.SkipWhen(
            IgnoresInterrupts(), "The tests run in the background of a shell that ignores SIGINT, and child processes inherit this.");
        using var folder = new TemporaryFolder();
        using var child = Start(folder["run"], delay: -1);
        var log = Path.Combine(folder["run"], LogFile);
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(log) && new FileInfo(log).Length > 0, TimeSpan.FromMinutes(2)),
            "The child did not begin.");
        Assert.Equal(
            $"The run folder '{folder["run"]}' is in use by another process: wait for its end, or choose another folder.",
            Assert.Throws<TrainingException>(() => Fit(folder["run"], (_, _) => { })).Message);
        Assert.Equal(0, Kill(child.Id, 2));
        var errors = child.StandardError.ReadToEndAsync();
        await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Contains("Stopping after this step", await errors, StringComparison.Ordinal);
        var last = long.Parse(File.ReadAllLines(log)[^1].Split(' ')[0], CultureInfo.InvariantCulture);
        var checkpoint = Assert.Single(Directory.GetDirectories(Path.Combine(folder["run"], "checkpoints")));
        Assert.StartsWith($"step-{last:D10}-", Path.GetFileName(checkpoint), StringComparison.Ordinal);
    }

    // Signal 2 is the second bit of the mask of ignored signals.
    private static bool IgnoresInterrupts() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
        && (ulong.Parse(mask["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;

    /// <summary>What the child process does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var delay = int.Parse(Environment.GetEnvironmentVariable(DelayVariable)!, CultureInfo.InvariantCulture);
        if (delay >= 0)
        {
            new Thread(() =>
            {
                Thread.Sleep(delay);
                Process.GetCurrentProcess().Kill();
            })
            { IsBackground = true }.Start();
        }

        using var log = new FileStream(Path.Combine(folder, LogFile), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
        Fit(folder, (step, bits) => log.Write(System.Text.Encoding.ASCII.GetBytes($"{step} {bits}\n")), endless: delay < 0);
    }

    private static (float[] Weights, string History) Fit(string? folder, Action<long, long> onLoss, bool endless = false)
    {
        using var model = TinyTask.CreateNet(dropout: 0.2);
        using var optimizer = ParameterGroups.AdamW(model, 0.01);
        var options = endless ? _options with { Epochs = 1_000_000, StopOnCtrlC = true } : _options;
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(
                model, optimizer, TinyTask.LossAndOutputs,
                options with { RunFolder = folder, Schedule = LearningRateSchedule.Cosine(0.1) });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        trainer.Observers.Add(new TinyTask.Recorder(step => onLoss(step.Step, BitConverter.DoubleToInt64Bits(step.Loss))));
        var result = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2), resume: folder is not null);
        var history =
            string.Join(
                '\n', result.History.Select(
                    row => $"{row.Step} {row.Epoch} {row.Loss:R} {row.LearningRate:R} {row.Training["mae"]:R} "
                        + $"{row.Validation.GetValueOrDefault("loss"):R} {row.Validation.GetValueOrDefault("mae"):R}"));
        return (TinyTask.Weights(model), history);
    }

    // The last line may be cut off.
    private static void AssertLogged(Dictionary<long, long> losses, string log)
    {
        var text = File.ReadAllText(log);
        foreach (
            var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')).Where(parts => parts.Length == 2))
        {
            Assert.Equal(losses[long.Parse(line[0], CultureInfo.InvariantCulture)], long.Parse(line[1], CultureInfo.InvariantCulture));
        }
    }

    private static bool RunChild(string folder, int delay)
    {
        using var child = Start(folder, delay);
        var (output, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        Assert.True(child.WaitForExit(TimeSpan.FromMinutes(5)), "The child process did not end.");
        Assert.True(child.ExitCode != 1, $"The child failed:\n{output.Result}\n{errors.Result}");
        return child.ExitCode != 0;
    }

    private static Process Start(string folder, int delay)
    {
        // The test's executable, with the command line of xunit.
        var executable = Path.ChangeExtension(typeof(KilledRunTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(KilledRunTests).FullName}.{nameof(Child)}");
        start.Environment[FolderVariable] = folder;
        start.Environment[DelayVariable] = delay.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
