using System;
using System.IO;
using System.Linq;
using ModelGen.Adapters;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen;

// Loading and saving in the format of Hugging Face's peft.
public sealed partial class LoraAdapters
{
    private const string WeightsFile = "adapter_model.safetensors";
    private const string PickleFile = "adapter_model.bin";

    /// <summary>
    /// Loads adapters that peft or <see cref="Save"/> wrote: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>. Everything is
    /// checked before any value is copied.
    /// </summary>
    /// <param name="folder">The directory of both files.</param>
    /// <param name="names">
    /// The correspondence of the names in the model's checkpoints to those of the model, such as <c>Gpt2.HubNames()</c>; equal names when
    /// null. If the checkpoint has a fused projection, each projection of the model gets its A and a part of its B.
    /// </param>
    /// <exception cref="CheckpointMismatchException">
    /// The file does not have exactly the tensors of these adapters; nothing is changed.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// A file is missing or malformed, uses a feature that is not supported, or has another rank or scale; nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The adapters are merged.</exception>
    public void Load(string folder, NameMap? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (IsMerged)
        {
            throw new InvalidOperationException(
                "The adapters are merged into the weights, so others cannot be loaded: call Unmerge() first.");
        }

        var config = LoraConfig.Read(folder);
        names ??= new NameMap();
        var path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path))
        {
            path = File.Exists(Path.Combine(folder, PickleFile)) ? Path.Combine(folder, PickleFile)
                : throw new CheckpointException(folder, null, $"this folder has no {WeightsFile}.");
        }

        if (config.Rank == Options.Rank || !LoraSideBySide.TryLoad(_model, Matrices(), Options, config, path, names))
        {
            config.RequireSame(Options);
            Checkpoint.Load(this, path, new LoadOptions { Map = LoraNames.Of(names) });
        }
    }

    /// <summary>Attaches the adapters in a directory of peft to a model, with the rank and targets of their configuration.</summary>
    /// <param name="model">The model, as for the constructor.</param>
    /// <param name="folder">The directory, as for <see cref="Load"/>.</param>
    /// <param name="names">The names, as for <see cref="Load"/>.</param>
    /// <returns>The adapters, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The targets of the configuration match no linear layer of the model.</exception>
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
            throw new ArgumentException(
                $"{config.File} targets '{string.Join("', '", config.Targets)}', but {model.GetName()} has no linear layer with such a "
                    + "name in its checkpoint: pass the names of its layout.",
                nameof(names));
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
    /// Saves the adapters in the format of peft, for <see cref="Load"/> and for peft itself: <c>adapter_config.json</c> and
    /// <c>adapter_model.safetensors</c>. Existing files are replaced when the new ones are complete.
    /// </summary>
    /// <remarks>
    /// A fused projection of the checkpoint has a single A. Projections that were trained separately have an A each: they are saved as
    /// adapters whose rank and alpha are a multiple and which compute the same.
    /// </remarks>
    /// <param name="folder">The directory, which is created if necessary.</param>
    /// <param name="names">The names, as for <see cref="Load"/>.</param>
    /// <exception cref="ArgumentException">The adapters cannot be written with these names; nothing is written.</exception>
    /// <exception cref="IOException">A file cannot be written; existing files are unchanged.</exception>
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
