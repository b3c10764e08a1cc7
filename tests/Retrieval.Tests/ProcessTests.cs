using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Training;
using Samples.Shared.Tests;
using Xunit;

namespace Retrieval.Tests;

/// <summary>The program in processes of its own: killed, and two at once.</summary>
public sealed class ProcessTests
{
    private const int Kills = 30;
    private const int Documents = 20;
    private const int Sections = 60;

    [Fact]
    public async Task An_update_that_is_killed_at_any_point_leaves_an_index_that_answers_and_that_the_next_update_completes()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        Prepare(folder, version: 0);
        var longest = TimeOfUpdate(folder, version: 1);
        var killed = 0;
        for (var version = 2; killed < Kills; version++)
        {
            WriteDocuments(folder["docs"], version);
            using (var update = Start(folder, "update"))
            {
                // The first line is written when the documents are read and before anything is stored.
                await update.StandardOutput.ReadLineAsync();
                await Task.Delay(random.NextDouble() * longest);
                killed += update.HasExited ? 0 : 1;
                update.Kill();
                await update.WaitForExitAsync();
            }

            var (current, all) = Count(folder, version);
            Assert.InRange(all, Documents * Sections, 2 * Documents * Sections);
            Assert.InRange(current, 0, Documents * Sections);

            var completed = SampleRun.Of(Program.Main, "update", "--output", folder["out"]);
            Assert.Equal(("", 0), (completed.Error, completed.Code));
            Assert.Equal((Documents * Sections, Documents * Sections), Count(folder, version));
            Assert.True(version < 10 * Kills, "The updates end before they are killed.");
        }
    }

    [Fact]
    public async Task One_process_answers_while_another_updates()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, version: 0);
        using var index = new IndexFile(folder["out/index.db"]);
        var collection = new PassageCollection(index, "passages", 128);
        var answers = 0;
        for (var version = 1; version <= 2; version++)
        {
            WriteDocuments(folder["docs"], version);
            using var update = Start(folder, "update");
            while (!update.HasExited)
            {
                Assert.NotEmpty(await collection.KeywordSearchAsync(["fact"], 3).ToListAsync());
                Assert.NotEmpty(await collection.SearchAsync(Enumerable.Repeat(1f, 128).ToArray(), 3).ToListAsync());
                answers++;
            }

            Assert.Equal(0, update.ExitCode);
            Assert.NotEmpty(await collection.KeywordSearchAsync([Edition(version)], 3).ToListAsync());
        }

        Assert.InRange(answers, 2, int.MaxValue);
    }

    // Opens the index as it was left, and checks that every passage is stored with its words and its vector.
    private static (int Current, int All) Count(TemporaryFolder folder, int version)
    {
        using var index = new IndexFile(folder["out/index.db"]);
        index.Check();
        index.Execute("INSERT INTO full_text (full_text) VALUES ('integrity-check')");
        var all = index.Number("SELECT count(*) FROM passages");
        Assert.Equal(all, index.Number("SELECT count(*) FROM full_text_docsize"));
        Assert.Equal(0, index.Number($"SELECT count(*) FROM passages WHERE length(vector) <> {128 * sizeof(float)}"));
        return ((int)index.Number($"SELECT count(*) FROM passages WHERE text LIKE '% {Edition(version)}.'"), (int)all);
    }

    private static void Prepare(TemporaryFolder folder, int version)
    {
        WriteDocuments(folder["docs"], version);
        var run = SampleRun.Of(
            Program.Main, "--docs", folder["docs"], "--output", folder["out"], "--steps", "1", "--questions", "5");
        Assert.Equal(("", 0), (run.Error, run.Code));
    }

    private static void WriteDocuments(string folder, int version)
    {
        Directory.CreateDirectory(folder);
        foreach (var document in Enumerable.Range(0, Documents))
        {
            var text = string.Concat(Enumerable.Range(0, Sections).Select(section => string.Create(null,
                $"# Fact {document} {section}\nThis is the fact {document * Sections + section}. It is of {Edition(version)}.\n\n")));
            File.WriteAllText(Path.Combine(folder, $"{document}.md"), text);
        }
    }

    private static string Edition(int version) => $"edition{(char)('a' + version / 26)}{(char)('a' + version % 26)}";

    private static TimeSpan TimeOfUpdate(TemporaryFolder folder, int version)
    {
        WriteDocuments(folder["docs"], version);
        using var update = Start(folder, "update");
        update.StandardOutput.ReadLine();
        var clock = Stopwatch.StartNew();
        update.WaitForExit();
        Assert.Equal(0, update.ExitCode);
        return clock.Elapsed;
    }

    private static Process Start(TemporaryFolder folder, string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Retrieval.dll");
        var start = new ProcessStartInfo("dotnet", [program, command, "--output", folder["out"]]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }
}
