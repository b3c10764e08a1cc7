using System;
using System.IO;
using System.Linq;
using ModelGen.Adapters;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen;

// The files of Hugging Face's peft.
public sealed partial class LoraAdapters
{
    private const string WeightsFile = "adapter_model.safetensors";
    private const string PickleFile = "adapter_model.bin";

    /// <summary>
    /// Loads adapters that peft or <see cref="Save"/> wrote: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>. Everything is
    /// checked before the first number is copied.
    /// </summary>
    /// <param name="folder">The folder of both files.</param>
    /// <param name="names">
    /// How the names of the model's checkpoints relate to the model's own, such as <c>Gpt2.HubNames()</c>; the same names when not given. A
    /// projection that the checkpoint holds fused gives each of the model's its A, and its part of B.
    /// </param>
    /// <exception cref="CheckpointMismatchException">The file has not exactly the tensors of these adapters; nothing is
    /// changed.</exception>
    /// <exception cref="CheckpointException">A file is missing or malformed, asks for what is not supported, or is of another rank or
    /// scale; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">The adapters are merged.</exception>
    public void Load(string folder, NameMap? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (IsMerged)
        {
            throw new InvalidOperationException(
                "The adapters are merged into the weights, from where others could not take them out: call Unmerge() first.");
        }

        var config = LoraConfig.Read(folder);
        names ??= new NameMap();
        var path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path))
        {
            // A pickle is opened all the same: its refusal says how to convert it.
            path = File.Exists(Path.Combine(folder, PickleFile)) ? Path.Combine(folder, PickleFile)
                : throw new CheckpointException(folder, null, $"this folder has no {WeightsFile}.");
        }

        if (config.Rank == Options.Rank || !LoraSideBySide.TryLoad(_model, Matrices(), Options, config, path, names))
        {
            config.RequireSame(Options);
            Checkpoint.Load(this, path, new LoadOptions { Map = LoraNames.Of(names) });
        }
    }

    /// <summary>Puts adapters on a model as a folder of peft has them, whatever their rank and targets are.</summary>
    /// <param name="model">The model, as for the constructor.</param>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    /// <param name="names">As for <see cref="Load"/>.</param>
    /// <returns>The adapters, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The configuration targets no linear layer of the model.</exception>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static LoraAdapters FromPretrained(nn.Module model, string folder, NameMap? names = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var config = LoraConfig.Read(folder);
        names ??= new NameMap();
        names.Check();
        var targets = LoraLayout.Projections(Linears(model).Select(pair => pair.Path), names)
            .Where(projection => config.Targets.Any(target => Matches(projection.Layer, target)))
            .SelectMany(projection => projection.Paths)
            .ToList();
        if (targets.Count == 0)
        {
            throw new ArgumentException($"{config.File} targets '{string.Join("', '", config.Targets)}', but no linear layer of "
                + $"{model.GetName()} has such a name in its checkpoint: give the names of its layout.", nameof(names));
        }

        var adapters = new LoraAdapters(model, new LoraOptions
        {
            Rank = config.Rank,
            Alpha = config.Alpha,
            Dropout = config.Dropout,
            RankStabilized = config.RankStabilized,
            Targets = targets,
        });
        try
        {
            adapters.Load(folder, names);
            return adapters;
        }
        catch
        {
            adapters.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves the adapters as peft does, for <see cref="Load"/> and for peft itself: <c>adapter_config.json</c> and
    /// <c>adapter_model.safetensors</c>. Old files stay until the new ones are whole.
    /// </summary>
    /// <remarks>
    /// Where the checkpoint holds projections fused, one A serves them all. Those that were trained here have an A each: they are then
    /// saved side by side as adapters of a multiple of the rank and of alpha, which compute the same.
    /// </remarks>
    /// <param name="folder">The folder, which is created if need be.</param>
    /// <param name="names">As for <see cref="Load"/>.</param>
    /// <exception cref="ArgumentException">The adapters cannot be written under these names; nothing is written.</exception>
    /// <exception cref="IOException">A file cannot be written; the old ones are unchanged.</exception>
    public void Save(string folder, NameMap? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        names ??= new NameMap();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var layout = new LoraLayout(_model, Matrices(), Options, names);
        using var plan = new SavePlan(layout.Tensors, new SaveOptions { Map = LoraNames.Of(names) });
        Directory.CreateDirectory(folder);
        using var files = new AtomicFiles();
        plan.Write(files, Path.Combine(folder, WeightsFile));
        files.Write(Path.Combine(folder, LoraConfig.FileName), layout.Config.Write);
        files.Commit();
    }
}
