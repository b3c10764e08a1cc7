using System;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Parameters, buffers and modules that a model's own code creates in <c>Initialize</c> are parts of it like any layer's.
/// </summary>
public sealed class OwnComponentTests
{
    [Fact]
    public void They_are_registered_under_the_names_of_their_fields()
    {
        using var model = new OwnComponentModel();
        Assert.Equal(["further.bias", "further.weight", "linear.bias", "linear.weight", "scale", "shift"],
            model.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["further.bias", "further.weight", "linear.bias", "linear.weight", "scale"],
            model.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void They_outlive_a_dispose_scope_around_the_constructor()
    {
        OwnComponentModel model;
        using (NewDisposeScope())
        {
            model = new OwnComponentModel();
        }

        using (model)
        using (var input = ones(2, 4))
        using (var output = model.call(input))
        {
            Assert.Equal([2L, 4L], output.shape);
        }
    }

    [Fact]
    public void They_follow_to()
    {
        using var model = new OwnComponentModel();
        model.to(ScalarType.Float64);
        Assert.All(model.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Same(model.Scale, model.named_parameters().Single(pair => pair.name == "scale").parameter);
        Assert.True(model.Scale.requires_grad && model.Scale.is_leaf);
        using (var input = ones(2, 4, dtype: ScalarType.Float64))
        using (var output = model.call(input))
        {
            Assert.Equal(ScalarType.Float64, output.dtype);
        }

        using var scope = NewDisposeScope();
        model.to(META);
        Assert.All(model.state_dict().Values, tensor => Assert.Equal(DeviceType.META, tensor.device_type));
    }

    [Fact]
    public void They_keep_their_values_and_gradients_when_they_move()
    {
        using var model = new OwnComponentModel();
        using (var input = ones(2, 4))
        using (var output = model.call(input))
        using (var sum = output.sum())
        {
            sum.backward();
        }

        using var before = model.Scale.grad!.to(ScalarType.Float64);
        model.to(ScalarType.Float64);
        Assert.True(model.Scale.grad!.allclose(before));
        using var two = full(4, 2.0, dtype: ScalarType.Float64);
        using var values = model.Scale.detach();
        Assert.True(values.allclose(two));
    }

    [Fact]
    public void They_are_converted_to_the_type_of_the_constructor()
    {
        using var model = new OwnComponentModel(dtype: ScalarType.BFloat16);
        Assert.All(model.state_dict().Values, tensor => Assert.Equal(ScalarType.BFloat16, tensor.dtype));
        using var meta = new OwnComponentModel(device: META);
        Assert.All(meta.state_dict().Values, tensor => Assert.Equal(DeviceType.META, tensor.device_type));
    }

    [Fact]
    public void They_are_saved_and_loaded()
    {
        string file = Path.GetTempFileName();
        try
        {
            using var source = new OwnComponentModel();
            using (no_grad())
            {
                source.Scale.fill_(5);
            }

            source.save(file);
            using var target = new OwnComponentModel();
            target.load(file);
            using var values = target.Scale.detach();
            Assert.Equal(5f, values.min().item<float>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Initialize_may_take_the_device_and_the_type()
    {
        using var plain = new PlacedComponentModel(D: 3);
        Assert.Equal((ScalarType.Float32, DeviceType.CPU), (plain.Received, plain.Where));
        using var model = new PlacedComponentModel(D: 3, device: META, dtype: ScalarType.Float64);
        Assert.Equal((ScalarType.Float64, DeviceType.META), (model.Received, model.Where));
        Assert.Equal(["gain", "linear.bias", "linear.weight"], model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_registered_under_another_name_follows_to()
    {
        using var model = new PlacedComponentModel(D: 3);
        model.to(ScalarType.Float64);
        Assert.Same(model.Gain, model.named_parameters().Single(pair => pair.name == "gain").parameter);
        Assert.Equal(ScalarType.Float64, model.Gain.dtype);
    }

    [Fact]
    public void Moving_disposes_the_tensors_that_are_replaced()
    {
        using var model = new OwnComponentModel();
        var (scale, shift) = (model.Scale, model.named_buffers().Single(pair => pair.name == "shift").buffer);
        model.to(ScalarType.Float64);
        Assert.True(scale.IsInvalid && shift.IsInvalid);
        Assert.NotSame(scale, model.Scale);
    }
}
