using System;
using ModelApp_1;
using static TorchSharp.torch;

const int steps = 400;

random.manual_seed(1);
using var model = new FirstDigit();
Console.WriteLine(model.Summary());

Training.Run(model, steps, (step, loss) =>
{
    if (step % 50 == 0)
    {
        Console.WriteLine($"step {step,3}  loss {loss:F3}");
    }
});

Console.WriteLine($"{Training.Accuracy(model, 1000):P1} of 1,000 new sequences are answered correctly.");
