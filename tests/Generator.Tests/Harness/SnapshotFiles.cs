using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using DiffPlex.Renderer;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Accepted and received snapshots on disk.</summary>
internal static class SnapshotFiles
{
    private const string _verified = ".verified.cs";
    private const string _received = ".received.cs";
    private static readonly UTF8Encoding _encoding = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>The folder of the test project.</summary>
    public static string ProjectFolder { get; } = Find();

    /// <summary>The folder of all accepted files, which has the folders of the tests.</summary>
    public static string Root { get; } = Path.Combine(ProjectFolder, "Snapshots");

    /// <summary>Where the accepted files of a test's file are: <c>Snapshots/Plan</c> for one in <c>Plan</c>.</summary>
    public static string FolderOf(string testFile) =>
        Path.Combine(Root, Path.GetRelativePath(ProjectFolder, Path.GetDirectoryName(testFile)!));

    /// <summary>
    /// Compares <paramref name="generated"/> (text by name) with the accepted files of <paramref name="test"/> in
    /// <paramref name="folder"/>, byte for byte. What differs is written beside them as <c>.received.cs</c>; with
    /// <paramref name="accept"/> it becomes the accepted file, and files that are no longer generated are deleted.
    /// </summary>
    public static async Task Check(string folder, string test, IReadOnlyDictionary<string, string> generated, bool accept)
    {
        Directory.CreateDirectory(folder);
        foreach (string left in Directory.GetFiles(folder, $"{test}#*{_received}"))
        {
            File.Delete(left);
        }

        List<string> problems = [];
        if (generated.Count == 0)
        {
            problems.Add("Nothing was generated.");
        }

        foreach ((string name, string text) in generated.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, $"{test}#{name}{_verified}");
            byte[] content = [.. _encoding.Preamble, .. _encoding.GetBytes(text)];
            byte[]? accepted = File.Exists(path) ? await File.ReadAllBytesAsync(path) : null;
            if (text.Contains('\r'))
            {
                problems.Add($"{name} has a carriage return; generated lines end in \\n on every system.");
            }
            else if (accepted is not null && content.AsSpan().SequenceEqual(accepted))
            {
                continue;
            }
            else if (accept)
            {
                await File.WriteAllBytesAsync(path, content);
            }
            else
            {
                string received = Path.ChangeExtension(Path.ChangeExtension(path, null), null) + _received;
                await File.WriteAllBytesAsync(received, content);
                problems.Add(Difference(Path.GetFileName(path), accepted, text, Path.GetFileName(received)));
            }
        }

        HashSet<string> current = [.. generated.Keys.Select(name => $"{test}#{name}{_verified}")];
        foreach (string stale in Directory.GetFiles(folder, $"{test}#*{_verified}")
            .Where(path => !current.Contains(Path.GetFileName(path))).Order())
        {
            if (accept)
            {
                File.Delete(stale);
            }
            else
            {
                problems.Add($"{Path.GetFileName(stale)} is stale: {test} no longer generates it.");
            }
        }

        if (problems.Count > 0)
        {
            Assert.Fail(string.Join("\n\n", problems) + HowToAccept);
        }
    }

    /// <summary>The last lines of every failure.</summary>
    public static string HowToAccept =>
        $"\n\nIf this is what you want: {Snapshot.AcceptVariable}=1 dotnet test, then read the difference in git.";

    /// <summary>A theory's argument as a part of a file name.</summary>
    public static string Variant(object argument)
    {
        string text = Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "";
        return string.Concat(text.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '+' or '_' ? c : '_'));
    }

    /// <summary>Splits <c>{test}#{name}.verified.cs</c>; null for another file.</summary>
    public static (string TestClass, string Method)? Test(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.IndexOf('#');
        int dot = end < 0 ? -1 : name.IndexOf('.', 0, end);
        return dot < 0 || !name.EndsWith(_verified, StringComparison.Ordinal) ? null : (name[..dot], name[(dot + 1)..end]);
    }

    private static string Find([CallerFilePath] string file = "") => Path.GetDirectoryName(Path.GetDirectoryName(file))!;

    private static string Difference(string acceptedName, byte[]? accepted, string text, string receivedName)
    {
        if (accepted is null)
        {
            return $"{acceptedName} does not exist yet. {receivedName}:\n{text}";
        }

        string old = _encoding.GetString(accepted);
        bool marked = accepted.AsSpan().StartsWith(_encoding.Preamble);
        if (marked)
        {
            old = old[1..];
        }

        if (old.Replace("\r\n", "\n", StringComparison.Ordinal) == text)
        {
            return $"{acceptedName} has the right text, "
                + $"but {(marked ? "its lines end in \\r\\n instead of \\n" : "no byte order mark (snapshots are UTF-8 with one)")}.";
        }

        return UnidiffRenderer.GenerateUnidiff(
            old, text, acceptedName, receivedName, ignoreWhitespace: false, ignoreCase: false, contextLines: 3).TrimEnd();
    }
}
