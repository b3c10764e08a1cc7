using System;
using System.Collections.Generic;
using System.Linq;
using Serve.Model;
using static TorchSharp.torch;

namespace Serve.Training;

/// <summary>A batch of lines with the numbers of their kinds, as tensors.</summary>
internal sealed record TrainingLines(Tensor Bytes, Tensor Padding, Tensor Kinds) : IDisposable
{
    public static TrainingLines Of(IReadOnlyList<(string Text, int Kind)> lines)
    {
        var batch = LineBatch.Of([.. lines.Select(line => line.Text)]);
        return new TrainingLines(
            tensor(batch.Bytes, [batch.Count, batch.Length]),
            tensor(batch.Padding, [batch.Count, batch.Length]),
            tensor(lines.Select(line => (long)line.Kind).ToArray()));
    }

    public void Dispose()
    {
        Bytes.Dispose();
        Padding.Dispose();
        Kinds.Dispose();
    }
}
