using System;
using BenchmarkDotNet.Running;
using ModelGen.Benchmarks;

switch (args)
{
    case ["share"]:
        await ShareOfCompilation.Run();
        return 0;
    case ["peers", .. var rest]:
        return await Peers.Run(rest);
    case ["edits", .. var rest]:
        BenchmarkRunner.Run<EditBenchmarks>(args: rest);
        return 0;
    default:
        Console.Error.WriteLine("usage: Benchmarks edits | share | peers [rounds]   (docs/performance.md)");
        return 1;
}
