using System;

namespace ModelGen.Site;

/// <summary>The website cannot be built, for a reason that the message states.</summary>
internal sealed class SiteException(string message) : Exception(message);
