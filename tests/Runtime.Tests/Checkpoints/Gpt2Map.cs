namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>GPT-2 as the hub has it: Conv1D layers hold (in, out), the three projections are one, the head is the embedding.</summary>
internal static class Gpt2Map
{
    public static NameMap Create() => new()
    {
        Prefixes = ["transformer.", ""],
        Ignore = ["lm_head.weight", "h.{i}.attn.bias", "h.{i}.attn.masked_bias"],
        Rules =
        [
            new("embedding.weight", "wte.weight"),
            new("positionEmbedding.weight", "wpe.weight"),
            new("layerNorm.{p}", "ln_f.{p}"),
            new("block.{i}.attention.layerNorm.{p}", "h.{i}.ln_1.{p}"),
            new("block.{i}.feedForward.layerNorm.{p}", "h.{i}.ln_2.{p}"),
            new()
            {
                Module =
                [
                    "block.{i}.attention.multiHeadAttention.query.{p}",
                    "block.{i}.attention.multiHeadAttention.key.{p}",
                    "block.{i}.attention.multiHeadAttention.value.{p}",
                ],
                Checkpoint = ["h.{i}.attn.c_attn.{p}"],
                Transpose = true,
            },
            new("block.{i}.attention.multiHeadAttention.output.{p}", "h.{i}.attn.c_proj.{p}") { Transpose = true },
            new("block.{i}.feedForward.feedForward.linear1.{p}", "h.{i}.mlp.c_fc.{p}") { Transpose = true },
            new("block.{i}.feedForward.feedForward.linear2.{p}", "h.{i}.mlp.c_proj.{p}") { Transpose = true },
        ],
    };
}
