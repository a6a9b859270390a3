namespace Weft.Kernels.Updates;

/// <summary>What all updates do beside their own rule.</summary>
/// <param name="Keep">What a parameter is multiplied by first: 1, or less for decoupled weight decay.</param>
/// <param name="Coupled">How much of a parameter is added to its gradient: coupled weight decay.</param>
/// <param name="AverageDecay">Decay of the weights' average, where there is one.</param>
internal readonly record struct ParameterUpdate(double Keep, double Coupled, double AverageDecay);

/// <summary>One update of Adam, worked out for a number of updates.</summary>
/// <param name="Common">Decay and average.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squares.</param>
/// <param name="Rate">The learning rate over the correction of the mean.</param>
/// <param name="SquareCorrection">The root of the correction of the squares.</param>
/// <param name="Epsilon">Added to the denominator.</param>
internal readonly record struct AdamUpdate(
    ParameterUpdate Common, double Beta1, double Beta2, double Rate, double SquareCorrection, double Epsilon);

/// <summary>One update of stochastic gradient descent with momentum.</summary>
/// <param name="Common">Decay and average.</param>
/// <param name="Momentum">What the velocity keeps in an update.</param>
/// <param name="Gain">What of a gradient the velocity takes: 1, or less where it is damped.</param>
/// <param name="GradientShare">How much of the gradient the parameter takes beside the velocity: 0, or 1 with Nesterov's look ahead.</param>
/// <param name="VelocityShare">How much of the velocity it takes.</param>
/// <param name="Rate">The learning rate.</param>
internal readonly record struct MomentumUpdate(
    ParameterUpdate Common, double Momentum, double Gain, double GradientShare, double VelocityShare, double Rate);
