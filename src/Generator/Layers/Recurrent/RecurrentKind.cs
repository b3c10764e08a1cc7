using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The recurrent layers: one table row each.</summary>
internal sealed class RecurrentKind : LayerKind
{
    private static readonly NumberOrSettingArgument Dropout = new("Dropout", 0, SettingRange.Share);
    public static readonly FlagArgument Bidirectional = new("Bidirectional", byDefault: false);
    private static readonly ChoiceArgument Nonlinearity = new("Nonlinearity", "Tanh");
    private static readonly IntegerArgument NumLayers = new("NumLayers", 1, least: 1);
    private static readonly TensorArgument InitialHidden = new("InitialHidden");
    private static readonly TensorArgument InitialCell = new("InitialCell");
    public static readonly TensorArgument Lengths = new("Lengths");

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new RecurrentKind("Rnn", "RNN", gates: 1, hasCell: false),
        new RecurrentKind("Lstm", "LSTM", gates: 4, hasCell: true),
        new RecurrentKind("Gru", "GRU", gates: 3, hasCell: false));

    private readonly string _module;
    private readonly int _gates;
    private readonly bool _hasCell;

    private RecurrentKind(string name, string module, int gates, bool hasCell)
    {
        Name = name;
        _module = module;
        _gates = gates;
        _hasCell = hasCell;
        Arguments =
        [
            CommonArguments.Hidden,
            NumLayers, Dropout, Bidirectional, CommonArguments.Bias, InitialHidden, Lengths, CommonArguments.Port,
            .. CommonArguments.OfWeights,
            .. hasCell ? [InitialCell] : (IReadOnlyList<AttributeArgument>)[],
            .. name == "Rnn" ? [Nonlinearity] : (IReadOnlyList<AttributeArgument>)[],
        ];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits =>
        LayerTraits.FeaturesLast | LayerTraits.OneType | LayerTraits.Recurrent | LayerTraits.TakesSequences;

    public override ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) =>
        _hasCell ? ImmutableArray.Create("last", "h", "c") : ImmutableArray.Create("last", "h");

    public override TimeFlow AlongTime(TimeContext context)
    {
        if (context.Get(Bidirectional))
        {
            return new TimeFlow.NonCausal(
                "runs in both directions, so position t depends on later ones", "remove Bidirectional", context.At(Bidirectional));
        }

        if (context.Tensor(Lengths) is not null)
        {
            return new TimeFlow.Unprovable("reads the Lengths of whole sequences", "leave Lengths out");
        }

        if (context.Axis != 2 || !context.IsInputAlong)
        {
            return new TimeFlow.NonCausal("runs along another axis than the positions", "move the positions to axis 1");
        }

        var initial = _hasCell
            ? Code.Of($"{context.Tensor(InitialHidden)}, {context.Tensor(InitialCell)}")
            : Code.Of($"{context.Tensor(InitialHidden)}");
        return new TimeFlow.Stateful(
            2,
            "global::ModelGen.Decoding.RecurrentState",
            Code.Of($"new global::ModelGen.Decoding.RecurrentState({context.Get(NumLayers)}, "
                + $"{context.Get(CommonArguments.Hidden)}, hasCell: {_hasCell})"),
            state => Code.Of($"global::ModelGen.Layers.Recurrent.{Name}({context.Module}, {context.Input}, {initial}, {state}, at)"));
    }

    public override void Infer(LayerContext context)
    {
        var hidden = context.Get(CommonArguments.Hidden);
        var layers = context.Get(NumLayers);
        var dropout = context.Get(Dropout);
        if (!context.TakesOne()
            || !context.RequireRank(context.Input, "B, T, features", Advice(context.Input))
            || !context.RequireItem(context.Input, 1, "time step"))
        {
            return;
        }

        BatchFirst.Check(context);
        if (dropout.Value > 0 && layers == 1)
        {
            var dropped = context.Use.Find(Dropout)!.Value;
            context.Report(
                Descriptors.NoEffect,
                context.At(Dropout),
                $"{context.Use} applies dropout between stacked layers, but has only one: "
                    + $"put [Dropout({dropped})] after it instead, or set NumLayers = 2 or more.",
                repairs:
                [
                    Repair.MoveOut(context.Use, Dropout, $"Dropout({dropped})"),
                    Repair.Set(context.Use, NumLayers, (Dim)2),
                    Repair.RemoveArgument(context.Use, Dropout),
                ]);
        }

        var input = context.Input;
        var directions = context.Get(Bidirectional) ? 2 : 1;
        var states = layers * directions;
        var batch = input.Shape.Dims[0];
        var stateShape = Shape.Of(states, batch, hidden);
        var isBroken = false;
        var h0 = InitialState(context, InitialHidden, stateShape, ref isBroken);
        var c0 = _hasCell && !isBroken ? InitialState(context, InitialCell, stateShape, ref isBroken) : null;
        var lengths = isBroken ? null : context.Tensor(Lengths, mayBeAbsent: true, ref isBroken);
        if (isBroken || (lengths is not null && !LengthsFit(context, lengths, batch)))
        {
            return;
        }

        Build(context, hidden, layers, directions, dropout, stateShape, h0, c0, lengths);
    }

    private static bool LengthsFit(LayerContext context, Value lengths, Dim batch) => TensorShape.Fits(
        context, Lengths, lengths, Shape.Of(batch), ElementType.Int64, "the number of time steps of each sequence");

    private void Build(
        LayerContext context,
        Dim hidden,
        long layers,
        int directions,
        NumberOrSetting dropout,
        Shape stateShape,
        Value? h0,
        Value? c0,
        Value? lengths)
    {
        var input = context.Input;
        var width = input.Shape.Last;
        var bias = context.Get(CommonArguments.Bias);
        var nonlinearity = Name == "Rnn"
            ? Code.Of($"nonLinearity: "
                + $"global::TorchSharp.torch.nn.NonLinearities.{(context.Get(Nonlinearity) == "Relu" ? "ReLU" : "Tanh")}, ")
            : Code.Of($"");
        var module = context.Module(
            $"global::TorchSharp.Modules.{_module}",
            $"global::TorchSharp.torch.nn.{_module}({width}, {hidden}, numLayers: {layers}, {nonlinearity}bias: {bias}, batchFirst: "
                + $"true, dropout: {dropout}, bidirectional: {directions == 2}, device: device, dtype: dtype)");
        context.Parameters(Count(width, hidden, layers, directions, bias));

        var sequence = context.NewValue(context.ResultName, input.Shape.WithLast(hidden * directions), ElementType.Float);
        var h = context.NewValue(context.ResultName + "H", stateShape, ElementType.Float);
        var states = layers * directions;
        var packed = lengths is null ? Code.Of($"") : Code.Of($", {lengths}, \"{context.ModelName}\", {Literals.Of(lengths.Subject)}");
        if (_hasCell)
        {
            var c = context.NewValue(context.ResultName + "C", stateShape, ElementType.Float);
            context.Add(new Step(
                ImmutableArray.Create(sequence, h, c),
                Code.Of($"global::ModelGen.Layers.Recurrent.{Name}({module}, {input}, {h0}, {c0}, {states}, {hidden}{packed})")));
            context.SetPort("c", c);
        }
        else
        {
            context.Add(new Step(
                ImmutableArray.Create(sequence, h),
                Code.Of($"global::ModelGen.Layers.Recurrent.{Name}({module}, {input}, {h0}, {states}, {hidden}{packed})")));
        }

        context.SetPort("h", h);
        context.SetResult(sequence);
        if (context.IsPortUsed("last"))
        {
            var last = context.NewValue(
                context.ResultName + "Last", Shape.Of(input.Shape.Dims[0], hidden * directions), ElementType.Float, h);
            context.Add(new Step(ImmutableArray.Create(last), Code.Of($"global::ModelGen.Layers.Recurrent.Last({h}, {directions == 2})"),
                Comment: $"last of {context.Use}"));
            context.SetPort("last", last);
        }
    }

    private Dim Count(Dim width, Dim hidden, long layers, int directions, bool bias)
    {
        var count = Dim.Zero;
        for (var layer = 0; layer < System.Math.Min(layers, 2); layer++)
        {
            var inputs = layer == 0 ? width : hidden * directions;
            var one = directions * _gates * ((inputs * hidden) + (hidden * hidden) + (bias ? 2 * hidden : Dim.Zero));
            count += layer == 0 ? one : one * (layers - 1);
        }

        return count;
    }

    private static Value? InitialState(LayerContext context, TensorArgument argument, Shape expected, ref bool isBroken)
    {
        if (context.Tensor(argument, mayBeAbsent: true, ref isBroken) is not { } state)
        {
            return null;
        }

        var site = context.At(argument);
        void Mismatch(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor) => context.Report(
            descriptor,
            site,
            $"{argument.Name} of {context.Use} must be {expected}, layers times directions by batch by hidden units, "
                + $"but {state.Describe()}: {StateAdvice(context, argument, state, expected)}.",
            state,
            FinalState(context, argument, state, expected) is { } final ? [Repair.Set(context.Use, argument, final)] : []);

        if (!context.RequireElement(state, ElementType.Float, site))
        {
            isBroken = true;
            return null;
        }

        if (state.Shape.HasLeading || state.Shape.Count != 3)
        {
            Mismatch(Descriptors.Rank);
            isBroken = true;
            return null;
        }

        for (var axis = 0; axis < 3; axis++)
        {
            var fits = context.RequireEqual(
                expected.Dims[axis],
                state.Shape.Dims[axis],
                () => $"{argument.Name} of {context.Use} must be {expected}, and {state.Subject} is {state.Shape}",
                () => Mismatch(Descriptors.Size));
            if (!fits)
            {
                isBroken = true;
                return null;
            }
        }

        return state;
    }

    // Most states come from another recurrent layer: its sequence was named instead, or it is built otherwise.
    private static string StateAdvice(LayerContext context, TensorArgument argument, Value state, Shape expected)
    {
        if (state.Producer is not { Kind: RecurrentKind } producer)
        {
            return "give it this shape";
        }

        if (FinalState(context, argument, state, expected) is { } final)
        {
            return $"name its final state, {final}, and not its outputs";
        }

        var isBidirectional = producer.Arguments.Get(Bidirectional);
        return isBidirectional && !context.Get(Bidirectional)
            ? $"set Bidirectional = true here as well, or remove it from {producer.Use}"
            : "give it this shape";
    }

    // The state that the layer of another tensor ended with, as it is named, if it fits.
    private static string? FinalState(LayerContext context, TensorArgument argument, Value state, Shape expected)
    {
        if (state.Producer is not { Kind: RecurrentKind family } producer || context.Inferred(producer) is not { } layer)
        {
            return null;
        }

        var port = argument == InitialCell && family._hasCell ? "c" : "h";
        return layer.Ports.TryGetValue(port, out var final) && final.Shape.Equals(expected) && state != final
            ? state.StageName.Length > 0 ? $"nameof({state.StageName}) + \".{port}\"" : $"\"{producer.Name}.{port}\""
            : null;
    }

    private static string Advice(Value input) => input.Shape.Count == 2
        ? "put the time axis back, for example with [Input(\"B\", \"T\", …)], or use the sequence before it was reduced"
        : "give it one batch axis, one time axis and one feature axis";
}
