using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class ApplyKind : LayerKind
{
    private static readonly FlagArgument PositionWise = new("PositionWise", byDefault: false);
    private static readonly TextArgument Method = new("method");

    public override string Name => "Apply";

    public override IReadOnlyList<LayerArgument> Arguments { get; } = [Method, CommonArguments.Inputs, PositionWise];

    public override LayerTraits Traits => LayerTraits.OwnCode;

    public override TimeFlow AlongTime(TimeContext context) => context.Get(PositionWise)
        ? context.SameAxes()
        : new TimeFlow.Unprovable("is a method of your own", "set PositionWise = true if it treats every position alone");

    public override void Infer(LayerContext context)
    {
        if (FindMethod(context) is not { } method || context.Tensors(CommonArguments.Inputs, mayBeAbsent: true) is not { } further)
        {
            return;
        }

        var given = context.Inputs.AddRange(further);
        if (ReadSignature(context, method) is not { } signature)
        {
            return;
        }

        if (given.Length != signature.Inputs.Count)
        {
            context.Report(
                Descriptors.TensorCount,
                context.Use.Site,
                $"'{method.Name}' takes {signature.Inputs.Count} tensors, but it is given {given.Length}: name the second and further ones in Inputs, in order.");
            return;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (!method.Parameters[i].MayBeNull && !RequirePresent(context, method.Parameters[i], i, given[i]))
            {
                return;
            }
        }

        var unifier = new Unifier(context, signature, new Dictionary<string, Dim>());
        if (!unifier.UnifyInputs(given) || !unifier.CheckRest())
        {
            return;
        }

        var result = unifier.Resolve(signature.Outputs[0].Type!);
        var arguments = given.Skip(1).Aggregate(Code.Of($"{given[0]}"), (code, value) => Code.Of($"{code}, {value}"));
        var tensors = given.Skip(1).Aggregate(Present(given[0]), (code, value) => Code.Of($"{code}, {Present(value)}"));
        EscapeHatch.Output(context, result, Code.Of($"{Names.Escape(method.Name)}({arguments})"), tensors, method.Name);
    }

    // Only compared with the result, which is there.
    private static Code Present(Value value) => value.IsOptional ? Code.Of($"{value}!") : Code.Of($"{value}");

    private static bool RequirePresent(LayerContext context, MethodParameter parameter, int index, Value value)
    {
        if (!value.IsOptional)
        {
            return true;
        }

        var site = index < context.Inputs.Length ? context.Use.Site : context.At(CommonArguments.Inputs, index - context.Inputs.Length);
        context.Report(
            Descriptors.Optional,
            site,
            $"{context.Use} needs a tensor for '{parameter.Name}', but {value.Subject}{{line}} is optional and may be null: declare the parameter as Tensor? and handle null, or remove Optional.",
            value);
        return false;
    }

    private static MethodUse? FindMethod(LayerContext context)
    {
        var site = context.At(Method);
        var name = context.Get(Method) ?? string.Empty;
        var methods = context.Declaration.Methods.Where(method => method.Name == name).ToList();
        if (methods.Count == 1 && methods[0] is { TakesAndReturnsTensors: true, Return: not null } method && method.Parameters.All(parameter => parameter.Shape is not null) && method.Parameters.Count > 0)
        {
            return method;
        }

        var problem = methods.Count > 1 ? $"'{name}' has several overloads with shapes: give the one that is meant a name of its own."
            : methods.Count == 1 && !methods[0].TakesAndReturnsTensors ? $"'{name}' must take tensors and return one tensor."
            : methods.Count == 1 && methods[0].Return is null ? $"Nothing says what '{name}' returns: write [return: Shape(…)] on it."
            : methods.Count == 1 && methods[0].Parameters.FirstOrDefault(parameter => parameter.Shape is null) is { } bare ? $"Nothing says what '{name}' takes as '{bare.Name}': write [Shape(…)] before that parameter."
            : context.Declaration.PlainMethods.Contains(name) ? $"Nothing says what '{name}' takes and returns: write [Shape(…)] before its parameters and [return: Shape(…)] on it."
            : $"The class has no method '{name}': {Names.Suggest(name, context.Declaration.Methods.Select(candidate => candidate.Name), "method with shapes")}";
        context.Report(Descriptors.Escape, site, problem);
        return null;
    }

    private static Signature? ReadSignature(LayerContext context, MethodUse method)
    {
        var inputs = new List<Port>();
        foreach (var parameter in method.Parameters)
        {
            if (EscapeHatch.ReadType(context, parameter.Shape!, isPattern: true) is not { } type)
            {
                return null;
            }

            inputs.Add(new Port(parameter.Name, type, IsOptional: false));
        }

        return EscapeHatch.ReadType(context, method.Return!, isPattern: true) is { } result
            ? new Signature(method.Name, inputs.ToEquatableArray(), [new Port("result", result, IsOptional: false)], default, default, Dim.Zero)
            : null;
    }
}
