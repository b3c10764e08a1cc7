using System.Collections.Generic;

namespace Course;

/// <summary>The table of contents.</summary>
internal static class Contents
{
    /// <summary>The chapters, in the order of the course: the first is chapter 1.</summary>
    public static IReadOnlyList<Chapter> Chapters { get; } =
    [
        new("order", "Order in text, speech and series", Order.Run, OrderSolutions.Run, Tolerance: 0.05),
        new("rnn", "A recurrent network, from 128 features to 256", Rnn.Run, RnnSolutions.Run),
        new("vanishing-gradient", "Where its gradient vanishes", VanishingGradient.Run, VanishingGradientSolutions.Run, Tolerance: 0.05),
        new("lstm", "LSTM: the gates, one by one", Lstm.Run, LstmSolutions.Run),
        new("gru", "GRU: fewer parameters", Gru.Run, GruSolutions.Run),
        new("attention", "Attention by hand, and as one attribute", Attention.Run, AttentionSolutions.Run),
        new("heads", "Several heads, and masks", Heads.Run, HeadsSolutions.Run, Tolerance: 0.05),
        new("positions", "Positions", Positions.Run, PositionsSolutions.Run),
        new("block", "The block of the Transformer", TransformerBlock.Run, TransformerBlockSolutions.Run),
        new("transformer", "The whole Transformer", WholeTransformer.Run, WholeTransformerSolutions.Run, Tolerance: 0.1),
        new("bert-and-gpt", "BERT and GPT on the same text", BertAndGpt.Run, BertAndGptSolutions.Run, Tolerance: 0.1),
        new("prompting", "Prompting", Prompting.Run, PromptingSolutions.Run, Tolerance: 0.1),
        new("retrieval", "Retrieval, with citations", Retrieval.Run, RetrievalSolutions.Run, Tolerance: 0.1),
        new("lora", "LoRA", Lora.Run, LoraSolutions.Run, Tolerance: 0.1),
        new("what-to-use-when", "What to use when", WhatToUse.Run, WhatToUseSolutions.Run, Tolerance: 0.1),
    ];
}
