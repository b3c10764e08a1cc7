using System;
using System.Reflection;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Models where libtorch is missing, as it is in the process of these tests.</summary>
public sealed class LibTorchTests
{
    [Theory]
    [InlineData("""[Model, Input("B", 3), Linear(4)] public partial class Net;""")]
    [InlineData("""[Model, Input("B", 3), Relu] public partial class Net;""")]
    [InlineData("""[Model, Input("B", 3)] public partial class Net { [Lstm(4)] Stage stage; }""")]
    [InlineData("""[Lora<Base>(2, Targets = new[] { "linear" })] public partial class Net; [Model, Input("B", 3), Linear(4)] public partial class Base;""", "Base")]
    public void Constructor_names_the_model_and_the_package(string source, string model = "Net")
    {
        var net = Compile.Run(source).Load().GetType("Net")!;
        var constructor = Assert.Single(net.GetConstructors(), constructor => constructor.GetParameters().Length == 2);

        var exception = Assert.Throws<DllNotFoundException>(
            () => constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [null, null], culture: null));

        Assert.StartsWith($"{model} cannot run without libtorch: ", exception.Message);
        Assert.IsType<DllNotFoundException>(exception.InnerException);
    }
}
