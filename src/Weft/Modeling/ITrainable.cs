using TorchSharp.Modules;
using Weft.Modeling.Parameters;

namespace Weft.Modeling;

/// <summary>What a training trains, whatever it computes: named parameters, and the two ways to compute.</summary>
internal interface ITrainable : IDisposable
{
    /// <summary>All parameters in one buffer, with their gradients, and what each is to phases and optimizers.</summary>
    ParameterBuffer Weights { get; }

    /// <summary>All parameters by the names that checkpoints know them by, in the order in which a checkpoint holds them.</summary>
    IEnumerable<(string Name, Parameter Parameter)> NamedParameters { get; }

    /// <summary>Numbers in all parameters together.</summary>
    long ParameterCount => NamedParameters.Sum(named => named.Parameter.numel());

    /// <summary>Computes as in training from now on, with dropout; or as in measuring, without.</summary>
    /// <param name="isTraining">Whether dropout is applied.</param>
    void SetTraining(bool isTraining);

    /// <summary>Starts the masks of dropout anew, before each forward pass of training.</summary>
    /// <param name="key">Another for each step and micro-batch, the same for all workers.</param>
    /// <param name="first">The number of the first example in the whole batch: on the CPU its masks are the same whichever worker has it.</param>
    /// <param name="count">How many examples the pass has; of no account where the first has number 0.</param>
    void BeginDropout(ulong key, long first = 0, long count = 0);
}
