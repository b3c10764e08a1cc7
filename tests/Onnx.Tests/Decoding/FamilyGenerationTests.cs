using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The pretrained families that generate text, with small sizes and random weights, decoded by ONNX Runtime.</summary>
public sealed class FamilyGenerationTests
{
    public static TheoryData<string, int> Families => new(
        from family in SmallFamilies.Create
        where family.Value() is ILanguageModel
        from opset in new[] { 17, 23 }
        select new TheoryDataRow<string, int>(family.Key, opset));

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_the_scores_of_its_own_decoding(string family, int opset)
    {
        using var quiet = no_grad();
        using var model = SmallFamilies.Create[family]();
        model.eval();
        foreach (var weight in model.parameters())
        {
            weight.add_(randn_like(weight) * 0.3);
        }

        var language = (ILanguageModel)model;
        using var fast = language.ForGeneration(export: new OnnxExportOptions { Opset = opset });
        Assert.Equal((language.Vocabulary, language.MaximumLength), (fast.Vocabulary, fast.MaximumLength));
        long[][] prompts = [[3, 1, 4], [1, 5], [9]];
        using var expected = language.NewDecoding();
        using var actual = fast.NewDecoding();
        using var firstExpected = expected.Start(prompts);
        using var firstActual = actual.Start(prompts);
        Numbers.AssertEqual(firstActual, firstExpected, $"{family} after the prompts");
        for (var i = 0; i < 8; i++)
        {
            if (family == "Phi-3" && expected.Length == 5)
            {
                // The short context of its LongRoPE ends here. Both go on with the whole sequences only.
                var refused = Assert.Throws<InvalidOperationException>(() => expected.Append([0, 1, 2]));
                Assert.Equal(refused.Message, Assert.Throws<InvalidOperationException>(() => actual.Append([0, 1, 2])).Message);
                expected.Start([[.. prompts[0], 0, 1, 2], [.. prompts[1], 3, 4]]).Dispose();
                actual.Start([[.. prompts[0], 0, 1, 2], [.. prompts[1], 3, 4]]).Dispose();
            }

            long[] ids = [.. new long[] { i, 2 * i, 22 - i }.Take(expected.Rows)];
            using var nextExpected = expected.Append(ids);
            using var nextActual = actual.Append(ids);
            Numbers.AssertEqual(nextActual, nextExpected, $"{family}, {i + 1} after the prompts");
        }
    }
}
