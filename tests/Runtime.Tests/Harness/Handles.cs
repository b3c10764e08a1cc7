using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Counts live tensors around a call. The count is the process's, so the tests of this assembly run one after the other; what earlier
/// tests left to the finalizer is collected first, what the call itself leaves is not. Constructing a <c>Parameter</c> raises
/// TorchSharp's count by one for good, because the handle moves out of the tensor it is made from without being counted down: construct
/// and convert modules outside.
/// </summary>
internal static class Handles
{
    /// <summary>A call must leave exactly so many tensors alive, and its inputs as they were.</summary>
    /// <param name="results">The number of its results.</param>
    /// <param name="call">The call.</param>
    /// <param name="inputs">
    /// Tensors that must keep their values: an operation in place must not reach them, not even through a view.
    /// </param>
    /// <returns>What the call returns.</returns>
    public static T Exactly<T>(long results, Func<T> call, params Tensor[] inputs)
    {
        var copies = Array.ConvertAll(inputs, input => input.detach().clone());
        Settle();
        var before = Tensor.TotalCount;
        var result = call();
        Assert.Equal(results, Tensor.TotalCount - before);
        foreach (var (input, copy) in inputs.Zip(copies))
        {
            Agreement.Assert(input, copy, 0, "an input that the call must leave alone");
            copy.Dispose();
        }

        return result;
    }

    /// <summary>A call must leave no tensor behind.</summary>
    /// <param name="call">The call.</param>
    public static void None(Action call) => Exactly(0, () =>
    {
        call();
        return true;
    });

    /// <summary>Lets the finalizer dispose what nobody holds any more.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
