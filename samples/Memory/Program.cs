using System.CommandLine;

namespace Memory;

/// <summary>The command line.</summary>
internal static class Program
{
    private static readonly Settings _defaults = new("memory");

    internal static int Main(string[] arguments)
    {
        var output = new Option<string>("--output")
        {
            Description = "The folder for the plots: gradients, accuracy and clipping, each as .png and .svg.",
            HelpName = "folder",
            DefaultValueFactory = _ => _defaults.Output,
        };
        var inputs = Number("--inputs", "The number of features of a token, a multiple of 4.", _defaults.Inputs);
        var hidden = Number("--hidden", "The number of features of a state.", _defaults.Hidden);
        var distance = Number("--distance", "The largest distance that is measured, in steps.", _defaults.Distance);
        var trained = Number("--trained", "The largest distance that is trained on, in steps.", _defaults.Trained);
        var steps = Number("--steps", "The number of training steps per model.", _defaults.Steps);
        var seed = Number("--seed", "The seed of weights and sequences.", _defaults.Seed);
        var command = new RootCommand(
            "Shows why recurrent networks forget. An RNN, an LSTM, a GRU and a Transformer block are trained to recall the first token of "
            + "a sequence. The program measures the norm of the gradient of the last output with respect to the inputs before it, at "
            + "initialization and after training, and the accuracy by distance; and what clipping does where gradients explode. Exit "
            + "code 2: an option or the output folder is not valid.")
        {
            output, inputs, hidden, distance, trained, steps, seed,
        };
        command.SetAction(result => new Session(new(
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.Get(inputs, value => value > 0 && value % 4 == 0, "a positive multiple of 4"),
            result.Get(hidden, value => value > 0, "at least 1"),
            result.Get(distance, value => value is >= 10 and <= 1000, "at least 10 and at most 1000"),
            result.Get(trained, value => value is >= 1 and <= 1000, "at least 1 and at most 1000"),
            result.Get(steps, value => value > 0, "at least 1"),
            Seed: result.GetValue(seed))).Run());
        return command.Run(arguments);
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
