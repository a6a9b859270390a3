using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Tasks.LanguageModelling;

/// <summary>What <c>training.batching</c> means: which chunks a split has, and in which order they are trained on.</summary>
internal static class TokenChunks
{
    /// <summary>The chunks of the training split.</summary>
    /// <exception cref="InvalidDataException">They do not fill one batch.</exception>
    public static ChunkSource Training(TokenStore store, LanguageModellingSetup setup)
    {
        var (tokens, startId) = (store[Split.Train], store.Vocabulary.EndOfTextId);
        if (setup.Batching == BatchingMode.Padded)
        {
            var documents = new DocumentChunks(tokens, setup.Context, startId, setup.Padding);
            RequireOneBatch(documents.Count, setup.Batch, $"{documents.Count:N0} rows", $"{setup.Batch}", "training.batch");
            return documents;
        }
        RequireOneBatch(
            tokens.Count, (long)setup.Batch * setup.Context, $"{tokens.Count:N0} tokens",
            $"{setup.Batch} x {setup.Context} = {(long)setup.Batch * setup.Context:N0}", "training.batch or training.context");
        return setup.Batching switch
        {
            BatchingMode.Stream => new StreamChunks(tokens, setup.Batch, setup.Context, startId),
            BatchingMode.Random => new RandomChunks(tokens, setup.Context, startId, setup.Seed),
            _ => new ShiftedChunks(tokens, setup.Context, startId, setup.Seed),
        };
    }

    /// <summary>The chunks of a split that is measured, in the order of its text, or by length where training pads.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="split">Which split.</param>
    /// <param name="setup">How the model was trained.</param>
    /// <param name="stride">How many targets each window scores.</param>
    public static ChunkSource Measured(TokenStore store, Split split, LanguageModellingSetup setup, int stride) =>
        setup.Batching == BatchingMode.Padded
            ? new DocumentChunks(store[split], setup.Context, store.Vocabulary.EndOfTextId, setup.Padding, stride)
            : new FixedChunks(store[split], setup.Context, store.Vocabulary.EndOfTextId, stride);

    private static void RequireOneBatch(long there, long needed, string has, string takes, string remedy)
    {
        if (there < needed)
        {
            throw new InvalidDataException(
                $"The training split has {has}; one batch takes {takes}.{Environment.NewLine}Give more text, or lower {remedy}.");
        }
    }
}
