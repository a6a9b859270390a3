using Weft.Data;
using Weft.Text;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>What <c>training.batching</c> means: which chunks a split has, and in which order they are trained on.</summary>
internal static class TrainingChunks
{
    /// <summary>The chunks of the training split.</summary>
    /// <exception cref="InvalidDataException">They do not fill one batch.</exception>
    public static ChunkSource Of(TokenStore store, RunOptions options)
    {
        var (tokens, training, startId) = (store[Split.Train], options.Training, store.Vocabulary.EndOfTextId);
        if (training.Batching == BatchingMode.Padded)
        {
            var documents = new DocumentChunks(tokens, training.Context, startId, training.Padding);
            RequireOneBatch(documents.Count, training.Batch, $"{documents.Count:N0} rows", $"{training.Batch}", "training.batch");
            return documents;
        }
        RequireOneBatch(
            tokens.Count, (long)training.Batch * training.Context, $"{tokens.Count:N0} tokens",
            $"{training.Batch} x {training.Context} = {(long)training.Batch * training.Context:N0}", "training.batch or training.context");
        return training.Batching switch
        {
            BatchingMode.Stream => new StreamChunks(tokens, training.Batch, training.Context, startId),
            BatchingMode.Random => new RandomChunks(tokens, training.Context, startId, options.Seed),
            _ => new ShiftedChunks(tokens, training.Context, startId, options.Seed),
        };
    }

    /// <summary>The chunks of a split that is measured, in the order of its text, or by length where training pads.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="split">Which split.</param>
    /// <param name="options">How the model was trained.</param>
    /// <param name="stride">How many targets each window scores.</param>
    public static ChunkSource Measured(TokenStore store, Split split, RunOptions options, int stride) =>
        options.Training.Batching == BatchingMode.Padded
            ? new DocumentChunks(store[split], options.Training.Context, store.Vocabulary.EndOfTextId, options.Training.Padding, stride)
            : new ChunkSet(store[split], options.Training.Context, store.Vocabulary.EndOfTextId, stride);

    private static void RequireOneBatch(long there, long needed, string has, string takes, string remedy)
    {
        if (there < needed)
        {
            throw new InvalidDataException(
                $"The training split has {has}; one batch takes {takes}.{Environment.NewLine}Give more text, or lower {remedy}.");
        }
    }
}
