namespace ModelGen.Training;

/// <summary>How the values of several classes become one.</summary>
public enum Averaging
{
    /// <summary>The mean over the classes that occur in the targets or the predictions, each of which counts alike.</summary>
    Macro,

    /// <summary>One value over all examples, each of which counts alike.</summary>
    Micro,

    /// <summary>The value of class 1, of two classes.</summary>
    Binary,
}
