using System.Linq;
using ModelGen.Generator.Plan;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the constructor: it checks its parameters, keeps them, and creates and registers the modules.</summary>
internal sealed class ConstructorEmitter(ModelPlan plan, ComponentEmitter components, CodeWriter writer)
{
    /// <summary>The name for TorchSharp's base class, whose constructor is the first to need the native libraries.</summary>
    /// <param name="title">The class's name as a literal.</param>
    public static string Named(string title) => $"global::ModelGen.LibTorch.RequiredBy({title})";

    public void Write()
    {
        var (name, title) = (plan.Type.Name, Literals.Of(plan.Type.Title));
        WriteDocumentation(name);
        var parameters = plan.Constructor.Select(parameter => parameter.Declaration)
            .Concat([$"{TypeNames.Device} device = null", $"{TypeNames.ScalarType} dtype = null"]);
        writer.Line($"public {name}({string.Join(", ", parameters)})");
        using (writer.Indent())
        {
            writer.Line($": base({Named(title)})");
        }

        writer.Line("{");
        using (writer.Indent())
        {
            WriteBody(title);
        }

        writer.Line("}");
        writer.Line();
        WriteInitialize(writer);
    }

    /// <summary>Declares the method that a user may implement.</summary>
    public static void WriteInitialize(CodeWriter writer)
    {
        writer.Line("/// <summary>Runs at the end of the constructor, if you implement it. Create weights of your own here.</summary>");
        writer.Line("partial void Initialize();");
        writer.Line();
    }

    /// <summary>Writes what all constructors do.</summary>
    /// <param name="title">The name of the class as a literal.</param>
    public void WriteBody(string title)
    {
        WriteChecks(title);
        WriteAssignments();
        WriteModules();
        if (plan.HasErrors)
        {
            return;
        }

        writer.Separate();
        components.WriteInitialization();
        writer.Line("global::ModelGen.ModuleLifetime.DetachFromDisposeScope(this);");
    }

    private void WriteDocumentation(string name)
    {
        var type = name + DocumentationText.Xml(plan.Type.TypeParameters).Replace("&lt;", "{").Replace("&gt;", "}");
        writer.Line("/// <summary>Creates the model with newly initialized weights.</summary>");
        writer.Line($"/// <remarks><inheritdoc cref=\"{type}\" path=\"/remarks/node()\"/></remarks>");
        foreach (var parameter in plan.Parameters)
        {
            var range = string.Join(", ", parameter.Range.Concat(parameter.Divisors).Select(check => check.Message));
            writer.Line($"/// <param name=\"{parameter.Name.TrimStart('@')}\">The size "
                + $"<c>{DocumentationText.Xml(parameter.Symbol)}</c>: {DocumentationText.Formulas(range)}.</param>");
        }

        foreach (var setting in plan.Settings)
        {
            var range = string.Join(", ", setting.Range.Select(check => check.Message));
            writer.Line($"/// <param name=\"{setting.Name.TrimStart('@')}\">The setting "
                + $"<c>{DocumentationText.Xml(setting.Symbol)}</c>{(range.Length > 0 ? $": {range}" : string.Empty)}.</param>");
        }

        writer.Line("/// <param name=\"device\">The device of the weights; TorchSharp's default device when null.</param>");
        writer.Line("/// <param name=\"dtype\">The weights' floating-point type; TorchSharp's default when null.</param>");
    }

    private void WriteChecks(string title)
    {
        WriteParameterChecks(title, parameter => parameter.Range);

        // A divisor may be another parameter, so the ranges of all are checked before.
        WriteParameterChecks(title, parameter => parameter.Divisors);
        foreach (var setting in plan.Settings)
        {
            foreach (var check in setting.Range)
            {
                writer.Line($"global::ModelGen.Guard.Parameter({check.Condition}, {title}, nameof({setting.Name}), "
                    + $"{setting.Name}, {Literals.Of(check.Message)});");
            }
        }

        foreach (var condition in plan.Conditions)
        {
            writer.Line($"global::ModelGen.Guard.Condition({condition.Condition}, {title}, {Literals.Of(condition.Message)}, "
                + $"{Literals.Of(condition.Repair)}{condition.Sizes});");
        }
    }

    private void WriteAssignments()
    {
        foreach (var parameter in plan.Parameters)
        {
            writer.Line($"{parameter.Field} = {parameter.Name};");
        }

        foreach (var setting in plan.Settings)
        {
            writer.Line($"{setting.Field} = {setting.Name}{(setting.Type == SettingType.Rotary
                ? $" ?? throw new global::System.ArgumentNullException(nameof({setting.Name}))"
                : string.Empty)};");
        }
    }

    private void WriteModules()
    {
        if (plan.Stages.Count == 0 && !plan.HasErrors)
        {
            writer.Separate();
            foreach (var module in plan.Modules)
            {
                WriteModule(module);
                writer.Line($"register_module(\"{module.Name}\", {module.Registration});");
            }
        }

        foreach (var stage in plan.Stages)
        {
            writer.Separate();
            foreach (var module in stage.Modules)
            {
                WriteModule(module);
            }

            var layers = string.Concat(stage.Modules.Select(module => $", (\"{module.Name}\", {module.Registration})"));
            writer.Line($"{stage.Field} = new global::ModelGen.Stage(\"{stage.Name}\"{layers});");
            writer.Line($"register_module(\"{stage.Name}\", {stage.Field});");
        }
    }

    private void WriteParameterChecks(string title, System.Func<ParameterPlan, EquatableArray<ConditionPlan>> checks)
    {
        foreach (var parameter in plan.Parameters)
        {
            foreach (var check in checks(parameter))
            {
                writer.Line($"global::ModelGen.Guard.Parameter({check.Condition}, {title}, nameof({parameter.Name}), {parameter.Name}, "
                    + $"{Literals.Of(check.Message)}{check.Sizes});");
            }
        }
    }

    private void WriteModule(ModulePlan module)
    {
        writer.Line($"{module.Field} = {module.Construct};");
        if (module.Initialize.Length > 0)
        {
            writer.Line(module.Initialize + ";");
        }
    }
}
