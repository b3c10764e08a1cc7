using System;
using System.Collections.Generic;

namespace ModelGen.Runtime.Tests;

/// <summary>Collects, while it is open, how far the float32 results that tests compare are from a reference's float64.</summary>
internal sealed class AgreementLog : IDisposable
{
    [ThreadStatic]
    private static AgreementLog? _open;

    private readonly List<(string Case, string Output, double Difference, double Own)> _entries = [];

    private AgreementLog()
    {
    }

    /// <summary>What was compared: the case, the output, our difference, and that of PyTorch's own float32.</summary>
    public IReadOnlyList<(string Case, string Output, double Difference, double Own)> Entries => _entries;

    public static AgreementLog Open() => _open = new AgreementLog();

    public static void Add(string name, string output, double difference, double own) =>
        _open?._entries.Add((name, output, difference, own));

    public void Dispose() => _open = null;
}
