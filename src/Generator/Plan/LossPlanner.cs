using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the names in the methods that compute the loss.</summary>
internal static class LossPlanner
{
    /// <param name="model">The model.</param>
    /// <param name="ports">Its inputs with their types.</param>
    /// <param name="inputs">The parameters of <c>forward</c>, one for each of <paramref name="ports"/>.</param>
    /// <param name="member">The field that holds a size or a setting.</param>
    /// <param name="moduleField">The field that holds a module.</param>
    public static LossPlan? Plan(
        InferredModel model,
        IReadOnlyList<Port> ports,
        EquatableArray<InputPlan> inputs,
        Func<string, string> member,
        Func<ModuleField, string> moduleField)
    {
        if (model.Bound.Loss is not { Kind: var kind })
        {
            return null;
        }

        var names = new NameTable([.. ReservedNames.Members, .. inputs.Select(input => input.Parameter)]);
        var all = names.Take("outputs");
        var outputs = kind.Outputs.Select(output => names.Take(output.Role)).ToList();
        var targets = LossContext.TargetNames(kind, model.Bound.Inputs.Select(input => input.Name)).Select(names.Take).ToList();
        if (model.Loss is not { } loss)
        {
            // Keep Loss so that callers compile despite errors.
            if (!model.HasErrors)
            {
                return null;
            }

            var unknown = targets.Select(target => new TargetPlan(target, "The target")).ToEquatableArray();
            return new LossPlan(
                unknown,
                all,
                outputs.Select((output, i) => new ComparedPlan(i, output)).ToEquatableArray(),
                string.Empty,
                "The loss",
                BatchPlanner.Plan(ports, inputs, unknown));
        }

        var locals = new Dictionary<int, string>();
        for (var i = 0; i < outputs.Count; i++)
        {
            locals[loss.Outputs[i].Value.Id] = outputs[i];
        }

        for (var i = 0; i < targets.Count; i++)
        {
            locals[loss.Targets[i].Value.Id] = targets[i];
        }

        var plans = loss.Targets
            .Select((target, i) => new TargetPlan(targets[i], $"{target.Type} of {target.Type.Element}"))
            .ToEquatableArray();
        return new LossPlan(
            plans,
            all,
            loss.Outputs.Select((output, i) => new ComparedPlan(output.Index, outputs[i])).ToEquatableArray(),
            loss.Call.Render(id => locals[id], member, moduleField),
            loss.ResultShape,
            BatchPlanner.Plan(ports, inputs, plans));
    }
}
