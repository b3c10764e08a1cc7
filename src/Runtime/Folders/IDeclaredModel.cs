namespace ModelGen;

/// <summary>An instance of a declared model as data: what exporters read. Each declaration implements it.</summary>
public interface IDeclaredModel
{
    /// <summary>The structure of the model, which all instances of the class share.</summary>
    Architecture Architecture { get; }

    /// <summary>The sizes and settings that this instance was created with.</summary>
    ModelConfig Config { get; }
}
