using System;

namespace Quickstart;

/// <summary>Something the user can put right: the message is one sentence for them. The program prints it and exits with code 2.</summary>
internal sealed class QuickstartException(string message) : Exception(message);
