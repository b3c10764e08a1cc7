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

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Method, CommonArguments.Inputs, PositionWise];

    public override LayerTraits Traits => LayerTraits.OwnCode;

    public override TimeFlow AlongTime(TimeContext context) => context.Get(PositionWise)
        ? context.SameAxes()
        : new TimeFlow.Unprovable("is a method of your own", "set PositionWise = true if it treats every position independently");

    public override void Infer(LayerContext context)
    {
        if (FindMethod(context) is not { } method || context.Tensors(CommonArguments.Inputs, mayBeAbsent: true) is not { } further)
        {
            return;
        }

        var given = context.Inputs.AddRange(further);
        if (SignatureOf(method) is not { } signature)
        {
            return;
        }

        if (given.Length != signature.Inputs.Count)
        {
            context.Report(
                Descriptors.TensorCount,
                context.Use.Site,
                $"'{method.Use.Name}' takes {signature.Inputs.Count} tensors, but it is given {given.Length}: "
                    + "name the second and further ones in Inputs, in order.");
            return;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (!method.Use.Parameters[i].MayBeNull && !RequirePresent(context, method.Use.Parameters[i], i, given[i]))
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
        EscapeHatch.Output(context, result, Code.Of($"{Names.Escape(method.Use.Name)}({arguments})"), tensors, method.Use.Name);
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
            $"{context.Use} needs a tensor for '{parameter.Name}', but {value.Subject}{{line}} is optional and may be null: "
                + "declare the parameter as Tensor? and handle null, or remove Optional.",
            value);
        return false;
    }

    private static BoundMethod? FindMethod(LayerContext context)
    {
        var site = context.At(Method);
        var name = context.Get(Method) ?? string.Empty;
        var methods = context.Methods(name).ToList();
        if (methods.Count == 1
            && methods[0] is { Use: { TakesAndReturnsTensors: true, Return: not null, Parameters.IsEmpty: false } use } method
            && use.Parameters.All(parameter => parameter.Shape is not null))
        {
            return method;
        }

        var problem = methods.Count > 1 ? $"'{name}' has several overloads with shapes: give the one to apply a unique name."
            : methods.Count == 1 && !methods[0].Use.TakesAndReturnsTensors ? $"'{name}' must take tensors and return one tensor."
            : methods.Count == 1 && methods[0].Use.Return is null
            ? $"The shape that '{name}' returns is unknown: put [return: Shape(…)] on it."
            : methods.Count == 1 && methods[0].Use.Parameters.FirstOrDefault(parameter => parameter.Shape is null) is { } bare
            ? $"The shape that '{name}' takes as '{bare.Name}' is unknown: put [Shape(…)] before that parameter."
            : context.Declaration.PlainMethods.Contains(name)
            ? $"The shapes that '{name}' takes and returns are unknown: put [Shape(…)] before its parameters and [return: Shape(…)] on it."
            : $"The class has no method '{name}': "
                + $"{Names.Suggest(name, context.Declaration.Methods.Select(candidate => candidate.Name), "method with shapes")}";
        context.Report(Descriptors.Escape, site, problem);
        return null;
    }

    // Null after a mistake in one of the shapes was reported.
    private static Signature? SignatureOf(BoundMethod method) =>
        method.Result is null || method.Parameters.Contains(null)
            ? null
            : new Signature(
                method.Use.Name,
                method.Use.Parameters.Zip(method.Parameters, (parameter, type) => new Port(parameter.Name, type, IsOptional: false))
                    .ToEquatableArray(),
                [new Port("result", method.Result, IsOptional: false)],
                default,
                default,
                Dim.Zero);
}
