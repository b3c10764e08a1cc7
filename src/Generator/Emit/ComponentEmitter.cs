using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes how modules and the components of the user's own fields are registered and moved.</summary>
internal sealed class ComponentEmitter(ModelPlan plan, CodeWriter writer)
{
    private const string Placement = "(_deviceType, _deviceIndex) = global::ModelGen.ModuleLifetime.Placement(this);";

    // Initialize may register what no field holds.
    private bool HasOwnComponents => !plan.HasErrors && (plan.Initialization != OwnInitialization.None || !plan.Components.IsEmpty);

    // A parameter of the constructor may have the name of a field.
    private static string This(string member) => "this." + Names.Escape(member);

    /// <summary>Declares the form of <c>Initialize</c> that takes the device and the dtype, if the user implements it.</summary>
    public void WriteInitialize()
    {
        if (!plan.Initialization.HasFlag(OwnInitialization.Placed))
        {
            return;
        }

        writer.Line("/// <summary>Runs at the end of the constructor. Create weights of your own here.</summary>");
        writer.Line("/// <param name=\"device\">The device of the weights.</param>");
        writer.Line("/// <param name=\"dtype\">The weights' floating-point type.</param>");
        writer.Line("partial void Initialize(global::TorchSharp.torch.Device device, global::TorchSharp.torch.ScalarType dtype);");
        writer.Line();
    }

    /// <summary>
    /// Calls the user's <c>Initialize</c> in the constructor, and registers what it creates. The layers are created before, so that it
    /// knows their device, and everything is taken out of the dispose scope after it.
    /// </summary>
    public void WriteInitialization()
    {
        writer.Line(Placement);
        if (HasOwnComponents && plan.Adapters is not null)
        {
            writer.Line("var (device, dtype) = global::ModelGen.UserComponents.DeviceAndDtype(this);");
        }

        if (plan.Weights.Length > 0)
        {
            writer.Line($"{plan.Weights} = new global::ModelGen.WeightPlacement(this);");
        }

        writer.Line("Initialize();");
        if (plan.Initialization.HasFlag(OwnInitialization.Placed))
        {
            writer.Line("Initialize(device ?? global::TorchSharp.torch.get_default_device(), "
                + "dtype ?? global::TorchSharp.torch.get_default_dtype());");
        }

        foreach (var component in plan.Components)
        {
            writer.Line($"global::ModelGen.UserComponents.Register(this, {Literals.Of(component.Name)}, {This(component.Member)});");
        }

        if (HasOwnComponents)
        {
            // Code that does not know the device or the type leaves its tensors where TorchSharp creates them.
            using (writer.Block("if (device is not null || dtype is not null)"))
            {
                writer.Line("_toEpilog(dtype, device, false);");
            }

            writer.Line();
            writer.Line(Placement);
        }
    }

    /// <summary>Writes the members of TorchSharp's base class that register and move modules.</summary>
    public void WriteMembers()
    {
        writer.Line("/// <summary>The constructor has already registered every module.</summary>");
        using (writer.Block("protected override void RegisterComponents()"))
        {
        }

        writer.Line();
        writer.Line("/// <summary>Moves the modules with the model.</summary>");
        const string Parameters = $"{TypeNames.ScalarType} dtype, {TypeNames.Device} device, bool non_blocking";
        using (writer.Block($"protected override void _toEpilog({Parameters})"))
        {
            writer.Line("global::ModelGen.ModuleLifetime.MoveChildren(this, dtype, device, non_blocking);");
            WriteMove();
            if (plan.Weights.Length > 0)
            {
                writer.Line($"{plan.Weights}.Reset();");
            }

            using (writer.Block("if (device is not null)"))
            {
                writer.Line("(_deviceType, _deviceIndex) = (device.type, device.index);");
            }
        }
    }

    private void WriteMove()
    {
        if (!HasOwnComponents)
        {
            return;
        }

        var tensors = plan.Components.Where(component => !component.IsModule).ToList();
        writer.Line($"using {(tensors.Count == 0 ? "(" : "var moved = ")}global::ModelGen.UserComponents.Move(this, dtype, device, "
            + $"(name, parameter) => ConditionallyRegisterParameter(name, parameter), "
            + $"(name, buffer) => ConditionallyRegisterBuffer(name, buffer)){(tensors.Count == 0 ? ") { }" : ";")}");
        foreach (var component in tensors)
        {
            writer.Line($"{This(component.Member)} = moved.Of({This(component.Member)})!;");
        }

        writer.Line();
    }
}
