using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Passes;
using Weft.Workers;

namespace Weft.Tasks.Translation;

/// <summary>Searches for what belongs to each source of a split; workers share the sources, and all of them have everything then.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="search">Searches.</param>
/// <param name="workers">Who searches.</param>
/// <param name="batch">Sources in a batch.</param>
internal sealed class SearchPass(EncoderDecoderModel model, BeamSearch search, IWorkers workers, int batch)
{
    /// <summary>Searches once for each source.</summary>
    /// <param name="count">How many sources there are.</param>
    /// <param name="read">Reads some of them by their numbers.</param>
    /// <param name="progress">Hears how far it has come, by a name and in a unit.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>[sources] the tokens that were found, without the end, in the order of the sources.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<long[]> Run(long count, Action<long[], BatchBuffer> read, (IProgress<WorkProgress>? To, string What, string Unit) progress, CancellationToken stop)
    {
        var written = new List<long>();
        try
        {
            new MeasuringPass(model, workers, batch).Run(
                count, read,
                (chosen, some) =>
                {
                    foreach (var (source, tokens) in chosen.Zip(search.Translate(EncoderDecoderModel.SourceOf(some))))
                        written.AddRange([source, tokens.Length, .. tokens]);
                },
                stop, done => progress.To?.Report(new WorkProgress(progress.What, done, count, progress.Unit)));
        }
        finally
        {
            progress.To?.End(progress.What);
        }
        return [.. Read(workers.Gather(written.ToArray())).OrderBy(one => one.Source).Select(one => one.Tokens)];
    }

    // Of each the source, how many tokens, and these.
    private static IEnumerable<(long Source, long[] Tokens)> Read(long[] written)
    {
        for (var at = 0; at < written.Length; at += 2 + (int)written[at + 1])
            yield return (written[at], written[(at + 2)..(at + 2 + (int)written[at + 1])]);
    }
}
