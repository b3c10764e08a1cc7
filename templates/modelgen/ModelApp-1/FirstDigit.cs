using ModelGen;

namespace ModelApp_1;

/// <summary>Predicts the first digit of a sequence of digits: ids <c>(B, T)</c> to scores <c>(B, 10)</c>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(10, 32)]                        // (B, T, 32)
[Lstm(64, Port = "last")]                  // (B, 64), the state after the last digit
[Linear(10)]                               // (B, 10)
[Output("B", 10)]
[CrossEntropyLoss]
public partial class FirstDigit;
