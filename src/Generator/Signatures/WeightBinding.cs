namespace ModelGen.Generator.Signatures;

/// <summary>What an input must have in common with the weights of the model that computes with it.</summary>
internal enum WeightBinding
{
    /// <summary>Nothing that is known: it meets no weight, or only code of the user.</summary>
    None,

    /// <summary>The device; its element type is converted where it meets the weights.</summary>
    Device,

    /// <summary>The device and the floating-point type.</summary>
    DeviceAndType,
}
