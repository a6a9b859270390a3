namespace Weft.Sampling.Dynamic;

/// <summary>Asks the model, as it is now, about chunks.</summary>
internal interface ISamplingProbe
{
    /// <summary>The mean plain loss of chunks, as they are in the first epoch, without dropout; nats a target.</summary>
    double MeanLoss(IReadOnlyList<long> chunks);

    /// <summary>The mean, over chunks, of the squared norm of the gradient of a chunk's mean loss.</summary>
    double MeanSquaredGradient(IReadOnlyList<long> chunks);
}
