using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>Replaces the safetensors of a folder by the files that <c>torch.save</c> writes, for float32 weights.</summary>
internal static class PickledWeights
{
    public static void Replace(string folder, bool sharded)
    {
        var path = Path.Combine(folder, "model.safetensors");
        using (var file = CheckpointFile.Open(path))
        {
            var tensors = file.Tensors.ToList();
            if (!sharded)
            {
                Write(Path.Combine(folder, "pytorch_model.bin"), tensors);
            }
            else
            {
                var map = new JsonObject();
                foreach (var (shard, number) in tensors.Chunk((tensors.Count + 1) / 2).Select((shard, number) => (shard, number)))
                {
                    var name = $"pytorch_model-0000{number + 1}-of-00002.bin";
                    Write(Path.Combine(folder, name), shard);
                    foreach (var tensor in shard)
                    {
                        map[tensor.Name] = name;
                    }
                }

                File.WriteAllText(
                    Path.Combine(folder, "pytorch_model.bin.index.json"), new JsonObject { ["weight_map"] = map }.ToJsonString());
            }
        }

        File.Delete(path);
    }

    private static void Write(string path, IReadOnlyList<CheckpointTensor> tensors)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var pickle = new BinaryWriter(new MemoryStream(), Encoding.Latin1);
        Opcodes("\u0080\u0002}");
        for (var key = 0; key < tensors.Count; key++)
        {
            var tensor = tensors[key];
            if (tensor.Type != ScalarType.Float32)
            {
                continue;
            }

            Text(tensor.Name);
            Opcodes("ctorch._utils\n_rebuild_tensor_v2\n((");
            Text("storage");
            Opcodes("ctorch\nFloatStorage\n");
            Text($"{key}");
            Text("cpu");
            Integer(tensor.Length / sizeof(float));
            Opcodes("tQK\0");
            Integers(tensor.Shape);
            Integers(tensor.Shape.Select((_, axis) => tensor.Shape.Skip(axis + 1).Aggregate(1L, (one, other) => one * other)));
            Opcodes("\u0089ccollections\nOrderedDict\n)RtRs");
            using var values = tensor.Read();
            Entry($"weights/data/{key}", values.bytes.ToArray());
        }

        Opcodes(".");
        Entry("weights/data.pkl", ((MemoryStream)pickle.BaseStream).ToArray());

        void Opcodes(string opcodes) => pickle.Write(Encoding.Latin1.GetBytes(opcodes));

        void Text(string text)
        {
            Opcodes("X");
            pickle.Write(text.Length);
            Opcodes(text);
        }

        void Integer(long value)
        {
            Opcodes("J");
            pickle.Write((int)value);
        }

        void Integers(IEnumerable<long> values)
        {
            Opcodes("(");
            values.ToList().ForEach(Integer);
            Opcodes("t");
        }

        void Entry(string name, byte[] content)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(content);
        }
    }
}
