using System.Linq;
using ModelGen.Generator.Plan;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Emit;

/// <summary>Writes how a model is saved in a folder and created from one.</summary>
internal sealed class FolderEmitter(ModelPlan plan, CodeWriter writer)
{
    private const string Extras = "global::System.Text.Json.Nodes.JsonObject?";

    // Adapters are saved without the model that has them.
    public void Write()
    {
        if (plan.Adapters is not null)
        {
            return;
        }

        WriteSave();
        if (plan.Type.CanCreate)
        {
            WriteCreate();
        }
    }

    private void WriteSave()
    {
        writer.Line("/// <summary>Saves the model in a folder: <c>config.json</c> with its sizes and settings, and "
            + "<c>model.safetensors</c>.</summary>");
        writer.Line("/// <param name=\"path\">The folder, which is created if it does not exist.</param>");
        writer.Line("/// <param name=\"extras\">Further data of the model, such as the names of its classes; none when null.</param>");
        WriteMember(
            $"public void SaveFolder(string path, {Extras} extras = null)",
            $"global::ModelGen.ModelFolder.Save(this, path, (({DeclaredModelEmitter.Type})this).Config, extras)");
    }

    private void WriteCreate()
    {
        var type = plan.Type.Name + plan.Type.TypeParameters;
        writer.Line("/// <summary>Creates the model that is saved in a folder, without initializing its weights.</summary>");
        writer.Line("/// <param name=\"path\">The folder.</param>");
        writer.Line("/// <param name=\"device\">The device of the weights; the CPU when null.</param>");
        writer.Line("/// <returns>The model, owned by the caller.</returns>");
        var arguments = plan.Parameters.Select(parameter => $"{parameter.Name}: config.Size({Literals.Of(parameter.Symbol)})")
            .Concat(plan.Settings.Select(setting => $"{setting.Name}: config.{Reader(setting.Type)}({Literals.Of(setting.Symbol)})"))
            .Concat(["device: on", "dtype: config.Complete()"]);
        var create = $"new {type}({string.Join(", ", arguments)})";
        WriteMember(
            $"public static {type} FromFolder(string path, {TypeNames.Device} device = null)",
            $"global::ModelGen.ModelFolder.Load(path, {Title}, static (config, on) => {create}, device)");
    }

    private string Title => Literals.Of(plan.Type.Title);

    private void WriteMember(string head, string expression)
    {
        writer.Line($"{head} =>");
        using (writer.Indent())
        {
            writer.Line((plan.HasErrors ? BrokenDeclaration.Throw(plan) : expression) + ";");
        }

        writer.Line();
    }

    private static string Reader(SettingType type) => type switch
    {
        SettingType.Number => "Number",
        SettingType.Activation => "Activation",
        _ => "Rotary",
    };
}
