using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Samples.Shared;

/// <summary>
/// Ctrl-C, or a polite request to end from the system: the first asks for a stop after the step at hand, the second ends the
/// program at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Action _announce;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _requests;

    /// <summary>Listens until disposed.</summary>
    /// <param name="announce">Called at the first request, on another thread.</param>
    public Interruption(Action announce)
    {
        _announce = announce;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Whether a stop was asked for.</summary>
    public bool Requested => Volatile.Read(ref _requests) > 0;

    /// <summary>Asks for a stop.</summary>
    /// <returns>Whether this is the first request.</returns>
    public bool Request()
    {
        var first = Interlocked.Increment(ref _requests) == 1;
        if (first)
        {
            _announce();
        }

        return first;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Handle(PosixSignalContext context) => context.Cancel = Request();
}
