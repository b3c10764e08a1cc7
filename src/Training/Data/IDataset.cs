namespace ModelGen.Training;

/// <summary>Examples that are read by their index, from several threads at once.</summary>
/// <typeparam name="T">The type of an example.</typeparam>
public interface IDataset<out T>
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>A short text that differs between different data and is the same whenever the same data are opened.</summary>
    string Fingerprint { get; }

    /// <summary>Reads an example. Threads may read at the same time.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>The example.</returns>
    T this[int index] { get; }
}
