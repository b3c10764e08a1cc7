using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Resources;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Tasks;

/// <summary>
/// Messages of the .NET SDK in six languages, from the resources of its satellite assemblies, which are read as data: no code of them is
/// loaded.
/// </summary>
internal static partial class SdkMessages
{
    private const int MinimumLetters = 20;

    /// <summary>The languages, each a folder of the SDK.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["cs", "de", "es", "fr", "it", "pt-BR"];

    /// <summary>Finds the folder of the newest SDK that has all languages.</summary>
    /// <exception cref="SampleException">There is none.</exception>
    public static string FindSdk()
    {
        var roots = Roots().Where(root => Directory.Exists(Path.Combine(root, "sdk"))).Distinct().ToList();
        return roots.SelectMany(root => Directory.GetDirectories(Path.Combine(root, "sdk")))
            .Where(sdk => Languages.All(language => Directory.Exists(Path.Combine(sdk, language))))
            .OrderByDescending(sdk => Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) ? version : new Version(0, 0))
            .FirstOrDefault()
            ?? throw new SampleException(
                $"There is no .NET SDK with messages in {string.Join(", ", Languages)}"
                + $"{(roots.Count == 0 ? null : $" in {string.Join(", ", roots)}")}: give texts with --text.");
    }

    /// <summary>
    /// Reads the messages of an SDK. A text that occurs in several languages is left out, and one that occurs again in the same language is
    /// taken once. Messages that share a text in any language are of one group, with their translations.
    /// </summary>
    /// <param name="sdk">The folder of the SDK.</param>
    /// <param name="maximumBytes">The number of bytes after which a text is cut.</param>
    public static IReadOnlyList<LabeledText> Read(string sdk, int maximumBytes)
    {
        var texts = Languages.SelectMany(language => Messages(Path.Combine(sdk, language), language, maximumBytes)).ToList();
        var groups = new Groups();
        texts.ForEach(text => groups.Join(text.Group, text.Language + Encoding.UTF8.GetString(text.Bytes)));
        return
        [
            .. texts.GroupBy(text => Encoding.UTF8.GetString(text.Bytes), StringComparer.Ordinal)
                .Where(same => same.Select(text => text.Language).Distinct().Count() == 1)
                .Select(same => same.First() with { Group = groups.Of(same.First().Group) }),
        ];
    }

    // The folder of the running .NET, then the usual places.
    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            yield return root;
        }

        // shared/Microsoft.NETCore.App/10.0.0 is three folders below.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var path in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var host = Path.Combine(path, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            if (File.Exists(host))
            {
                yield return Path.GetDirectoryName(File.ResolveLinkTarget(host, returnFinalTarget: true)?.FullName ?? host)!;
            }
        }
    }

    private static IEnumerable<LabeledText> Messages(string folder, string language, int maximumBytes) =>
        from file in Directory.GetFiles(folder, "*.resources.dll").Order(StringComparer.Ordinal)
        from entry in Strings(file, language)
        let text = Spaces().Replace(entry.Text, " ").Trim()
        where text.Count(char.IsLetter) >= MinimumLetters
        select new LabeledText(TextFolder.Cut(text, maximumBytes), language, $"{Path.GetFileName(file)} {entry.Name}");

    private static IReadOnlyList<(string Name, string Text)> Strings(string file, string language)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        var metadata = assembly.GetMetadataReader();
        var resources = assembly.GetSectionData(assembly.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        List<(string, string)> strings = [];
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            var name = metadata.GetString(resource.Name);
            if (!resource.Implementation.IsNil || !name.EndsWith($".{language}.resources", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            // A length of four bytes precedes the content (ECMA-335, II.24.2.2).
            var content = resources.GetReader((int)resource.Offset, resources.Length - (int)resource.Offset);
            using var reader = new ResourceReader(new MemoryStream(content.ReadBytes(content.ReadInt32())));
            var prefix = name[..^$".{language}.resources".Length];
            foreach (System.Collections.DictionaryEntry entry in reader)
            {
                reader.GetResourceData((string)entry.Key, out var type, out var data);
                if (type == "ResourceTypeCode.String")
                {
                    using var text = new BinaryReader(new MemoryStream(data), Encoding.UTF8);
                    strings.Add(($"{prefix} {entry.Key}", text.ReadString()));
                }
            }
        }

        return strings;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>Names that belong together because they share a text, directly or through others.</summary>
    private sealed class Groups
    {
        private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);

        public void Join(string one, string other) => _parents[Of(one)] = Of(other);

        public string Of(string name)
        {
            while (_parents.TryGetValue(name, out var parent) && parent != name)
            {
                name = parent;
            }

            return name;
        }
    }
}
