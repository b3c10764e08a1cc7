using System;
using System.Threading;
using ModelGen.Training;

namespace Chat;

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings)
{
    /// <summary>Answers the given prompt, or prompts from the console until the end of the input.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SampleException">The model, the text, the output folder or the prompt is not valid.</exception>
    public int Run()
    {
        if (settings.Prompt is { } given && string.IsNullOrWhiteSpace(given))
        {
            throw new SampleException("--prompt must not be empty.");
        }

        using var model = settings.Model is { } folder
            ? ModelFolder.Load(folder)
            : OnTheSpot.Train(settings.Text, settings.Output, settings.Budget, settings.Sampling.Seed);
        var conversation = new Conversation(model.Client, settings.Sampling);
        if (settings.Prompt is { } prompt)
        {
            return Answer(conversation, prompt).IsStopped ? CommandLine.Interrupted : 0;
        }

        Console.WriteLine($"Chatting with {model.Description}. Ctrl-C stops an answer; the end of the input or another Ctrl-C ends the "
            + "program.");
        while (Ask() is { } line)
        {
            try
            {
                Answer(conversation, line);
            }
            catch (SampleException e)
            {
                Console.WriteLine(e.Message);
            }
        }

        Console.WriteLine();
        return 0;
    }

    private static string? Ask()
    {
        Console.Write("You: ");
        return Console.ReadLine();
    }

    /// <summary>Handles Ctrl-C only during an answer, so that between two answers it ends the program.</summary>
    private static Answer Answer(Conversation conversation, string prompt)
    {
        using var cancellation = new CancellationTokenSource();
        using var interruption = new Interruption(cancellation.Cancel);
        var answer = conversation.Say(prompt, Console.Out, cancellation.Token).GetAwaiter().GetResult();
        Console.WriteLine(answer.Describe());
        return answer;
    }
}
