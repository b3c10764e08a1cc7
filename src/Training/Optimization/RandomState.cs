using System.IO;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>The states of the default generators of random numbers, which dropout and initialization draw from.</summary>
internal static class RandomState
{
    /// <summary>Writes the state of the CPU's generator.</summary>
    public static void Save(Stream stream)
    {
        using var state = get_rng_state();
        stream.Write(state.bytes);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="TrainingException">It is the state of another version of libtorch, which would end the process.</exception>
    public static void Load(byte[] bytes)
    {
        using var current = get_rng_state();
        if (current.numel() != bytes.Length)
        {
            throw new TrainingException(
                $"The run's state of random numbers has {bytes.Length} bytes where this libtorch has {current.numel()}: resume the run "
                + $"with the version that it began with.");
        }

        using var state = tensor(bytes, ScalarType.Byte);
        set_rng_state(state);
    }

    /// <summary>
    /// Seeds the generators of an accelerator. TorchSharp cannot read their state, so a run seeds them at each checkpoint, and a run that
    /// is resumed seeds them alike.
    /// </summary>
    /// <param name="device">The device of the model.</param>
    /// <param name="step">The step of the checkpoint.</param>
    public static void Renew(Device device, long step)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.manual_seed_all(new SeededRandom(RenewalSeed, step).NextInt64());
        }
    }

    private const long RenewalSeed = 0x5EED;
}
