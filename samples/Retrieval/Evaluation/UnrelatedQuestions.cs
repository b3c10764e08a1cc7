using System;
using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>Questions that no documentation of software answers, to find out when to decline, and how often that goes wrong.</summary>
internal static class UnrelatedQuestions
{
    private const string Text = """
        How long do I boil an egg so that the yolk stays soft?
        Which wine goes well with grilled salmon?
        When was the city of Rome founded?
        How do I remove a coffee stain from a white shirt?
        What is the capital of Mongolia?
        How often should tomato plants be watered in summer?
        Who painted the ceiling of the Sistine Chapel?
        What does it take to become a veterinarian?
        How do birds find their way during migration?
        Which vaccines does a puppy need in its first year?
        How much sugar is in a glass of orange juice?
        What are the rules of offside in football?
        How deep is the Mariana Trench?
        Why do leaves turn red in autumn?
        How can I get rid of hiccups?
        Which king built the palace of Versailles?
        What is a good exercise for lower back pain?
        How far away is the moon from the earth?
        How do I knit a scarf for a beginner?
        What time does the bakery on Main Street close on Sundays?
        Is it safe to eat raw mushrooms?
        How many players are on a volleyball team?
        Which river flows through Budapest?
        How do bees make honey?
        What should I pack for a week of hiking in the Alps?
        When is the best season to visit Japan?
        How do I train a cat to use a scratching post?
        What causes thunder during a storm?
        Who won the world chess championship in 1972?
        How is cheese made from goat milk?
        What is the plot of Romeo and Juliet?
        How do I change the oil of a motorcycle?
        Which planets have rings?
        How do I treat a sunburn at home?
        What is the difference between alligators and crocodiles?
        How tall is the Eiffel Tower?
        What is the traditional dress of Scotland called?
        How do I prune an apple tree in winter?
        Which spices belong in a curry?
        How long does a passport application take?
        What did people eat in the Middle Ages?
        How do glaciers form?
        Can dogs eat grapes?
        What is the fastest land animal?
        How do I fold a paper crane?
        Which instruments are in a string quartet?
        What is the boiling point of milk?
        How do I sharpen a kitchen knife?
        Why is the sky blue?
        Who discovered penicillin?
        How do I repair a flat bicycle tire?
        What is the currency of Norway?
        How much sleep does a toddler need?
        How do I make sourdough bread rise better?
        Which mountains separate France from Spain?
        What are the symptoms of the flu?
        How do submarines dive and surface?
        Which flowers bloom in the shade?
        How is olive oil pressed?
        What happened at the battle of Hastings?
        """;

    /// <summary>All questions; those of even positions are calibrated on, and the others are tested on.</summary>
    public static IReadOnlyList<string> All { get; } =
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The questions to calibrate on.</summary>
    public static IReadOnlyList<string> Calibration { get; } = [.. All.Where((_, i) => i % 2 == 0)];

    /// <summary>The questions to test on.</summary>
    public static IReadOnlyList<string> Test { get; } = [.. All.Where((_, i) => i % 2 == 1)];
}
