using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen.Checkpoints;

namespace ModelGen.Training;

/// <summary>
/// The folder of a run: <c>run.json</c>, <c>history.csv</c>, <c>best.safetensors</c>, and below <c>checkpoints</c> one folder per
/// checkpoint. A checkpoint is written under another name and
/// renamed when it is whole, so that a program that is killed leaves the one before.
/// </summary>
/// <remarks>
/// One process at a time has the folder open: it holds a lock on <c>run.lock</c>, which the system releases when the process ends in
/// whatever way.
/// </remarks>
internal sealed class RunFolder : IDisposable
{
    private const string IdentityFile = "run.json";
    private const string StateFile = "state.json";
    private const string Prefix = "step-";
    private const int StepDigits = 10;
    private const string Unfinished = ".unfinished";

    private readonly string _path;
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream locked) => (_path, _lock) = (path, locked);

    /// <summary>The file with the history.</summary>
    public string HistoryPath => Path.Combine(_path, "history.csv");

    /// <summary>The file with the best weights.</summary>
    public string BestPath => Path.Combine(_path, "best.safetensors");

    /// <summary>The newest checkpoint, or <c>null</c> without one.</summary>
    public string? Latest { get; private set; }

    private string Checkpoints => Path.Combine(_path, "checkpoints");

    /// <summary>Opens the folder of a new run, or of one that is resumed. A folder without a checkpoint begins anew.</summary>
    /// <exception cref="TrainingException">Another process has it open, it holds a run and is not to be resumed, it belongs to something
    /// else, or it cannot be written to.</exception>
    public static RunFolder Open(string path, RunIdentity identity, bool resume)
    {
        var full = Path.GetFullPath(path);
        var folder = new RunFolder(full, Lock(full));
        try
        {
            folder.Begin(identity, resume);
            return folder;
        }
        catch (Exception cause)
        {
            folder.Dispose();
            if (cause is IOException or UnauthorizedAccessException)
            {
                throw new TrainingException($"The run folder '{full}' cannot be used: {cause.Message}", cause);
            }

            throw;
        }
    }

    /// <summary>Reads the state of the newest checkpoint.</summary>
    public RunState ReadState()
    {
        var file = Path.Combine(Latest!, StateFile);
        try
        {
            return JsonSerializer.Deserialize<RunState>(File.ReadAllBytes(file), RunState.Json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception cause) when (cause is JsonException or IOException)
        {
            throw new TrainingException(
                $"The checkpoint '{Latest}' is damaged: {cause.Message} Delete the folder to resume from an earlier checkpoint, "
                + "or from the start.", cause);
        }
    }

    /// <summary>Writes a checkpoint and deletes those before it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="write">Writes the other files into the folder that it is given.</param>
    /// <exception cref="TrainingException">It cannot be written; the one before is as it was.</exception>
    public void Write(RunState state, Action<string> write)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{state.Step:D10}-epoch-{state.Epoch:D6}");
        var (temporary, final) = (Path.Combine(Checkpoints, name + Unfinished), Path.Combine(Checkpoints, name));
        try
        {
            if (Directory.Exists(final))
            {
                // The last step of a run is saved again when the run has ended; its tensors are the same.
                AtomicText(Path.Combine(final, StateFile), JsonSerializer.SerializeToUtf8Bytes(state, RunState.Json));
                return;
            }

            Delete(temporary);
            Directory.CreateDirectory(temporary);
            AtomicText(Path.Combine(temporary, StateFile), JsonSerializer.SerializeToUtf8Bytes(state, RunState.Json));
            write(temporary);
            Directory.Move(temporary, final);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            var rest = Latest is null ? "the folder has no checkpoint yet" : $"the checkpoint of step {StepOf(Latest)} is still there";
            throw new TrainingException(
                $"The checkpoint of step {state.Step} cannot be written to '{_path}', {rest}: {cause.Message}", cause);
        }

        Latest = final;
        foreach (var older in Directory.GetDirectories(Checkpoints).Where(folder => folder != final))
        {
            TryDelete(older);
        }
    }

    /// <summary>Writes a file in whole or not at all.</summary>
    public static void AtomicText(string path, byte[] content)
    {
        using var files = new AtomicFiles();
        files.Write(path, stream => stream.Write(content));
        files.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        var file = Path.Combine(path, "run.lock");
        try
        {
            Directory.CreateDirectory(path);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new TrainingException($"The run folder '{path}' cannot be written to: {cause.Message}", cause);
        }
        catch (IOException cause)
        {
            throw File.Exists(file)
                ? new TrainingException(
                    $"The run folder '{path}' is in use by another process: wait for its end, or choose another folder.", cause)
                : new TrainingException($"The run folder '{path}' cannot be used: {cause.Message}", cause);
        }
    }

    private void Begin(RunIdentity identity, bool resume)
    {
        Directory.CreateDirectory(Checkpoints);
        var whole = Directory.GetDirectories(Checkpoints, Prefix + "*")
            .Where(folder => !folder.EndsWith(Unfinished, StringComparison.Ordinal) && File.Exists(Path.Combine(folder, StateFile)));
        Latest = whole.Order(StringComparer.Ordinal).LastOrDefault();
        var file = Path.Combine(_path, IdentityFile);
        if (Latest is not null && !resume)
        {
            throw new TrainingException(
                $"The run folder '{_path}' holds a run of {StepOf(Latest)} steps: resume it with Fit(resume: true), or choose another "
                + $"folder.");
        }

        if (Latest is not null)
        {
            RunIdentity? there;
            try
            {
                there = JsonSerializer.Deserialize<RunIdentity>(File.ReadAllBytes(file));
            }
            catch (Exception cause) when (cause is JsonException or FileNotFoundException)
            {
                throw new TrainingException($"The file '{file}' is not the description of a run: {cause.Message}", cause);
            }

            if (there?.DifferenceTo(identity) is { } difference)
            {
                throw new TrainingException(
                    $"The run in '{_path}' {difference}: choose another folder, or resume it with what it began with.");
            }
        }
        else
        {
            File.Delete(HistoryPath);
            File.Delete(BestPath);
        }

        foreach (var rest in Directory.GetDirectories(Checkpoints).Where(folder => folder != Latest))
        {
            Delete(rest);
        }

        AtomicText(file, JsonSerializer.SerializeToUtf8Bytes(identity, RunState.Json));
    }

    private static long StepOf(string checkpoint) =>
        long.Parse(Path.GetFileName(checkpoint).AsSpan(Prefix.Length, StepDigits), NumberStyles.None, CultureInfo.InvariantCulture);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What cannot be deleted now is deleted when the folder is next opened.
    private static void TryDelete(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
        }
    }
}
