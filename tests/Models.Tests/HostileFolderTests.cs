using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>
/// Folders of the hub with files that are mutated, missing, empty, directories, pipes or links: each loads, or is refused by one of the
/// documented exceptions, in bounded time and memory. <c>FUZZ_ALL=1</c> tries more, <c>FUZZ_FOLDERS=10000</c> as many as it says.
/// </summary>
public sealed class HostileFolderTests
{
    private const int All = 1_000;
    private const int Sample = 400;
    private const int Longest = 60_000;

    // Besides what the intact folder of the family allocates, which is 43 to 92 MB.
    private const long Spare = 8L << 20;

    private static readonly string[] _families =
        ["gpt2", "bert", "llama", "sentencepiece", "sharded", "qwen3", "phi3_longrope", "roberta", "distilbert"];

    private static readonly string[] _tokens =
    [
        "{", "}", "[", "]", "\"", ",", ":", "-1", "1e99", "1e400", "0", "1000000000000", "9223372036854775807", "0.5", "null", "true",
        "\"\\ud800\"", "\"\"", "\"é\"", "{}", "[]", "(a+)+$",
        "\\", "\0", "F16", "I64", "../", "model.safetensors", "quantization_config", "rope_scaling", "head_dim",
    ];

    [Fact]
    public async Task Hostile_folders_load_or_are_refused()
    {
        var count = Environment.GetEnvironmentVariable("FUZZ_FOLDERS") is { Length: > 0 } folderCount
            ? int.Parse(folderCount, CultureInfo.InvariantCulture)
            : Environment.GetEnvironmentVariable("FUZZ_ALL") is { Length: > 0 } ? All : Sample;
        var (loaded, refused) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        using var folders = new Originals();
        var intact = _families.ToDictionary(family => family, folders.IntactBytes);
        var most = _families.ToDictionary(family => family, _ => 0L);
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var family = _families[seed % _families.Length];
            using var folder = new TemporaryFolder();
            var changes = folders.Write(family, folder, random);
            var running = Task.Factory.StartNew(
                () => Try(family, folder.Path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.True(await Task.WhenAny(running, Task.Delay(Longest, TestContext.Current.CancellationToken)) == running,
                $"Seed {seed} ({family}: {changes}) takes more than {Longest} ms.");
            var (outcome, bytes) = await running;
            Assert.True(outcome is null or PretrainedException or CheckpointException, $"Seed {seed} ({family}: {changes}): {outcome}");
            most[family] = Math.Max(most[family], bytes);
            Assert.True(bytes < intact[family] + Spare,
                $"Seed {seed} ({family}: {changes}) allocates {bytes} bytes; the intact folder takes {intact[family]}.");
            Assert.True(outcome is null || outcome.Message.Length < 5_000,
                $"Seed {seed} ({family}: {changes}) has a message of {outcome?.Message.Length} characters.");
            if (outcome is null)
            {
                loaded++;
            }
            else
            {
                refused[outcome.GetType().Name] = refused.GetValueOrDefault(outcome.GetType().Name) + 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} folders: {loaded} loaded, {string.Join(", ", refused.Select(pair => $"{pair.Value} {pair.Key}"))}.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The most bytes: {string.Join(", ", _families.Select(family => $"{family} {most[family]} (intact {intact[family]})"))}.");
        Assert.True(loaded > count / 20 && refused.Values.Sum() > count / 4 && refused.Count == 3,
            $"{loaded} loaded, {string.Join(", ", refused)}: something is hardly tried.");
    }

    private static (Exception? Outcome, long Bytes) Try(string family, string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exception? outcome = null;
        try
        {
            Load(family, path);
        }
        catch (Exception cause)
        {
            outcome = cause;
        }

        return (outcome, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Load(string family, string path)
    {
        switch (family)
        {
            case "gpt2":
                using (var gpt2 = Gpt2.FromPretrained(path))
                {
                    gpt2.Tokenizer.Encode("lower news");
                }

                break;
            case "bert":
                using (var bert = Bert.FromPretrained(path))
                {
                    bert.Tokenizer.Encode("lower news");
                }

                break;
            case "roberta":
                using (var roberta = RobertaForMaskedLM.FromPretrained(path))
                {
                    roberta.Tokenizer.Encode("lower news");
                }

                break;
            case "distilbert":
                using (var distilled = DistilBertForSequenceClassification.FromPretrained(path))
                {
                    distilled.Tokenizer.Encode("lower news");
                }

                break;
            default:
                using (var llama = Llama.FromPretrained(path))
                {
                    llama.Tokenizer.Encode("lower news");
                }

                break;
        }
    }

    /// <summary>A folder of each family, whose files are kept in memory and written with changes.</summary>
    private sealed class Originals : IDisposable
    {
        private readonly Dictionary<string, Dictionary<string, byte[]>> _files = [];
        private readonly TemporaryFolder _aside = new();

        public Originals()
        {
            foreach (var family in _families)
            {
                if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, "Families", family)))
                {
                    using var other = FamilyTests.Copy(family);
                    _files.Add(family, Read(other.Path));
                    continue;
                }

                var isLlama = family is not "gpt2" and not "bert";
                using var folder = new ModelFolder(isLlama ? "llama_tiny" : family + "_tiny", isLlama ? "llama" : family);
                if (family == "sentencepiece")
                {
                    TokenizerFiles.WriteSentencePiece(folder.Path);
                    File.Delete(folder["tokenizer.json"]);
                }
                else if (family == "sharded")
                {
                    using var loaded = Llama.FromPretrained(folder.Path);
                    loaded.Save(folder.Path, maximumShardBytes: 200_000);
                }

                _files.Add(family, Read(folder.Path));
            }

            static Dictionary<string, byte[]> Read(string folder) => Directory.GetFiles(folder)
                .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        }

        /// <summary>What loading the family's folder allocates.</summary>
        public long IntactBytes(string family)
        {
            using var folder = new TemporaryFolder();
            foreach (var (name, content) in _files[family])
            {
                File.WriteAllBytes(folder[name], content);
            }

            // The first time also what is allocated once.
            Try(family, folder.Path);
            var (outcome, bytes) = Try(family, folder.Path);
            Assert.Null(outcome);
            return bytes;
        }

        public string Write(string family, TemporaryFolder folder, Random random)
        {
            var files = _files[family];
            var changed = Enumerable.Range(0, random.Next(1, 3))
                .Select(_ => files.Keys.ElementAt(random.Next(files.Count))).ToHashSet(StringComparer.Ordinal);
            var changes = new List<string>();
            foreach (var (name, content) in files)
            {
                if (!changed.Contains(name))
                {
                    File.WriteAllBytes(folder[name], content);
                    continue;
                }

                changes.Add($"{name} {Change(folder[name], content, random)}");
            }

            return string.Join(", ", changes);
        }

        public void Dispose() => _aside.Dispose();

        private string Change(string path, byte[] content, Random random)
        {
            switch (random.Next(12))
            {
                case 0:
                    return "missing";
                case 1:
                    File.WriteAllBytes(path, []);
                    return "empty";
                case 2:
                    Directory.CreateDirectory(path);
                    return "a directory";
                case 3 when NamedPipe.IsAvailable:
                    NamedPipe.Create(path);
                    return "a pipe";
                case 4 when !OperatingSystem.IsWindows():
                    File.CreateSymbolicLink(path, random.Next(2) == 0 ? Path.GetFileName(path) : "nowhere");
                    return "a link to itself or to nothing";
                case 5 when !OperatingSystem.IsWindows():
                    var target = _aside[Path.GetRandomFileName()];
                    File.WriteAllBytes(target, content);
                    File.CreateSymbolicLink(path, target);
                    return "a link to its content";
                case 6:
                    File.WriteAllBytes(path, content[..random.Next(content.Length + 1)]);
                    return "cut short";
                default:
                    File.WriteAllBytes(path, Mutated(content, random));
                    return "mutated";
            }
        }

        // Of weights mostly the header, of a configuration mostly one value, of others anywhere.
        private static byte[] Mutated(byte[] content, Random random)
        {
            var bytes = new List<byte>(content);
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
            {
                var place = random.Next(random.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, 2000));
                var colon = bytes.IndexOf((byte)':', place);
                switch (random.Next(6))
                {
                    case 0:
                        bytes[place] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(place, Math.Min(random.Next(1, 20), bytes.Count - place));
                        break;
                    case 2:
                        bytes.InsertRange(place, bytes.GetRange(place, Math.Min(random.Next(1, 50), bytes.Count - place)));
                        break;
                    case 3:
                        bytes.InsertRange(place, Token(random));
                        break;
                    case var _ when colon >= 0 && colon < bytes.Count - 1:
                        // The value after a colon becomes another.
                        var end = bytes.FindIndex(colon, value => value is (byte)',' or (byte)'}');
                        bytes.RemoveRange(colon + 1, Math.Max(0, end - colon - 1));
                        bytes.InsertRange(colon + 1, Token(random));
                        break;
                    default:
                        bytes[place] ^= (byte)(1 << random.Next(8));
                        break;
                }
            }

            return [.. bytes];
        }

        private static byte[] Token(Random random) => Encoding.UTF8.GetBytes(_tokens[random.Next(_tokens.Length)]);
    }
}
