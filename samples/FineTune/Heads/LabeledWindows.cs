using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>
/// Windows of bytes from texts of several kinds, with the number of the text as the class. A few of the training part have labels, all of
/// it can be pre-trained on, and the windows of the held-out part (<see cref="HeldOutBlocks"/>) measure.
/// </summary>
internal sealed class LabeledWindows
{
    /// <summary>The number of bytes of a window.</summary>
    public const int Length = 32;

    private const int MostHeldOut = 500;
    private readonly IReadOnlyList<byte[][]> _training;

    /// <exception cref="SampleException">There are fewer than two texts, or one is too short.</exception>
    public LabeledWindows(IReadOnlyList<(string Name, string Content)> texts)
    {
        if (texts.Count < 2)
        {
            throw new SampleException("A classifier needs at least two texts: repeat --text.");
        }

        Names = [.. texts.Select(text => text.Name)];
        List<byte[][]> training = [];
        List<(byte[] Window, int Class)> heldOut = [];
        foreach (var ((name, content), label) in texts.Select((text, i) => (text, i)))
        {
            if (content.Length < HeldOutBlocks.ShortestText)
            {
                throw new SampleException(
                    $"The text {name} has {content.Length:N0} characters and at least {HeldOutBlocks.ShortestText:N0} are needed.");
            }

            var (learnt, measured) = HeldOutBlocks.Split(content.Length, end => end);
            training.Add([.. Cut(content, learnt)]);
            var windows = Cut(content, measured).ToList();
            heldOut.AddRange(Spread(windows, MostHeldOut).Select(window => (window, label)));
        }

        (_training, HeldOut) = (training, heldOut);
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The windows that measure, up to 500 per class.</summary>
    public IReadOnlyList<(byte[] Window, int Class)> HeldOut { get; }

    /// <summary>The number of windows that can be trained on.</summary>
    public int Count => _training.Sum(windows => windows.Length);

    /// <summary>The largest number of labels that every class can have.</summary>
    public int MostLabels => _training.Min(windows => windows.Length);

    /// <summary>Draws windows of all classes without their labels: ids <c>(count, 32)</c>.</summary>
    public Tensor Draw(Random random, int count) =>
        Ids([.. Enumerable.Range(0, count).Select(_ => Any(_training[random.Next(_training.Count)], random))]);

    /// <summary>Labels windows: the same number of each class, drawn by the seed; fewer labels are a part of more.</summary>
    public IReadOnlyList<(byte[] Window, int Class)> Label(int perClass, int seed) =>
    [
        .. _training.SelectMany((windows, label) =>
        {
            var random = new Random(seed);
            return windows.OrderBy(_ => random.Next()).Take(perClass).Select(window => (window, label));
        }),
    ];

    /// <summary>Windows as ids <c>(count, 32)</c>.</summary>
    public static Tensor Ids(IReadOnlyList<byte[]> windows) =>
        tensor(windows.SelectMany(window => window).Select(one => (long)one).ToArray(), [windows.Count, Length]);

    private static IEnumerable<byte[]> Cut(string content, IEnumerable<Stretch> stretches) => stretches
        .SelectMany(stretch => Encoding.UTF8.GetBytes(content[stretch.Start..stretch.End]).Chunk(Length))
        .Where(window => window.Length == Length);

    private static IEnumerable<byte[]> Spread(List<byte[]> windows, int limit)
    {
        var count = int.Min(windows.Count, limit);
        return Enumerable.Range(0, count).Select(i => windows[(int)((long)i * windows.Count / count)]);
    }

    private static byte[] Any(byte[][] windows, Random random) => windows[random.Next(windows.Length)];
}
