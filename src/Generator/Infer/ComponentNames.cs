using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports members that hold parameters, tensors or modules and would be registered under a name that is taken, which
/// fails when the model is created.
/// </summary>
internal static class ComponentNames
{
    public static void Report(Declaration declaration, IReadOnlyList<InferredLayer> layers, ProblemSink problems)
    {
        if (declaration.Components.IsEmpty)
        {
            return;
        }

        var members = new Dictionary<string, OwnComponent>();
        var stages = declaration.Stages.ToLookup(stage => stage.Name);
        var registered = layers.Where(layer => layer.Bound.StageName.Length == 0 && !layer.Modules.IsEmpty)
            .ToLookup(layer => layer.Bound.Name);
        foreach (var component in declaration.Components.Where(component => component.IsModule || !component.IsReadOnly))
        {
            if (registered[component.Name].FirstOrDefault() is { } layer)
            {
                Report(component, $"{layer.Bound.Use}{{line}} is registered as", layer.Bound.Use.Site, " or the layer another Name");
            }
            else if (stages[component.Name].FirstOrDefault() is { } stage)
            {
                Report(component, "the stage{line} is registered as", stage.Site, string.Empty);
            }
            else if (members.TryGetValue(component.Name, out var other))
            {
                Report(component, $"'{other.Member}'{{line}} is registered as", Site.Member(other.Member), string.Empty);
            }
            else
            {
                members.Add(component.Name, component);
            }
        }

        void Report(OwnComponent component, string taken, Site site, string orElse) => problems.Report(new Problem(
            Descriptors.DuplicateName,
            Site.Member(component.Member),
            $"'{component.Member}' would be registered as '{component.Name}', but {taken} '{component.Name}' already: "
                + $"give the field another name{orElse}.",
            site));
    }
}
