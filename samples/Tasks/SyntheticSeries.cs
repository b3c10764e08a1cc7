using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace Tasks;

/// <summary>Writes an hourly series like the load of a power grid, for a user without a file.</summary>
internal static class SyntheticSeries
{
    /// <summary>The column with the values.</summary>
    public const string Column = "load";

    /// <summary>
    /// Writes a CSV file: a level that rises slowly, a daily season that is lower and later on weekends, and noise of which 80 % is left
    /// after an hour. The standard deviation of what cannot be known in advance is 3 per hour, and 5 after many hours.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="hours">The number of rows.</param>
    /// <param name="seed">The same seed gives the same file.</param>
    public static void Write(string path, int hours, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder($"time,{Column}\n");
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var noise = 0.0;
        for (var hour = 0; hour < hours; hour++)
        {
            var isWeekend = hour / 24 % 7 >= 5;
            var daily = (isWeekend ? 10 : 20) * Math.Sin(2 * Math.PI * (hour % 24 - (isWeekend ? 10 : 8)) / 24.0)
                + 6 * Math.Sin(4 * Math.PI * (hour % 24 - 6) / 24.0);
            noise = 0.8 * noise + 3 * Normal(random);
            var load = 100 + 0.001 * hour + daily - (isWeekend ? 12 : 0) + noise;
            text.Append(CultureInfo.InvariantCulture, $"{start.AddHours(hour):yyyy-MM-ddTHH:mm}Z,{load:0.00}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    // The transform of Box and Muller (1958).
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
