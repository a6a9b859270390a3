using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks.LanguageModelling;
using Weft.Text.Vocabularies;
using Weft.Training.Starting;
using static TorchSharp.torch;

namespace Weft.Tests.Support;

/// <summary>Chunks of numbers as examples, and models that learn them.</summary>
internal static class TinyTasks
{
    /// <summary>So many tokens, named by their numbers; the first ends a text.</summary>
    public static Vocabulary Words(int count) => new(["<eos>", .. Enumerable.Range(1, count - 1).Select(id => $"{id}")], null, "<eos>");

    /// <summary>Chunks as examples.</summary>
    public static IExamples Examples(ChunkSource chunks, int vocabulary = TinyModels.Vocabulary, RunOptions? options = null) =>
        new TokenExamples(chunks, Words(vocabulary), TaskSetups.SetupOf(options ?? new RunOptions()));

    /// <summary>A model that learns chunks.</summary>
    public static LanguageModellingTask Of(TransformerLanguageModel model, ChunkSource chunks, RunOptions? options = null)
    {
        var vocabulary = (int)model.EmbeddingWeight.shape[0];
        return new LanguageModellingTask(model, Examples(chunks, vocabulary, options), Words(vocabulary), TaskSetups.SetupOf(options ?? new RunOptions()));
    }

    /// <summary>Chunks, as they are in the first epoch, as one batch on the CPU.</summary>
    public static Batch Load(this ChunkSource chunks, params long[] chosen) => chunks.Load(null, chosen);

    /// <summary>The same in pieces of a length.</summary>
    public static Batch Load(this ChunkSource chunks, int? length, long[] chosen)
    {
        var buffer = new BatchBuffer();
        chunks.Read(0, chosen, buffer);
        return buffer.ToBatch(CPU, length);
    }
}
