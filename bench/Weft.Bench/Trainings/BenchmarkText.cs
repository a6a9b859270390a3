using System.Runtime.InteropServices;
using Weft.Data;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Text;
using Weft.Training.Starting;

namespace Weft.Bench.Trainings;

/// <summary>The tokens that a measurement trains on, the same ones in every process.</summary>
/// <param name="Tokens">Their ids, in order.</param>
/// <param name="Vocabulary">Ids are below this.</param>
/// <param name="EndOfTextId">What the first token follows.</param>
internal sealed record BenchmarkText(int[] Tokens, int Vocabulary, int EndOfTextId)
{
    /// <summary>The number of words in WikiText-2, which the published model was trained on.</summary>
    private const int WikiTextVocabulary = 33_278;

    /// <summary>Draws tokens by Zipf's law, or takes them from the training split of a real text.</summary>
    /// <param name="options">The seed, and for a real text how it becomes tokens.</param>
    /// <param name="source">A file, folder or corpus, or null for drawn tokens.</param>
    /// <param name="vocabulary">How many words are drawn from, or null for what the options name, else WikiText-2's number.</param>
    /// <param name="count">How many tokens are wanted.</param>
    public static BenchmarkText Create(RunOptions options, string? source, int? vocabulary, int count)
    {
        if (source is not null)
            return Read(options.Data with { Source = source }, count);
        var words = vocabulary ?? NamedVocabulary(options.Data) ?? WikiTextVocabulary;
        return new BenchmarkText(SyntheticTokens.Draw(count, words, options.Seed), words, EndOfTextId: 0);
    }

    /// <summary>Writes the ids as 32-bit integers in the machine's own order: another process of the same machine reads them.</summary>
    public void Write(string path) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<int>(Tokens));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static MemoryTokens ReadTokens(string path) => new(MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(path)).ToArray());

    private static int? NamedVocabulary(DataOptions data) =>
        data.VocabularySize == new DataOptions().VocabularySize ? null : data.VocabularySize;

    private static BenchmarkText Read(DataOptions data, int count)
    {
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, progress: null, Console.Error.WriteLine);
        using var store = corpora.Prepare(data, CancellationToken.None).Store;
        var split = store[Split.Train];
        var ids = new long[(int)Math.Min(count, split.Count)];
        split.CopyTo(0, ids);
        return new BenchmarkText(Array.ConvertAll(ids, id => (int)id), store.Vocabulary.Count, store.Vocabulary.EndOfTextId);
    }
}
