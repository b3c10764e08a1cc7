using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Classify;

/// <summary>
/// The snippets of the files in a folder, split by file: every fifth file of a kind is held out. A held-out snippet that also occurs in a
/// training file is dropped, because a model could have memorised it. The split depends only on the files.
/// </summary>
internal sealed class SnippetCorpus
{
    /// <summary>The minimum number of files with snippets per kind.</summary>
    public const int MinimumFiles = 5;

    /// <summary>The minimum number of training snippets per kind.</summary>
    public const int MinimumSnippets = 100;

    private const int HeldOutPlace = 2;
    private const int MaximumFiles = 400;
    private const int MaximumFileBytes = 1024 * 1024;
    private const int MaximumTraining = 6000;

    // Limits the snippets per file, so that a single file, such as a vocabulary of 50,000 lines, does not dominate its kind; with few
    // files, each may contribute more.
    private const int SnippetsOfFile = 250;
    private const int MaximumHeldOut = 1000;

    private SnippetCorpus(IReadOnlyList<string> classes, IReadOnlyList<Snippet> training, IReadOnlyList<Snippet> heldOut, int files)
    {
        (Classes, Training, HeldOut, Files) = (classes, training, heldOut, files);
    }

    /// <summary>The kinds of file, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The training snippets, at most 6,000 different ones per kind.</summary>
    public IReadOnlyList<Snippet> Training { get; }

    /// <summary>The held-out snippets, at most 1,000 different ones per kind.</summary>
    public IReadOnlyList<Snippet> HeldOut { get; }

    /// <summary>The number of files of these kinds.</summary>
    public int Files { get; }

    /// <summary>
    /// Reads the files of a folder, except files that are not text or larger than 1 MB, and kinds with too few files or snippets.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SampleException">The folder does not exist, cannot be read, or has fewer than two kinds of files.</exception>
    public static SnippetCorpus Read(string folder)
    {
        try
        {
            if (File.Exists(folder))
            {
                throw new SampleException($"'{folder}' is a file; pass a folder with files of several kinds.");
            }

            return Split(folder, Cut(TextFiles.Find(folder)));
        }
        catch (DirectoryNotFoundException)
        {
            throw new SampleException($"The folder '{folder}' does not exist.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The folder '{folder}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Returns the snippets of each file per kind.</summary>
    private static SortedDictionary<string, List<List<byte[]>>> Cut(IReadOnlyList<string> files)
    {
        var kinds = new SortedDictionary<string, List<List<byte[]>>>(StringComparer.Ordinal);
        foreach (var group in files.GroupBy(FileKinds.Of).Where(group => group.Key is not null))
        {
            var cut = new List<List<byte[]>>();
            foreach (var file in FileKinds.Spread(group.ToList(), MaximumFiles))
            {
                if (new FileInfo(file).Length <= MaximumFileBytes && TextFiles.TryRead(file, out var text, out _)
                    && SnippetCutter.Cut(text).ToList() is { Count: > 0 } snippets)
                {
                    cut.Add(snippets);
                }
            }

            var most = Math.Max(SnippetsOfFile, MaximumTraining / Math.Max(1, cut.Count));
            kinds.Add(group.Key!, cut.ConvertAll(snippets => FileKinds.Spread(snippets, most).ToList()));
        }

        return kinds;
    }

    private static SnippetCorpus Split(string folder, SortedDictionary<string, List<List<byte[]>>> kinds)
    {
        var classes = new List<string>();
        var training = new List<Snippet>();
        var heldOut = new List<Snippet>();
        var files = 0;
        foreach (var (kind, cut) in kinds.Where(pair => pair.Value.Count >= MinimumFiles))
        {
            var learnt = Distinct(cut.Where((_, i) => i % MinimumFiles != HeldOutPlace), []);
            var asked = Distinct(cut.Where((_, i) => i % MinimumFiles == HeldOutPlace), learnt);
            if (learnt.Count >= MinimumSnippets && asked.Count > 0)
            {
                training.AddRange(FileKinds.Spread(learnt, MaximumTraining).Select(bytes => new Snippet(bytes, classes.Count)));
                heldOut.AddRange(FileKinds.Spread(asked, MaximumHeldOut).Select(bytes => new Snippet(bytes, classes.Count)));
                classes.Add(kind);
                files += cut.Count;
            }
        }

        return classes.Count >= 2
            ? new SnippetCorpus(classes, training, heldOut, files)
            : throw new SampleException(
                $"The folder '{folder}' has {(classes.Count == 0 ? "no kind" : "one kind")} of text file with at least "
                    + $"{MinimumFiles} files and {MinimumSnippets} snippets, and at least two kinds are required.");
    }

    /// <summary>Returns the different snippets of files in order, without those of another list.</summary>
    private static List<byte[]> Distinct(IEnumerable<List<byte[]>> files, IEnumerable<byte[]> without)
    {
        var seen = without.Select(Convert.ToBase64String).ToHashSet();
        return files.SelectMany(snippets => snippets).Where(bytes => seen.Add(Convert.ToBase64String(bytes))).ToList();
    }
}
