using System;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Chat;

/// <summary>Trains a model of characters where no folder is given.</summary>
internal static class OnTheSpot
{
    private const int Context = 128;
    private const int BatchSize = 8;
    private const double LearningRate = 3e-3;

    /// <summary>Trains and saves.</summary>
    /// <param name="text">A file or folder, or <c>null</c> for this repository.</param>
    /// <param name="output">Where the model is saved, for <c>--model</c>.</param>
    /// <param name="budget">How long.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <exception cref="SampleException">The text or the output folder is of no use.</exception>
    public static ChatModel Train(string? text, string output, Budget budget, int seed)
    {
        var folder = new OutputFolder(output);
        var (content, source) = TextFiles.Read(text);
        var corpus = new Corpus(content);
        Console.WriteLine($"No --model is given, so a small one of characters learns on the spot from {source}: "
            + $"{corpus.Ids.Length:N0} characters.");

        torch.manual_seed(seed);
        var model = new CharGpt(corpus.Alphabet.Count);
        var windows = new TrainingWindows(corpus, Context, BatchSize, seed);
        using (var interruption = new Interruption(
            () => Console.Error.WriteLine("Learning stops after this step; Ctrl-C again ends the program, without saving.")))
        {
            Training.Run(
                model, LearningRate, (CharGpt gpt, (Tensor Input, Tensor Target) batch) => gpt.Loss(batch.Input, batch.Target),
                windows.Next, budget, interruption);
        }

        ModelFolder.Save(folder, model, corpus.Alphabet);
        Console.WriteLine($"It lies in {folder[""]} and is there again with --model.");

        // One character at a time is too little work to share out.
        set_num_threads(1);
        return ChatModel.Of(model, corpus.Alphabet, $"{nameof(CharGpt)}, which has learnt from {source}");
    }
}
