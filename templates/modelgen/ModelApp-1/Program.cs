using System;
using ModelApp_1;
using static TorchSharp.torch;

random.manual_seed(1);
using var model = new FirstDigit();
Console.WriteLine(model.Summary());

var result = Training.Run(model, steps: 400);

Console.WriteLine($"{result.History[^1].Validation["accuracy"]:P1} of 1,000 new sequences are answered correctly.");
model.SaveFolder("first-digit");   // FirstDigit.FromFolder("first-digit") creates it again
