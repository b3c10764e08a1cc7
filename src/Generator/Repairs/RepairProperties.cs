using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>Carries <see cref="Repair"/>s from the analyzer to the code fix in the properties of a diagnostic.</summary>
internal static class RepairProperties
{
    private const string Prefix = "Repair";

    // No name, number or expression of a repair that can be made contains them.
    private const char BetweenEdits = '\u001e';
    private const char BetweenFields = '\u001f';

    /// <summary>The properties <c>Repair0</c>, <c>Repair1</c>, ...</summary>
    public static ImmutableDictionary<string, string?> Write(EquatableArray<Repair> repairs) =>
        repairs
            .Where(repair =>
                repair.Edits.All(edit => (edit.Name + edit.Text + edit.Site.Argument).IndexOfAny([BetweenEdits, BetweenFields]) < 0))
            .Select((repair, i) => (Key: Prefix + i, Text: string.Join(
                BetweenEdits.ToString(),
                new[] { repair.Key + BetweenFields + MessageText.Clean(repair.Title) }.Concat(repair.Edits.Select(Write)))))
            .ToImmutableDictionary(pair => pair.Key, pair => (string?)pair.Text);

    /// <summary>The repairs that were written.</summary>
    public static IReadOnlyList<Repair> Read(ImmutableDictionary<string, string?> properties)
    {
        var repairs = new List<Repair>();
        while (properties.TryGetValue(Prefix + repairs.Count, out var text))
        {
            var parts = text!.Split(BetweenEdits);
            var head = parts[0].Split(BetweenFields);
            repairs.Add(new Repair(head[0], head[1], parts.Skip(1).Select(Read).ToEquatableArray()));
        }

        return repairs;
    }

    private static string Write(Edit edit) => string.Join(
        BetweenFields.ToString(),
        edit.Kind,
        edit.Name,
        edit.Text,
        Write(edit.Site),
        edit.Target is { } target ? Write(target) : string.Empty);

    private static Edit Read(string text)
    {
        var fields = text.Split(BetweenFields);
        return new Edit(
            (EditKind)Enum.Parse(typeof(EditKind), fields[0]),
            ReadSite(fields[3]),
            fields[1],
            fields[2],
            fields[4].Length == 0 ? null : ReadSite(fields[4]));
    }

    private static string Write(Site site) => string.Join(
        " ",
        site.Kind,
        Text(site.Ordinal),
        Text(site.Item),
        Text(site.Start),
        Text(site.Length),
        site.Argument);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Site ReadSite(string text)
    {
        var fields = text.Split(' ');
        var numbers = fields.Skip(1).Take(4).Select(field => int.Parse(field, CultureInfo.InvariantCulture)).ToList();
        return new Site(
            (SiteKind)Enum.Parse(typeof(SiteKind), fields[0]),
            numbers[0],
            fields[5].Length == 0 ? null : fields[5],
            numbers[1],
            numbers[2],
            numbers[3]);
    }
}
