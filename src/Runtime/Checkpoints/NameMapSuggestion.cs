using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>Why <see cref="Checkpoint.Suggest"/> pairs the tensors of a rule.</summary>
public enum SuggestionReason
{
    /// <summary>No other tensors that could be paired have these shapes.</summary>
    Unique,

    /// <summary>Several tensors have these shapes, and the words of the names or the neighbors distinguish them.</summary>
    Names,

    /// <summary>
    /// Several tensors have these shapes, and only the order in the module and in the file distinguishes them, or those of a pair on which
    /// this one depends.
    /// </summary>
    Order,
}

/// <summary>A rule that <see cref="Checkpoint.Suggest"/> proposes.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Tensors">The number of tensors that it maps.</param>
/// <param name="Reason">Why it pairs these tensors.</param>
public sealed record SuggestedRule(NameRule Rule, int Tensors, SuggestionReason Reason);

/// <summary>A tensor for which <see cref="Checkpoint.Suggest"/> found no counterpart.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape.</param>
public sealed record OpenTensor(string Name, IReadOnlyList<long> Shape);

/// <summary>
/// A proposal for the name map of a module and a checkpoint: rules with their reasons, and the tensors that are still open. It is meant to
/// be read and completed; <see cref="ToString"/> shows all of it.
/// </summary>
public sealed class NameMapSuggestion
{
    internal NameMapSuggestion(
        string module, string file, NameMap map, int exact, IReadOnlyList<SuggestedRule> rules, IReadOnlyList<OpenTensor> openInModule,
        IReadOnlyList<OpenTensor> openInFile, IReadOnlyList<string> hints)
    {
        (Module, File, Map, Exact, Rules) = (module, file, map, exact, rules);
        (OpenInModule, OpenInFile, Hints) = (openInModule, openInFile, hints);
    }

    /// <summary>The map, with the proposed rules and prefix.</summary>
    public NameMap Map { get; }

    /// <summary>The number of tensors with the same name, apart from the prefix of the map, and the same shape on both sides.</summary>
    public int Exact { get; }

    /// <summary>The rules of the map with their reasons.</summary>
    public IReadOnlyList<SuggestedRule> Rules { get; }

    /// <summary>The tensors of the module that the map does not find in the file.</summary>
    public IReadOnlyList<OpenTensor> OpenInModule { get; }

    /// <summary>The tensors of the file that the map does not use.</summary>
    public IReadOnlyList<OpenTensor> OpenInFile { get; }

    /// <summary>What open tensors may be, such as transposed or fused ones; one sentence each.</summary>
    public IReadOnlyList<string> Hints { get; }

    private string Module { get; }

    private string File { get; }

    /// <summary>Shows the rules, the open tensors and the hints.</summary>
    /// <returns>The text, with one line per rule, open name and hint; numbered layers share a line.</returns>
    public override string ToString()
    {
        var mapped = Exact + Rules.Sum(rule => rule.Tensors);
        var text = new StringBuilder($"{mapped} of {mapped + OpenInModule.Count} tensors of {Module} are found in {File}.");
        if (Map.Prefixes[0].Length > 0)
        {
            text.Append($"\n  prefix '{Map.Prefixes[0]}' in the file");
        }

        if (Exact > 0)
        {
            text.Append($"\n  equal names: {Count(Exact)}");
        }

        foreach (var (rule, tensors, reason) in Rules)
        {
            text.Append($"\n  {rule.Module[0]} <- {rule.Checkpoint[0]}: {Count(tensors)}, ").Append(reason switch
            {
                SuggestionReason.Unique => "the only candidates",
                SuggestionReason.Names => "by name, of several candidates",
                _ => "BY ORDER, of several candidates: check it",
            });
        }

        Append(text, "Open in the module", OpenInModule);
        Append(text, "Open in the file", OpenInFile);
        foreach (var hint in Hints)
        {
            text.Append("\nHint: ").Append(hint);
        }

        return text.ToString();
    }

    private static string Count(int tensors) => tensors == 1 ? "1 tensor" : $"{tensors} tensors";

    private static void Append(StringBuilder text, string title, IReadOnlyList<OpenTensor> tensors)
    {
        if (tensors.Count > 0)
        {
            text.Append($"\n{title}: {Count(tensors.Count)}");
        }

        foreach (var group in tensors.GroupBy(
            tensor => (Name: Checkpoints.TensorLayer.Pattern(tensor.Name), Shape: string.Join(", ", tensor.Shape))))
        {
            var count = group.Count();
            text.Append(
                $"\n  {CheckpointException.Shown(count > 1 ? group.Key.Name : group.First().Name)} ({group.Key.Shape})"
                    + (count > 1 ? $" ×{count}" : string.Empty));
        }
    }
}
