using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Text;

namespace Weft.Tasks;

/// <summary>
/// What is learnt, and all that a training does not know of it: the model, how text becomes examples, loss and gradients, what is measured,
/// and which figure decides. It owns its model.
/// </summary>
internal interface ITask : IDisposable
{
    /// <summary>What is trained.</summary>
    ITrainable Model { get; }

    /// <summary>Tells models apart whose weights must not be mixed up: SHA-256, from <see cref="ModelFingerprint"/>.</summary>
    string Fingerprint { get; }

    /// <summary>What it is trained on.</summary>
    IExamples Examples { get; }

    /// <summary>Which figure of the validation split decides which weights are best, and when patience is at its end.</summary>
    Criterion Best { get; }

    /// <summary>The plain loss of guessing blindly, nats a target: ln(classes). A loss far above it has exploded.</summary>
    double BlindLoss { get; }

    /// <summary>What its targets are, in a word for people.</summary>
    string Unit => "targets";

    /// <summary>What a checkpoint must keep besides weights, optimizer and sampler.</summary>
    IReadOnlyList<ICheckpointed> Memories => [];

    /// <summary>How many targets a measurement of a split scores.</summary>
    long TargetsIn(Split split);

    /// <summary>Goes forward and backward, and adds the gradients of the scaled loss to those of the model.</summary>
    /// <param name="batch">Chosen examples that were read: a worker's, perhaps none.</param>
    /// <param name="pass">What the loss is, and what is wanted besides.</param>
    /// <param name="clock">Learns where the time goes.</param>
    BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock);

    /// <summary>The sum of the plain losses, nats, of a batch's targets, and their number; without gradients, with the model as it is.</summary>
    (double Loss, long Targets) Measure(ExampleBatch batch);

    /// <summary>Scores every target of a split once, quickly; the model is left in evaluation mode.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    EvaluationResult Measure(Split split, CancellationToken stop);

    /// <summary>Measures everything that there is to say of a split.</summary>
    /// <param name="split">Which split.</param>
    /// <param name="step">After how many updates the weights were taken.</param>
    /// <param name="weights">Which weights the model has.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number.</exception>
    IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop);
}
