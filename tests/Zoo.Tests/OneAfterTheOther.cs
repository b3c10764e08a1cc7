using Xunit;
using Xunit.Sdk;
using Xunit.v3;
using Zoo.Tests;
using static TorchSharp.torch;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneAfterTheOther))]

namespace Zoo.Tests;

/// <summary>One thread for small tensors: several would only wait for each other.</summary>
public sealed class OneAfterTheOther
{
    public OneAfterTheOther() => set_num_threads(1);
}
