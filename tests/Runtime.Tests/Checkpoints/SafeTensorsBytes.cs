using System;
using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>Safetensors files, well and ill formed, put together by hand.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>Two float32 tensors, a (2, 3) and b (4), with numbers, and a text.</summary>
    public const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[4],"data_offsets":[24,40]}}""";

    public static byte[] File(string header = Header, int data = 40) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(byte[] header, int data)
    {
        var file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file.AsSpan(8));
        for (var i = 0; i < data; i++)
        {
            file[8 + header.Length + i] = (byte)(i % 60);
        }

        return file;
    }
}
