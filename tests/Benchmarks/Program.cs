using System;
using BenchmarkDotNet.Running;
using ModelGen.Benchmarks;

switch (args)
{
    case ["share", .. var rounds]:
        await ShareOfCompilation.Run(rounds);
        return 0;
    case ["peers", .. var builds]:
        return await Peers.Run(builds);
    case ["pulls", .. var pulls]:
        return await Pulls.Run(pulls);
    case ["edits", .. var options]:
        return EditTable.Print(BenchmarkRunner.Run<EditBenchmarks>(args: options));
    default:
        Console.Error.WriteLine(
            "usage: Benchmarks edits [BenchmarkDotNet options] | pulls [rounds] | share [rounds] | peers [rounds [types]]   "
            + "(docs/performance.md)");
        return 1;
}
