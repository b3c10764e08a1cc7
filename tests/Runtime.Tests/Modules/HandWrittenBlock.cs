using ModelGen.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using MultiHeadAttention = ModelGen.Layers.MultiHeadAttention;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// A post-LN block as generated code writes it, with a recurrence and a position table beside it so that every kind of module occurs.
/// </summary>
internal sealed class HandWrittenBlock : nn.Module<Tensor, Tensor>
{
    private readonly MultiHeadAttention _attentionMultiHeadAttention;
    private readonly LayerNorm _attentionLayerNorm;
    private readonly SinusoidalPositions _positionsSinusoidalPositions;
    private readonly PositionEmbedding _positionsPositionEmbedding;
    private readonly LSTM _memoryLstm;

    public HandWrittenBlock(long features)
        : base(nameof(HandWrittenBlock))
    {
        _positionsSinusoidalPositions = new SinusoidalPositions(features);
        _positionsPositionEmbedding = new PositionEmbedding(32, features);
        _attentionMultiHeadAttention = new MultiHeadAttention(features, 2, causal: true, dropout: 0.1);
        _attentionLayerNorm = nn.LayerNorm(features);
        _memoryLstm = nn.LSTM(features, features, batchFirst: true);
        register_module("positions", new Stage("positions", ("sinusoidalPositions", _positionsSinusoidalPositions),
            ("positionEmbedding", _positionsPositionEmbedding)));
        register_module("attention",
            new Stage("attention", ("multiHeadAttention", _attentionMultiHeadAttention), ("layerNorm", _attentionLayerNorm)));
        register_module("memory", new Stage("memory", ("lstm", _memoryLstm)));
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    public override Tensor forward(Tensor input)
    {
        var positionsSinusoidalPositions = _positionsSinusoidalPositions.call(input);
        var positionsPositionEmbedding = _positionsPositionEmbedding.call(positionsSinusoidalPositions);
        positionsSinusoidalPositions.Dispose();
        var attentionMultiHeadAttention = _attentionMultiHeadAttention.call(positionsPositionEmbedding);
        var attentionDropout = Owned.Dropout(attentionMultiHeadAttention, 0.1, training);
        var attentionResidual = Owned.Add(attentionDropout, positionsPositionEmbedding);
        positionsPositionEmbedding.Dispose();
        var attentionLayerNorm = _attentionLayerNorm.call(attentionResidual);
        attentionResidual.Dispose();
        var (memoryLstm, memoryLstmH, memoryLstmC) = Recurrent.Lstm(
            _memoryLstm, attentionLayerNorm, null, null, 1, attentionLayerNorm.size(2));
        attentionLayerNorm.Dispose();
        memoryLstmH.Dispose();
        memoryLstmC.Dispose();
        return memoryLstm;
    }

    protected override void RegisterComponents()
    {
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        ModuleLifetime.MoveChildren(this, dtype, device, non_blocking);
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }
}
