using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace ModelGen.Training;

/// <summary>
/// Ctrl-C, or a request of the system to end: the first asks for a stop after the step at hand, the second ends the program at once.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly Action? _announce;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _requests;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="announce">Called at the first request, on another thread.</param>
    public Interruption(Action? announce = null)
    {
        _announce = announce;
        _registrations =
            [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Whether a stop was requested.</summary>
    public bool Requested => Volatile.Read(ref _requests) > 0;

    /// <summary>Is cancelled when a stop is requested.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Requests a stop.</summary>
    /// <returns>Whether this is the first request.</returns>
    public bool Request()
    {
        var first = Interlocked.Increment(ref _requests) == 1;
        if (first)
        {
            _source.Cancel();
            _announce?.Invoke();
        }

        return first;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context) => context.Cancel = Request();
}
