using ModelGen;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

public static class OnTheGpu
{
    public static FitResult Train(string folder, IBatchSource<FlowerClassifier.Batch> train, IBatchSource<FlowerClassifier.Batch> heldOut)
    {
        var device = cuda_is_available() ? CUDA : CPU;
        using var model = new FlowerClassifier(device: device);
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-2);
        var precision = device.type == DeviceType.CUDA ? Precision.BFloat16 : Precision.Float32;
        var trainer = Trainer.Create(model, optimizer, new() { Epochs = 30, Precision = precision });
        var result = trainer.Fit(train, heldOut);
        model.SaveFolder(folder);
        return result;
    }
}
