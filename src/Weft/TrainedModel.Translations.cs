using Weft.Foundation;
using Weft.Runtime;

namespace Weft;

/// <content>What a translator does.</content>
public sealed partial class TrainedModel
{
    /// <summary>Translates a text, with a model that was trained with <c>task=translation</c>.</summary>
    /// <param name="text">The text; line ends count as blanks, and the model sees its first <c>training.context</c> tokens.</param>
    /// <param name="beams">How many beginnings of a translation are followed at once, at least 1; 1 takes the likeliest token each time.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <exception cref="ConfigurationException">The model is no translator.</exception>
    /// <exception cref="ArgumentException">There is no token in the text.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public string Translate(string text, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Translation(text, beams, stop), stop);

    /// <inheritdoc cref="Translate"/>
    public Task<string> TranslateAsync(string text, int beams = 4, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Translation(text, beams, stop), stop);

    /// <summary>Translates texts, those of like length in a batch: faster than one by one.</summary>
    /// <param name="texts">The texts, read to their end before anything is translated.</param>
    /// <param name="beams">As of <see cref="Translate"/>.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts]; null where a text has no token.</returns>
    /// <exception cref="ConfigurationException">The model is no translator.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<string?> TranslateAll(IEnumerable<string> texts, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Translations(texts, beams, stop), stop);

    /// <inheritdoc cref="TranslateAll"/>
    public Task<IReadOnlyList<string?>> TranslateAllAsync(IEnumerable<string> texts, int beams = 4, CancellationToken stop = default) =>
        EngineThread.RunAsync(_requests.Translations(texts, beams, stop), stop);
}
