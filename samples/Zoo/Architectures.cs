using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Zoo;

/// <summary>A published architecture and its declaration.</summary>
/// <param name="Paper">The paper that describes it.</param>
/// <param name="Published">The published number of parameters with its source; a dash if it is not published.</param>
/// <param name="Declaration">The structure of the declared model.</param>
/// <param name="Create">Creates a model with the published sizes on a device.</param>
internal sealed record Entry(string Paper, string Published, Architecture Declaration, Func<Device, nn.Module> Create)
{
    public string Name => Declaration.Name;

    public string Output => string.Join(", ", Declaration.Outputs.Select(output => output.Shape));

    /// <summary>Counts the parameters; a shared parameter is counted once.</summary>
    public long CountParameters()
    {
        using var model = Create(META);
        return model.parameters().Sum(parameter => parameter.numel());
    }

    /// <summary>Describes the layers with shapes and parameters.</summary>
    public string Summarize()
    {
        using var model = Create(META);
        var defaults = Declaration.Symbols
            .Where(symbol => symbol.Default is not null)
            .Select(symbol => (symbol.Name, symbol.Default!.Value));
        return Declaration.Summary(model, defaults.ToArray());
    }
}

/// <summary>The architectures of this program.</summary>
internal static class Architectures
{
    private const string None = "—";

    public static IReadOnlyList<Entry> All { get; } =
    [
        new("LeCun et al. 1998", "61,706 (PyTorch tutorials)", LeNet5.Architecture, device => new LeNet5(device: device)),
        new("Simonyan, Zisserman 2014", "138,357,544 (torchvision)", Vgg16.Architecture, device => new Vgg16(device: device)),
        new("Szegedy et al. 2014", "6,624,904 (torchvision)", GoogLeNet.Architecture, device => new GoogLeNet(device: device)),
        new("He et al. 2015", "11,689,512 (torchvision)", ResNet18.Architecture, device => new ResNet18(device: device)),
        new("He et al. 2015", "25,557,032 (torchvision)", ResNet50.Architecture, device => new ResNet50(device: device)),
        new("Huang et al. 2016", "7,978,856 (torchvision)", DenseNet121.Architecture, device => new DenseNet121(device: device)),
        new("Hu et al. 2017", "28,088,024 (timm)", SeResNet50.Architecture, device => new SeResNet50(device: device)),
        new("Sandler et al. 2018", "3,504,872 (torchvision)", MobileNetV2.Architecture, device => new MobileNetV2(device: device)),
        new(
            "Dosovitskiy et al. 2020", "86,567,656 (torchvision)", VisionTransformer.Architecture,
            device => new VisionTransformer(device: device)),
        new("Tolstikhin et al. 2021", "59,880,472 (timm)", MlpMixer.Architecture, device => new MlpMixer(device: device)),
        new("Ronneberger et al. 2015", None, UNet.Architecture, device => new UNet(device: device)),
        new("Shi et al. 2016", None, Espcn.Architecture, device => new Espcn(device: device)),
        new(
            "Radford et al. 2015", "3,576,704 (PyTorch examples)", DcganGenerator.Architecture,
            device => new DcganGenerator(device: device)),
        new(
            "Radford et al. 2015", "2,765,568 (PyTorch examples)", DcganDiscriminator.Architecture,
            device => new DcganDiscriminator(device: device)),
        new("Kingma, Welling 2013", "652,824 (PyTorch examples)", Vae.Architecture, device => new Vae(device: device)),
        new("van den Oord et al. 2016", None, WaveNet.Architecture, device => new WaveNet(device: device)),
        new("Kim 2014", None, TextCnn.Architecture, device => new TextCnn(device: device)),
        new("Huang, Xu, Yu 2015", None, BiLstmTagger.Architecture, device => new BiLstmTagger(device: device)),
        new("Luong, Pham, Manning 2015", None, AttentionTranslator.Architecture, device => new AttentionTranslator(device: device)),
        new("Press, Wolf 2016", "51 M (paper)", LstmLanguageModel.Architecture, device => new LstmLanguageModel(device: device)),
        new("Vaswani et al. 2017", "65 M (paper)", Transformer.Architecture, device => new Transformer(device: device)),
    ];

    /// <summary>Returns the table of all architectures as aligned text.</summary>
    public static string Table()
    {
        string[][] rows =
        [
            ["name", "paper", "published parameters", "measured", "output"],
            .. All.Select(entry => new[] { entry.Name, entry.Paper, entry.Published, Number(entry.CountParameters()), entry.Output }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
        string Cell(string text, int column) => column == 3 ? text.PadLeft(widths[column]) : text.PadRight(widths[column]);
        var lines = rows.Select(row => string.Join("  ", row.Select(Cell)).TrimEnd()).ToList();
        lines.Insert(1, new string('─', widths.Sum() + (2 * (widths.Length - 1))));
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
