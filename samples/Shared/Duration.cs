using System;
using System.Globalization;

namespace Samples.Shared;

/// <summary>Times as people read them.</summary>
internal static class Duration
{
    /// <summary>A time in minutes and seconds, from an hour on in hours as well.</summary>
    public static string Text(TimeSpan time) =>
        time.ToString(
            time < TimeSpan.FromHours(1) ? @"m\:ss" : time < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss",
            CultureInfo.InvariantCulture);
}
