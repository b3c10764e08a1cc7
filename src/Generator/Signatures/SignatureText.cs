using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Signatures;

/// <summary>
/// Writes a <see cref="Signature"/> as text and reads it back, so that a block of a referenced assembly is known by an
/// attribute on its class: its stages are private there and not to be seen.
/// </summary>
internal static class SignatureText
{
    // One line an entry, its parts separated by tabs; no part can contain either.
    private const char Separator = '\t';

    /// <summary>
    /// The first entry. A change of the notation changes its number, so that no version reads what another one means otherwise.
    /// </summary>
    private const string Format = "format\t1";

    private const string FailureEntry = "failure";

    /// <summary>The signature of a class whose generated part could not be written.</summary>
    public static string WriteFailure(string message) => FailureEntry + Separator + OneLine(message);

    /// <summary>The message of <see cref="WriteFailure"/>; null for a signature.</summary>
    public static string? FailureOf(string text) =>
        text.StartsWith(FailureEntry + Separator, StringComparison.Ordinal) ? text.Substring(FailureEntry.Length + 1) : null;

    public static string Write(Signature signature)
    {
        var text = new StringBuilder(Format).Append('\n');
        void Entry(params string[] parts) => text.Append(string.Join(Separator.ToString(), parts)).Append('\n');

        foreach (var input in signature.Inputs)
        {
            Entry(input.IsOptional ? "in?" : "in", input.Name, Write(input.Type), input.Binding.ToString());
        }

        foreach (var output in signature.Outputs)
        {
            Entry("out", output.Name, Write(output.Type));
        }

        foreach (var parameter in signature.Parameters)
        {
            var facts = parameter.Facts;
            Entry(
                "parameter",
                parameter.Name,
                parameter.Default?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                facts.Min.ToString(CultureInfo.InvariantCulture),
                facts.Max?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                string.Join(";", facts.MultipleOf.Select(dim => dim.ToString())));
        }

        foreach (var setting in signature.Settings)
        {
            Entry("setting", setting.Name,
                setting.Type.ToString(), ((int)setting.Range).ToString(CultureInfo.InvariantCulture), setting.Default);
        }

        foreach (var relation in signature.Relations)
        {
            Entry("where", relation.Relation.Comparison.ToString(),
                relation.Relation.Left.ToString(), relation.Relation.Right.ToString(), OneLine(relation.Message));
        }

        if (signature.ParameterCount is { } count)
        {
            Entry("weights", count.ToString());
        }

        foreach (var flow in signature.Flows.Where(flow => flow.Obstacle is null))
        {
            Entry(
                flow.HasState ? "step" : "alone",
                flow.Axis.ToString(CultureInfo.InvariantCulture),
                string.Join(";", flow.Inputs.Select(axis => axis.ToString(CultureInfo.InvariantCulture))),
                flow.Output.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var projection in signature.Projections)
        {
            Entry("projection", projection.Path, projection.Width.ToString(), projection.Features.ToString(), projection.Count.ToString());
        }

        if (signature.IsOpaque)
        {
            Entry("opaque");
        }

        if (signature.Loss is { } loss)
        {
            // The first target has no name here, and the further ones come last, each after its name.
            Entry([
                "loss",
                loss.Targets.IsEmpty ? string.Empty : loss.Targets[0].Type,
                loss.Result,
                string.Join(",", loss.Outputs.Select(output => output.ToString(CultureInfo.InvariantCulture))),
                .. loss.Targets.Skip(1).SelectMany(target => new[] { target.Name, target.Type }),
            ]);
        }

        if (signature.Decoding is { } decoding)
        {
            Entry(
                decoding.IsLanguageModel ? "decodes ids" : "decodes",
                decoding.Positions.ToString(CultureInfo.InvariantCulture),
                string.Join(";", decoding.Inputs.Select(axis => axis.ToString(CultureInfo.InvariantCulture))),
                decoding.Output);
        }

        return text.ToString();
    }

    /// <summary>Whether a text is in the notation that this version writes and reads.</summary>
    public static bool IsReadable(string text) => text.StartsWith(Format + "\n", StringComparison.Ordinal);

    /// <summary>Reads what <see cref="Write(Signature)"/> wrote; null if another version of ModelGen wrote it.</summary>
    public static Signature? Read(string name, string text)
    {
        if (!IsReadable(text))
        {
            return null;
        }

        try
        {
            return ReadEntries(name, text);
        }
        catch (Exception e) when (e is FormatException
            or IndexOutOfRangeException or OverflowException or ArgumentException or DimLimitException)
        {
            return null;
        }
    }

    private static Signature ReadEntries(string name, string text)
    {
        var inputs = new List<Port>();
        var outputs = new List<Port>();
        var parameters = new List<SignatureParameter>();
        var settings = new List<Setting>();
        var relations = new List<SignatureRelation>();
        var flows = new List<SignatureFlow>();
        var projections = new List<Projection>();
        var isOpaque = false;
        SignatureLoss? loss = null;
        SignatureDecoding? decoding = null;
        Dim? weights = null;
        foreach (var line in text.Substring(Format.Length).Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(Separator);
            switch (parts[0])
            {
                case "in" or "in?":
                    inputs.Add(new Port(parts[1], ReadType(parts[2]), parts[0] == "in?",
                        (WeightBinding)Enum.Parse(typeof(WeightBinding), parts[3])));
                    break;
                case "out":
                    outputs.Add(new Port(parts[1], ReadType(parts[2]), IsOptional: false));
                    break;
                case "parameter":
                    var multiples = parts[5].Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(ReadDim).ToEquatableArray();
                    parameters.Add(new SignatureParameter(parts[1], ReadInteger(parts[2]),
                        new SymbolFacts(parts[1], ReadInteger(parts[3]) ?? 1, ReadInteger(parts[4]), multiples)));
                    break;
                case "setting":
                    settings.Add(new Setting(parts[1], (SettingType)Enum.Parse(typeof(SettingType), parts[2]),
                        (SettingRange)int.Parse(parts[3], CultureInfo.InvariantCulture), parts[4]));
                    break;
                case "where":
                    var comparison = (Comparison)Enum.Parse(typeof(Comparison), parts[1]);
                    relations.Add(new SignatureRelation(new DimRelation(comparison, ReadDim(parts[2]), ReadDim(parts[3])), parts[4]));
                    break;
                case "weights":
                    weights = ReadDim(parts[1]);
                    break;
                case "step" or "alone":
                    flows.Add(new SignatureFlow(int.Parse(parts[1], CultureInfo.InvariantCulture), ReadAxes(parts[2]),
                        int.Parse(parts[3], CultureInfo.InvariantCulture), parts[0] == "step"));
                    break;
                case "projection":
                    projections.Add(new Projection(parts[1], ReadDim(parts[2]), ReadDim(parts[3]), ReadDim(parts[4])));
                    break;
                case "opaque":
                    isOpaque = true;
                    break;
                case "loss":
                    loss = new SignatureLoss(
                        ReadTargets(parts).ToEquatableArray(),
                        parts[2],
                        parts[3].Split(',').Select(output => int.Parse(output, CultureInfo.InvariantCulture)).ToEquatableArray());
                    break;
                case "decodes" or "decodes ids":
                    decoding = new SignatureDecoding(
                        int.Parse(parts[1], CultureInfo.InvariantCulture), ReadAxes(parts[2]), parts[3], parts[0] == "decodes ids");
                    break;
                default:
                    throw new FormatException(line);
            }
        }

        return new Signature(
            name, inputs.ToEquatableArray(),
            outputs.ToEquatableArray(), parameters.ToEquatableArray(), relations.ToEquatableArray(), weights, HasErrors: false,
            flows.ToEquatableArray(), projections.ToEquatableArray(), isOpaque, loss, decoding, settings.ToEquatableArray());
    }

    private static EquatableArray<int> ReadAxes(string text) =>
        text.Split(';').Select(axis => int.Parse(axis, CultureInfo.InvariantCulture)).ToEquatableArray();

    private static string OneLine(string text) => text.Replace(Separator, ' ').Replace('\n', ' ').Replace('\r', ' ');

    private static string Write(TensorType? type) =>
        type is null ? "?" : $"{type.Element} "
            + $"{string.Join(";", (type.Shape.HasLeading ? new[] { "..." } : []).Concat(type.Shape.Dims.Select(dim => dim.ToString())))}";

    private static IEnumerable<SignatureTarget> ReadTargets(string[] parts)
    {
        if (parts[1].Length > 0)
        {
            yield return new SignatureTarget(SignatureTarget.First, parts[1]);
        }

        for (var i = 4; i + 1 < parts.Length; i += 2)
        {
            yield return new SignatureTarget(parts[i], parts[i + 1]);
        }
    }

    private static TensorType? ReadType(string text)
    {
        if (text == "?")
        {
            return null;
        }

        var space = text.IndexOf(' ');
        var element = (ElementType)Enum.Parse(typeof(ElementType), text.Substring(0, space));
        var entries = text.Substring(space + 1).Split([';'], StringSplitOptions.RemoveEmptyEntries);
        var hasLeading = entries.FirstOrDefault() == "...";
        return new TensorType(new Shape(hasLeading, entries.Skip(hasLeading ? 1 : 0).Select(ReadDim).ToEquatableArray()), element);
    }

    private static Dim ReadDim(string text) =>
        DimExpression.TryParse(text, out var dim, out _, out var error) ? dim : throw new FormatException(error.Message);

    private static long? ReadInteger(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
