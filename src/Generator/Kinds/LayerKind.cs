using ModelGen.Generator.Bind;

namespace ModelGen.Generator.Kinds;

/// <summary>A kind of layer: its arguments, its shape inference and its generated code.</summary>
internal abstract class LayerKind : LayerDescription
{
    /// <summary>
    /// Checks the arguments and tensors, and gives the result: <see cref="LayerContext.Output"/>, or
    /// <see cref="LayerContext.PassThrough"/>. Returning without either means that a mistake was reported.
    /// </summary>
    public abstract void Infer(LayerContext context);

    /// <summary>
    /// What the layer does along the axis of a sequence that is decoded step by step. A kind that does not override this cannot be decoded.
    /// </summary>
    public virtual TimeFlow AlongTime(TimeContext context) => TimeFlow.Unknown;
}
