using ModelGen.Runtime.Tests.Decoding;

namespace ModelGen.Onnx.Tests;

/// <summary>A language model with adapters.</summary>
[Lora<GptModel>(4, Alpha = 8, Targets = new[] { "query", "value", "linear1" })]
public partial class AdaptedGpt;

/// <summary>Linear layers with adapters, of which one is left out.</summary>
[Lora<Perceptron>(2, RankStabilized = true, Targets = new[] { "linear2" })]
public partial class AdaptedPerceptron;

/// <summary>A model with adapters as a block of another.</summary>
[Model, Input("B", "T", "D"), Block<AdaptedPerceptron>(2), Linear(3)]
public partial class AdaptedBlocks;

/// <summary>A model with further inputs and adapters.</summary>
[Lora<Documented.Translator>(2, Targets = new[] { "value", "linear2" })]
public partial class AdaptedTranslator;
