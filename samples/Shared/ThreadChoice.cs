using System;
using System.Diagnostics;
using TorchSharp;

namespace Samples.Shared;

/// <summary>
/// Finds out whether more threads help. Each operation waits for its slowest thread, so that where something else keeps one of
/// the cores busy, training on all of them is not a little but many times slower than on one. All are tried for as long as
/// their steps take less time than those of one thread, and again some seconds after they did not.
/// </summary>
internal sealed class ThreadChoice
{
    private const int StepsOfOneThread = 4;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);

    // Read once, before the first choice changes it.
    private static readonly int All = torch.get_num_threads();

    private readonly Stopwatch _sinceTry = Stopwatch.StartNew();
    private double _one = double.PositiveInfinity;
    private double _current;
    private int _steps;
    private bool _usesAll;
    private bool _tried;

    /// <summary>Starts with one thread.</summary>
    public ThreadChoice() => Use(all: false);

    /// <summary>Takes note of how long a step took and chooses the number of threads of the next.</summary>
    public void Observe(TimeSpan step)
    {
        _steps++;
        // The first step after a change is not like the others.
        _current = _steps <= 2 ? step.TotalSeconds : 0.7 * _current + 0.3 * step.TotalSeconds;
        if (_usesAll && _current > _one)
        {
            Use(all: false);
        }
        else if (!_usesAll && _steps >= StepsOfOneThread && (!_tried || _sinceTry.Elapsed > BetweenTries))
        {
            _one = _current;
            Use(all: true);
        }
    }

    private void Use(bool all)
    {
        (_usesAll, _tried, _steps) = (all, _tried || all, 0);
        _sinceTry.Restart();
        torch.set_num_threads(all ? All : 1);
    }
}
