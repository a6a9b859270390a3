namespace Weft.Experiments.Tuning;

/// <summary>One step of the learning-rate range test.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="Loss">The loss before its update, as it is trained: nats a target, smoothed and weighted where the options say so.</param>
/// <param name="Smoothed">The running mean of the losses up to here.</param>
internal readonly record struct RatePoint(double Rate, double Loss, double Smoothed);
