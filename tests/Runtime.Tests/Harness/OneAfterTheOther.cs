using ModelGen.Runtime.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;
using static TorchSharp.torch;

// Handles counts the tensors of the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneAfterTheOther))]

namespace ModelGen.Runtime.Tests;

/// <summary>One thread for small tensors: several would only wait for each other, and results could depend on the machine.</summary>
public sealed class OneAfterTheOther
{
    public OneAfterTheOther() => set_num_threads(1);
}
