using Microsoft.CodeAnalysis;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Checks a tensor that an argument names against the one shape that it may have.</summary>
internal static class TensorShape
{
    /// <summary>Whether a tensor has exactly a shape and a type.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="argument">The argument that names the tensor.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="expected">The shape.</param>
    /// <param name="element">The type.</param>
    /// <param name="meaning">What the tensor contains, for the message: <c>the number of time steps of each sequence</c>.</param>
    public static bool Fits(
        LayerContext context, TensorArgument argument, Value tensor, Shape expected, ElementType element, string meaning)
    {
        var site = context.At(argument);
        if (!context.RequireElement(tensor, element, site))
        {
            return false;
        }

        void Mismatch(DiagnosticDescriptor descriptor) => context.Report(
            descriptor,
            site,
            $"{argument.Name} of {context.Use} must be {expected}, {meaning}, but {tensor.Describe()}: give it this shape.",
            tensor);

        if (tensor.Shape.HasLeading != expected.HasLeading || tensor.Shape.Count != expected.Count)
        {
            Mismatch(Descriptors.Rank);
            return false;
        }

        for (var axis = 0; axis < expected.Count; axis++)
        {
            var fits = context.RequireEqual(
                expected.Dims[axis],
                tensor.Shape.Dims[axis],
                () => $"{argument.Name} of {context.Use} must be {expected}, and {tensor.Subject} is {tensor.Shape}",
                () => Mismatch(Descriptors.Size));
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
