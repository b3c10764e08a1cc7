using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>Damaged and malicious files of <c>torch.save</c> are read or refused, with little memory and in a short time.</summary>
public sealed class HostileTorchFileTests
{
    private const string Storage = "(X\u0007\0\0\0storageq\u0001ctorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002tQ";

    private static readonly string Reference = Path.Combine(AppContext.BaseDirectory, "Reference", "Torch");

    // With FUZZ_ALL, 50,000 files.
    private static int Files => Environment.GetEnvironmentVariable("FUZZ_ALL") is { Length: > 0 } ? 50_000 : 4_000;

    [Theory]
    [InlineData("cposix\nsystem\nX\u0002\0\0\0ls\u0085R.", "it contains 'posix.system', which is not a tensor type; nothing was executed")]
    [InlineData("c__builtin__\neval\n.", "it contains '__builtin__.eval'")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093.", "it contains 'os.system'")]
    [InlineData("ctorch.hub\nload\n.", "it contains 'torch.hub.load'")]
    [InlineData("c\u0001\n\u0002\n.", "it contains '\uFFFD.\uFFFD'")]
    [InlineData("S'text'\n.", "it has the opcode 0x53 at byte")]
    [InlineData("\u0082\u0001.", "it has the opcode 0x82 at byte")]
    [InlineData("", "it ends at byte")]
    [InlineData(".", "an operand is missing")]
    [InlineData("t.", "a mark is missing")]
    [InlineData("(0.", "an operand is missing")]
    [InlineData("NR.", "an operand is missing")]
    [InlineData("NNR.", "a call is missing or of another kind")]
    [InlineData("NNa.", "a list is missing or of another kind")]
    [InlineData("N(NNu.", "a dictionary is missing or of another kind")]
    [InlineData("}(Nu.", "a dictionary is missing or of another kind")]
    [InlineData("h\u0007.", "it refers to value 7, which it does not define")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FFtext", "it ends at byte")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFtext", "it ends at byte")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u00FFtext", "it ends at byte")]
    [InlineData("X\u0002\0\0\0\u00C3\u0028.", "text that is not valid UTF-8")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R.", "a dictionary is missing or of another kind")]
    [InlineData("ccollections\nOrderedDict\n](NeN\u0085R.", "a call is missing or of another kind")]
    [InlineData("N.", "it has no state dict, but another value")]
    [InlineData("}K\u0001Ns.", "it has no tensors. No dictionary in it has tensors under names.")]
    public void Malformed_pickles_are_refused(string pickle, string expected) => Refused(Zip(pickle), expected);

    [Theory]
    [InlineData("N", "", "description in the pickle is malformed")]
    [InlineData(Storage, "J\u00FF\u00FF\u00FF\u00FFK\u0002\u0085K\u0001\u0085", "its elements -1 to 1 of (2) are not within the 2 of its storage")]
    [InlineData(Storage, "K\u0000K\u0003\u0085K\u0001\u0085", "its elements 0 to 3 of (3) are not within the 2 of its storage")]
    [InlineData(Storage, "K\u0000K\u0002\u0085K\u0002\u0085", "its elements 0 to 3 of (2) are not within the 2 of its storage")]
    [InlineData(Storage, "K\u0000K\u0002\u0085J\u00FF\u00FF\u00FF\u00FF\u0085", "its elements 0 to 0 of (2) are not within the 2 of its storage")]
    [InlineData(Storage, "K\u0000J\u00FF\u00FF\u00FF\u00FF\u0085K\u0001\u0085", "description in the pickle is malformed")]
    [InlineData(Storage, "K\u0000K\u0003\u0085K\u0000\u0085", "its shape (3) repeats the 2 elements of its storage")]
    [InlineData(Storage, "K\u0000\u008A\u0008\0\0\0\0\0\0\0\u0070\u0085K\u0000\u0085", "description in the pickle is malformed")]
    [InlineData(Storage, "K\u0000K\u0002\u0085K\u0001K\u0001\u0086", "description in the pickle is malformed")]
    [InlineData(Storage, "K\u0000K\u0002N\u0086K\u0001K\u0001\u0086", "description in the pickle is malformed")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\01X\u0003\0\0\0cpuK\u0002tQ", "K\u0000K\u0002\u0085K\u0001\u0085", "the storage '1' has no data, expected 2 elements of Float32")]
    [InlineData("(X\u0007\0\0\0storagectorch\nDoubleStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002tQ", "K\u0000K\u0002\u0085K\u0001\u0085", "the storage '0' has 8 bytes, expected 2 elements of Float64")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu\u008A\u0008\0\0\0\0\0\0\0\u0070tQ", "K\u0000K\u0002\u0085K\u0001\u0085", "the storage '0' has 8 bytes, expected 8070450532247928832 elements")]
    [InlineData("NQ", "K\u0000K\u0002\u0085K\u0001\u0085", "a storage of its tensors is described in an unknown way")]
    public void Malformed_tensors_are_refused(string storage, string view, string expected)
        => Refused(Zip(StateDict(storage, view)), expected);

    [Fact]
    public void A_valid_pickle_of_the_same_form_is_read()
    {
        using var file = CheckpointFile.Open(Zip(StateDict(Storage, "K\u0000K\u0002\u0085K\u0001\u0085")), "hostile.pt");
        Assert.Equal("w", Assert.Single(file.Tensors).Name);
    }

    [Fact]
    public void Structures_that_grow_or_contain_themselves_are_bounded()
    {
        Bounded("]q\u0001h\u0001a.", "no state dict");
        Bounded("}q\u0001X\u0001\0\0\0ah\u0001s.", "no tensors");
        Bounded(new string('(', 100_000) + new string('t', 100_000) + ".", "no state dict");
        Bounded(new string(']', 50_000) + new string('a', 49_999) + ".", "no state dict");
        Bounded("}" + string.Concat(Enumerable.Repeat("X\u0001\0\0\0a}", 50_000)) + new string('s', 50_000) + ".", "no tensors");
        Bounded("]" + new string('2', 5_000_000) + ".", "more than 4194304 values");

        // A list of 100,000 pairs, of which 100,000 dictionaries are made; a name of a megabyte in 100,000 dictionaries.
        Bounded("ccollections\nOrderedDict\nq\u0001](" + string.Concat(Enumerable.Repeat("NN\u0086", 100_000)) + "e\u0085q\u0002"
            + string.Concat(Enumerable.Repeat("h\u0001h\u0002R", 100_000)) + ".", "more than 4194304 values");
        Bounded("}(X\0\0\u0010\0" + new string('n', 1 << 20) + "q\u0001N"
            + string.Concat(Enumerable.Repeat("h\u0001}h\u0001Ns", 100_000)) + "u.", "the name has 1048576 characters, expected at most");
    }

    [Fact]
    public void Mutated_files_are_read_or_refused()
    {
        var random = new Random(4321);
        byte[][] seeds = [.. new[] { "types.pt", "types-before-1.6.pt", "types-protocol-4.pt", "training.pt" }
            .Select(name => File.ReadAllBytes(Path.Combine(Reference, name)))];
        var (read, refused) = (0, 0);
        long largest = 0;
        using var quiet = no_grad();
        Handles.Settle();
        var before = Tensor.TotalCount;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Files; i++)
        {
            var content = Mutated(seeds[i % seeds.Length], random);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = CheckpointFile.Open(content, "fuzzed.pt");
                foreach (var tensor in file.Tensors)
                {
                    tensor.Read().Dispose();
                }

                read++;
            }
            catch (CheckpointException)
            {
                refused++;
            }

            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Files} files: {read} read, {refused} refused, at most {largest} bytes, {clock.Elapsed.TotalSeconds:f1} s.");
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(largest < 1 << 19, $"A file of some thousand bytes made the reader allocate {largest}.");
        Assert.True(read > Files / 50 && refused > Files / 5, $"{read} read, {refused} refused: one of them is hardly tried.");
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        const string Opcodes = "(.012)BCGJKMNQRTUX]abcdehjlqrstu}"
            + "\u0080\u0081\u0085\u0086\u0087\u0088\u008A\u008B\u008C\u008D\u0093\u0094\u0095";
        var bytes = new List<byte>(seed);
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    // A size, an index or an offset that is too large.
                    for (var i = 0; i < Math.Min(count, 8); i++)
                    {
                        bytes[at + i] = i == 7 ? (byte)0x7F : (byte)0xFF;
                    }

                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : count);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 5:
                    // Bytes of another place, which keep the offsets of the zip file.
                    var from = random.Next(bytes.Count - count + 1);
                    var moved = bytes.GetRange(from, count);
                    bytes.RemoveRange(at, count);
                    bytes.InsertRange(at, moved);
                    break;
                default:
                    // An opcode for another one.
                    for (var tries = 0; tries < 50 && !Opcodes.Contains((char)bytes[at], StringComparison.Ordinal); tries++)
                    {
                        at = random.Next(bytes.Count);
                    }

                    bytes[at] = (byte)Opcodes[random.Next(Opcodes.Length)];
                    break;
            }
        }

        return [.. bytes];
    }

    private static string StateDict(string storage, string view)
        => "}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(" + storage + view + "\u0089NtRs.";

    private static void Bounded(string pickle, string expected)
    {
        var content = Zip(pickle);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Refused(content, expected);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(bytes < 400_000_000, $"{content.Length} bytes made the reader allocate {bytes}.");
    }

    private static void Refused(byte[] content, string expected)
    {
        var refusal = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(content, "hostile.pt").Dispose());
        Assert.Contains(expected, refusal.Message);
        Assert.True(refusal.Message.Length < 1000, refusal.Message);
    }

    // A zip file with a pickle, one character per byte, and a storage '0' of 8 bytes.
    private static byte[] Zip(string pickle)
    {
        using var content = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(content, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("a/data.pkl", [0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
            Write("a/data/0", new byte[8]);

            void Write(string name, byte[] bytes)
            {
                using var entry = zip.CreateEntry(name, System.IO.Compression.CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return content.ToArray();
    }
}
