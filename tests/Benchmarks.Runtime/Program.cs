using System;
using ModelGen.Benchmarks.Runtime;
using static TorchSharp.torch;

manual_seed(1);
switch (args)
{
    case ["forward", .. var rounds]:
        Forward.Run(rounds);
        return 0;
    case ["decoding", .. var rounds]:
        Decoding.Run(rounds);
        return 0;
    case ["checkpoints", .. var rounds]:
        Checkpoints.Run(rounds);
        return 0;
    case ["guards", .. var rounds]:
        Guards.Run(rounds);
        return 0;
    case ["training", .. var rounds]:
        TrainingLoops.Run(rounds);
        return 0;
    case ["precision", .. var rounds]:
        Precisions.Run(rounds);
        return 0;

    case ["onnx", .. var rounds]:
        OnnxInference.Run(rounds);
        return 0;
    case ["quantize", .. var rounds]:
        Quantization.Run(rounds);
        return 0;

    // What some of the above start as processes of their own, so that each has a peak of its own.
    case ["onnx-child"]:
        OnnxInference.RunChild();
        return 0;
    case ["decoding-child", var version]:
        Decoding.RunChild(version);
        return 0;
    case ["checkpoints-child", var version, var folder]:
        Checkpoints.RunChild(version, folder);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: Benchmarks.Runtime forward [rounds] | decoding [rounds] | checkpoints [rounds] | guards [rounds] | training [rounds] "
            + "| precision [rounds] | onnx [rounds] | quantize [rounds]   (docs/performance.md)");
        return 1;
}
