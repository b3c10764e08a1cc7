using System;

namespace Samples.Shared;

/// <summary>Something the user can put right: the message is one sentence for them. The program prints it and exits with code 2.</summary>
internal sealed class SampleException(string message) : Exception(message);
