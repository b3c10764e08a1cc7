using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>The one place that creates diagnostics, so that every message is readable whatever it repeats.</summary>
internal static class DiagnosticFactory
{
    public static Diagnostic Create(
        DiagnosticDescriptor descriptor,
        Location location,
        string message,
        IEnumerable<Location>? related = null,
        ImmutableDictionary<string, string?>? properties = null) =>
        Diagnostic.Create(descriptor, location, related, properties, MessageText.Clean(message));
}
