using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

public sealed class HostileFileTests
{
    private const string Huge = "9223372036854775807";

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}} x""", 24, "not valid JSON")]
    [InlineData("""["a"]""", 0, "does not begin with '{'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}""", 24, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}""", 23, "truncated or damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}""", 25, "1 bytes after the last tensor belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[24,0]}}""", 24, "data_offsets are 24 and 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[-24,0]}}""", 24, "data_offsets has an element that is not an integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-6],"data_offsets":[0,24]}}""", 24, "shape has an element that is not an integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6.5],"data_offsets":[0,24]}}""", 24, "shape has an element that is not an integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,24]}}""", 24, "shape has an element that is not an integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,24]}}""", 24, "its data_offsets cover 24 bytes, which is not the size of (5) of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "its data_offsets cover 0 bytes, which is not the size of (4294967296, 4294967296) of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,9],"data_offsets":[0,0]}}""", 0, "its data_offsets cover 0 bytes, which is not the size of (0, 9223372036854775807, 9) of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor 'b': its data overlaps the tensor before it: it begins at 4, expected 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "tensor 'a': the name occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "'dtype' occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0]}}""", 0, "expected a dtype, a shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0,0]}}""", 0, "more than 2 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[[[[[0]]]]]]]]]],"data_offsets":[0,0]}}""", 0, "shape has an element")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "tensor 'a': the dtype F8_E4M3 is not supported; supported are I64, F64, F32, I32, BF16, F16, I16, I8, U8, BOOL")]
    [InlineData("""{"a":{"dtype":8,"shape":[8],"data_offsets":[0,8]}}""", 8, "expected a string as dtype")]
    [InlineData("""{"a":7}""", 0, "expected an object with dtype")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected an object of strings")]
    [InlineData("""{"__metadata__":{"a":"1","a":"1"}}""", 0, "the key 'a' occurs twice")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "surrogate")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":{}}}""", 0, "has a property other than dtype, shape and data_offsets")]
    public void MalformedHeaders(string header, int data, string expected) => Refused(SafeTensorsBytes.File(header, data), expected);

    [Fact]
    public void MalformedFiles()
    {
        Refused([], "is empty");
        Refused([1, 2, 3], "expected at least the 8");
        Refused([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{'], "has a length of 18446744073709551615 bytes, but 1 bytes follow");
        Refused(SafeTensorsBytes.File([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'], 0), "not valid UTF-8");
        Refused(SafeTensorsBytes.File(new string('[', 100_000), 0), "does not begin with '{'");
        Refused(SafeTensorsBytes.File("{\"a\":" + new string('{', 100_000), 0), "tensor 'a'");
        Refused(SafeTensorsBytes.File("{\"" + new string('x', 100_000) + "\":1}", 0), "tensor '" + new string('x', 200) + "…'");
        Refused(SafeTensorsBytes.File("{\"a\\u0000\\n\":1}", 0), "tensor 'a\uFFFD\uFFFD'");
        Refused(SafeTensorsBytes.File("""{"a":{"dtype":"F32","shape":[""" + string.Join(",", Enumerable.Repeat("1", 65)) + """],"data_offsets":[0,4]}}""", 4), "more than 64 elements");
        Refused(SafeTensorsBytes.File($$$"""{"a":{"dtype":"F32","shape":[{{{Huge}}}],"data_offsets":[0,{{{Huge}}}]}}""", 4), "truncated or damaged");
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../model-1.safetensors"}}""", "tensor 'a': its shard is '../model-1.safetensors', expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":"C:\\x"}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":".."}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":""}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":1}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":"x\u0000"}}""", "expected the name of a file in the same directory")]
    [InlineData("""{"weight_map":{"a":"absent.safetensors"}}""", "the shard 'absent.safetensors' that it lists does not exist in its directory")]
    [InlineData("""{"weight_map":{"a":"1.safetensors","b":"1.safetensors","c":"1.safetensors"}}""", "tensor 'c': is not in '1.safetensors', where the index lists it")]
    [InlineData("""{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}""", "tensor 'a': is in both")]
    [InlineData("""{"weight_map":{"a":"1.safetensors","a":"1.safetensors"}}""", "occurs twice in the weight_map")]
    [InlineData("""{"weight_map":[]}""", "expected an object with a 'weight_map'")]
    [InlineData("""{"weight_map":""", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void MalformedIndexes(string index, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["1.safetensors"], SafeTensorsBytes.File());
        File.WriteAllBytes(folder["2.safetensors"], SafeTensorsBytes.File());
        File.WriteAllText(folder["model.safetensors.index.json"], index);
        var refusal = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(folder.Path));
        Assert.Contains(expected, refusal.Message);
    }

    [Fact]
    public void PlacesWithoutACheckpoint()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("has none of model.safetensors.index.json, model.safetensors, pytorch_model.bin.index.json, pytorch_model.bin",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Open(folder.Path)).Message);
        Assert.Throws<FileNotFoundException>(() => CheckpointFile.Open(folder["absent.safetensors"]));
        File.WriteAllText(folder["empty.safetensors"], string.Empty);
        Assert.Contains("is empty", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(folder["empty.safetensors"])).Message);
        File.WriteAllText(folder["notes.txt"], "nothing of the kind");
        Assert.Contains("neither a safetensors file nor a file of torch.save or TorchSharp's module.save",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Open(folder["notes.txt"])).Message);
    }

    [Fact]
    public void AFileThatIsCutShortWhileItIsOpenIsTold()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.safetensors"], SafeTensorsBytes.File());
        using var file = CheckpointFile.Open(folder["a.safetensors"]);
        using (var writer = new FileStream(folder["a.safetensors"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(100);
        }

        Handles.None(() => Assert.Contains("was truncated", Assert.Throws<CheckpointException>(() => file["b"].Read()).Message));
    }

    [Fact]
    public void MutatedFilesAreReadOrRefusedAndNothingElse()
    {
        var random = new Random(1234);
        var seeds = new[] { SafeTensorsBytes.File(), TorchSharpFile() };
        var tokens = new[] { "{", "}", "[", "]", "\"", ",", ":", "-", "1e99", "0", Huge, "\"a\"", "\\ud800", "null", "F16", "BOOL",
            "\u00e9", "shape", "__metadata__" };
        var (read, refused) = (0, 0);
        long largest = 0;
        using var quiet = no_grad();
        Handles.Settle();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 50_000; i++)
        {
            var content = Mutate(seeds[i % 2], random, tokens);
            var name = (i / 2) % 2 == 0 ? "fuzzed.safetensors" : "fuzzed.bin";
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = CheckpointFile.Open(content, name);
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

        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(largest < 1 << 18, $"A file of some hundred bytes made the reader allocate {largest}.");
        Assert.True(read > 1000 && refused > 10_000, $"{read} read, {refused} refused: one of them is hardly tried.");
    }

    private static byte[] TorchSharpFile()
    {
        using var module = nn.Linear(3, 2);
        using var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    private static byte[] Mutate(byte[] seed, Random random, string[] tokens)
    {
        var bytes = new List<byte>(seed);
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            // Mostly where the structure is.
            var place = random.Next(random.Next(4) == 0 ? bytes.Count : Math.Min(bytes.Count, 160));
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(place, Math.Min(random.Next(1, 9), bytes.Count - place));
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.GetRange(place, Math.Min(random.Next(1, 50), bytes.Count - place)));
                    break;
                case 4:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                default:
                    var token = Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Length)]);
                    bytes.RemoveRange(place, Math.Min(random.Next(3), bytes.Count - place));
                    bytes.InsertRange(place, token);
                    if (random.Next(2) == 0 && bytes.Count > 8)
                    {
                        // So that the header's length fits again.
                        bytes[0] = (byte)(seed[0] + bytes.Count - seed.Length);
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private static void Refused(byte[] content, string expected)
    {
        Handles.None(() =>
        {
            var refusal = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(content, "hostile.safetensors"));
            Assert.Contains(expected, refusal.Message);
            Assert.Equal("hostile.safetensors", refusal.File);
            Assert.True(refusal.Message.Length < 1000, refusal.Message);
        });
    }
}
