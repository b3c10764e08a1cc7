using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ModelGen.Build.Tests;

/// <summary>Writes the smallest shared library that has dynamic symbols with versions, as text says them.</summary>
internal sealed class SyntheticLibrary
{
    public const string InitSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>Undefined symbols: name and the version each is asked for.</summary>
    public List<(string Name, string Version)> Symbols { get; } =
    [
        ("_ZNSt8ios_baseD2Ev", "GLIBCXX_3.4"), (InitSymbol, "GLIBCXX_3.4.32"), ("_ZSt28__throw_bad_array_new_lengthv", "GLIBCXX_3.4.29"),
    ];

    public List<string> NeededVersions { get; } = ["GLIBCXX_3.4.29", "GLIBCXX_3.4.32", "GLIBCXX_3.4"];

    public List<string> DefinedVersions { get; } = [];

    public HashSet<string> LeftOutSections { get; } = [];

    /// <summary>As linkers do, let a string that ends another share its bytes.</summary>
    public bool SharesTails { get; set; }

    public bool DefinesSymbols { get; set; }

    public byte[] Build()
    {
        var strings = new StringTable(SharesTails);
        foreach (var (name, _) in Symbols.OrderByDescending(symbol => symbol.Name.Length))
        {
            strings.Add(name);
        }

        var sections = new List<(string Name, uint Type, byte[] Content)>
        {
            ("", 0, []),
            (".dynsym", 11, SymbolTable(strings)),
            (".gnu.version", 0x6FFFFFFF, SymbolVersions()),
            (".gnu.version_r", 0x6FFFFFFE, Needs(strings)),
            (".gnu.version_d", 0x6FFFFFFD, Definitions(strings)),
        };
        sections.Insert(1, (".dynstr", 3, strings.ToArray()));
        sections.RemoveAll(section => LeftOutSections.Contains(section.Name) || (section.Type != 0 && section.Content.Length == 0));

        var names = new StringTable(sharesTails: false);
        names.Add(".shstrtab");
        sections.ForEach(section => names.Add(section.Name));
        sections.Add((".shstrtab", 3, names.ToArray()));

        using var file = new MemoryStream();
        file.Write(new byte[64]);
        var offsets = new List<long>();
        foreach (var (_, _, content) in sections)
        {
            offsets.Add(file.Position);
            file.Write(content);
        }

        var table = file.Position;
        for (var i = 0; i < sections.Count; i++)
        {
            var header = new byte[64];
            Put32(header, 0, names.Add(sections[i].Name));
            Put32(header, 4, sections[i].Type);
            Put64(header, 24, offsets[i]);
            Put64(header, 32, sections[i].Content.Length);
            file.Write(header);
        }

        var bytes = file.ToArray();
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(bytes, 0);
        Put16(bytes, 16, 3);
        Put16(bytes, 18, 62);
        Put64(bytes, 40, table);
        Put16(bytes, 58, 64);
        Put16(bytes, 60, sections.Count);
        Put16(bytes, 62, sections.Count - 1);
        return bytes;
    }

    private byte[] SymbolTable(StringTable strings)
    {
        var table = new byte[24 * (Symbols.Count + 1)];
        for (var i = 0; i < Symbols.Count; i++)
        {
            Put32(table, 24 * (i + 1), strings.Add(Symbols[i].Name));
            Put16(table, 24 * (i + 1) + 6, DefinesSymbols ? 1 : 0);
        }

        return table;
    }

    private byte[] SymbolVersions()
    {
        var versions = new byte[2 * (Symbols.Count + 1)];
        for (var i = 0; i < Symbols.Count; i++)
        {
            Put16(versions, 2 * (i + 1), NeededVersions.IndexOf(Symbols[i].Version) + 2);
        }

        return versions;
    }

    private byte[] Needs(StringTable strings)
    {
        var needs = new byte[16 + 16 * NeededVersions.Count];
        Put16(needs, 0, 1);
        Put16(needs, 2, NeededVersions.Count);
        Put32(needs, 4, strings.Add("libstdc++.so.6"));
        Put32(needs, 8, 16);
        for (var i = 0; i < NeededVersions.Count; i++)
        {
            var at = 16 + 16 * i;
            Put16(needs, at + 6, i + 2);
            Put32(needs, at + 8, strings.Add(NeededVersions[i]));
            Put32(needs, at + 12, i + 1 < NeededVersions.Count ? 16u : 0);
        }

        return needs;
    }

    private byte[] Definitions(StringTable strings)
    {
        var definitions = new byte[28 * DefinedVersions.Count];
        for (var i = 0; i < DefinedVersions.Count; i++)
        {
            var at = 28 * i;
            Put16(definitions, at, 1);
            Put16(definitions, at + 6, 1);
            Put32(definitions, at + 12, 20);
            Put32(definitions, at + 16, i + 1 < DefinedVersions.Count ? 28u : 0);
            Put32(definitions, at + 20, strings.Add(DefinedVersions[i]));
        }

        return definitions;
    }

    private static void Put16(byte[] bytes, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);

    private static void Put32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void Put64(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);

    private sealed class StringTable(bool sharesTails)
    {
        private readonly List<byte> _bytes = [0];
        private readonly Dictionary<string, uint> _offsets = new() { [""] = 0 };

        public uint Add(string text)
        {
            if (_offsets.TryGetValue(text, out var known))
            {
                return known;
            }

            var longer = sharesTails ? _offsets.Keys.FirstOrDefault(other => other.EndsWith(text, StringComparison.Ordinal)) : null;
            var offset = longer is null ? (uint)_bytes.Count : _offsets[longer] + (uint)(longer.Length - text.Length);
            if (longer is null)
            {
                _bytes.AddRange(Encoding.ASCII.GetBytes(text));
                _bytes.Add(0);
            }

            _offsets.Add(text, offset);
            return offset;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
