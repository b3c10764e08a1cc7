using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// The mistakes that studies found in real deep-learning programs, declared as people declare them: each is told or checked as its row
/// says, and silent when it is corrected. <c>docs/faults.md</c> counts them.
/// </summary>
public sealed class FaultTests
{
    private const string Start = "<!-- computed by FaultTests -->\n";

    private static readonly ImmutableArray<FaultClass> _classes =
    [
        WidthPrograms.Class, RankPrograms.Class, MissingFlattenPrograms.Class, VanishingMapPrograms.Class, PaddingSizePrograms.Class,
        ReshapeSizePrograms.Class, ArithmeticPrograms.Class, MergePrograms.Class, SilentBroadcastPrograms.Class, WrongAxisPrograms.Class,
        LayoutPrograms.Class, SharedWeightsPrograms.Class, LossContractPrograms.Class, HeadPrograms.Class, IndexRangePrograms.Class,
        PretrainedWeightsPrograms.Class, RestBatchPrograms.Class, DataFilePrograms.Class, UnusedPrograms.Class, PracticeFaultPrograms.Class,
        ChancePrograms.Class, SequenceEndPrograms.Class,
    ];

    private static readonly ImmutableArray<(string Title, string Source)> _correct =
        [.. VisionPrograms.All, .. SequencePrograms.All, .. SoundPrograms.All, .. OtherPrograms.All];

    /// <summary>Every program, with its mistake and without.</summary>
    internal static IEnumerable<string> Programs =>
    [
        .. _classes.SelectMany(one => one.Programs).SelectMany(fault => new[] { Markup.Parse(fault.Faulty).Source, fault.Corrected }),
        .. _correct.Select(program => program.Source),
    ];

    public static TheoryData<string> CorrectTitles => [.. _correct.Select(program => program.Title)];

    public static IEnumerable<TheoryDataRow<string, string>> Rows() =>
        _classes.SelectMany(one => one.Programs.Select(program => new TheoryDataRow<string, string>(one.Name, program.Title)));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_fault_is_reported_or_checked(string name, string title)
    {
        Fault fault = Find(name, title);
        await Diagnostics.Verify(fault.Faulty, [.. fault.Messages]);
        if (fault.Guard is { } guard)
        {
            Assert.Contains(guard, Generated(fault), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_corrected_program_has_no_diagnostic(string name, string title) => Diagnostics.Verify(Find(name, title).Corrected);

    /// <summary>What has no mistake is left alone, whatever a newcomer to this vocabulary writes with it.</summary>
    [Theory]
    [MemberData(nameof(CorrectTitles))]
    public Task A_correct_program_has_no_diagnostic(string title) =>
        Diagnostics.Verify(_correct.Single(program => program.Title == title).Source);

    /// <summary>
    /// The counts come from running every program, whatever its row claims. <c>ACCEPT_SNAPSHOTS=1</c> writes them to the page.
    /// </summary>
    [Fact]
    public async Task The_page_shows_the_counts()
    {
        StringBuilder text = new(
            "\n| class | programs | found at compile time | found at run time | missed | false alarms |\n|---|---|---|---|---|---|\n");
        List<string> missed = [];
        int[] totals = new int[5];
        foreach (FaultClass one in _classes)
        {
            int[] counts = new int[5];
            foreach (Fault fault in one.Programs)
            {
                int outcome = await IsReported(fault.Faulty) ? 1
                    : fault.Guard is { } guard && Generated(fault).Contains(guard, StringComparison.Ordinal) ? 2
                    : 3;
                counts[0]++;
                counts[outcome]++;
                counts[4] += await IsReported(fault.Corrected) ? 1 : 0;
                if (outcome == 3)
                {
                    missed.Add($"- {one.Name}: {fault.Title} ({fault.Reason ?? "though its row says otherwise"}).");
                }
            }

            text.Append($"| {one.Name} | {string.Join(" | ", counts)} |\n");
            totals = [.. totals.Zip(counts, (total, count) => total + count)];
        }

        int alarms = 0;
        foreach ((_, string source) in _correct)
        {
            alarms += await IsReported(source) ? 1 : 0;
        }

        text.Append($"| **all** | {string.Join(" | ", totals.Select(total => $"**{total}**"))} |\n\n");
        text.Append($"{_correct.Length} further programs without a mistake cause {alarms} false alarms.\n\nMissed:\n\n")
            .AppendJoin('\n', missed).Append('\n');
        Document.VerifyBelow("docs/faults.md", Start, text.ToString());
    }

    private static async Task<bool> IsReported(string source) => (await Diagnostics.Of([Markup.Parse(source).Source])).Length > 0;

    private static string Generated(Fault fault) => string.Concat(Compile.Run(Markup.Parse(fault.Faulty).Source).Sources.Values);

    private static Fault Find(string name, string title) =>
        _classes.Single(one => one.Name == name).Programs.Single(program => program.Title == title);
}
