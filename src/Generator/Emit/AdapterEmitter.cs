using System;
using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes how a model that is another one with adapters is created, and what it shows of both.</summary>
internal sealed class AdapterEmitter(ModelPlan plan, AdapterPlan adapters, CodeWriter writer)
{
    /// <param name="writeBody">Writes what the constructors have in common, for the class's name as a literal.</param>
    public void Write(Action<string> writeBody)
    {
        var (name, title) = (plan.Type.Name, Literals.Of(plan.Type.Title));
        writer.Line("/// <summary>Adds new adapters to a model and freezes its own weights. "
            + "The results do not change until the adapters are trained or loaded.</summary>");
        writer.Line("/// <param name=\"model\">The model, which this one owns from now on.</param>");
        writer.Line($"{adapters.Exposure} {name}({adapters.Type} model)");
        using (writer.Indent())
        {
            writer.Line($": base({ConstructorEmitter.Named(title)})");
        }

        writer.Line("{");
        using (writer.Indent())
        {
            writeBody(title);
        }

        writer.Line("}");
        writer.Line();
        WriteFresh(name);
        ConstructorEmitter.WriteInitialize(writer);
        WriteProperties();
    }

    private void WriteFresh(string name)
    {
        writer.Line("/// <summary>Adds new adapters to a model with newly initialized weights.</summary>");
        writer.Line($"/// <remarks><inheritdoc "
            + $"cref=\"{name}{DocumentationText.Xml(plan.Type.TypeParameters).Replace("&lt;", "{").Replace("&gt;", "}")}\" "
            + $"path=\"/remarks/node()\"/></remarks>");
        foreach (var parameter in adapters.Parameters)
        {
            writer.Line($"/// <param name=\"{parameter.Name.TrimStart('@')}\">The {parameter.Meaning} "
                + $"<c>{DocumentationText.Xml(parameter.Symbol)}</c> of the model.</param>");
        }

        writer.Line("/// <param name=\"device\">The device of the weights; TorchSharp's default device when null.</param>");
        writer.Line("/// <param name=\"dtype\">The weights' floating-point type; TorchSharp's default when null.</param>");
        var parameters = adapters.Parameters.Select(parameter => parameter.Declaration)
            .Concat([$"{TypeNames.Device} device = null", $"{TypeNames.ScalarType} dtype = null"]);
        writer.Line($"public {name}({string.Join(", ", parameters)})");
        using (writer.Indent())
        {
            writer.Line(plan.HasErrors ? $": this(default({adapters.Type})!)" : $": this({adapters.Construct})");
        }

        writer.Line("{");
        writer.Line("}");
        writer.Line();
    }

    private void WriteProperties()
    {
        writer.Line("/// <summary>The model that has the adapters. Its own weights are frozen.</summary>");
        writer.Line($"{adapters.Exposure} {adapters.Type} BaseModel => {adapters.Model};");
        writer.Line();
        writer.Line(
            "/// <summary>The adapters. Only their parameters are trained; they can be merged, switched off, saved and loaded.</summary>");
        writer.Line($"public global::ModelGen.LoraAdapters Adapters => {adapters.Adapters};");
        writer.Line();
    }
}
