using System.Collections.Concurrent;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data;

/// <summary>One preparation: up to three passes over the corpus, each of them streamed.</summary>
internal sealed class Preparation(
    ICorpusReader corpus,
    DataOptions options,
    ITokenizer tokenizer,
    int workers,
    IProgress<WorkProgress>? progress,
    CancellationToken stop)
{
    private readonly bool _hasOfficialSplits = corpus.Sources.All(source => source.OfficialSplit is not null);
    private readonly long _bytes = corpus.Sources.Sum(source => source.Bytes);

    /// <summary>Writes the token store into an empty folder.</summary>
    public void Write(string folder, string key, string tokenizerName)
    {
        var plan = _hasOfficialSplits ? null : PlanSplits();
        var forgotten = 0L;
        var vocabulary = tokenizer.FixedVocabulary ?? CountWords(plan, out forgotten);
        var reading = new ReadingCounts();
        using var writer = new TokenStoreWriter(folder);
        Encode(plan, vocabulary, reading, writer);
        writer.Complete(vocabulary, tokenizer.Identity, splits => new TokenStoreManifest
        {
            Schema = TokenStoreManifest.CurrentSchema,
            Key = key,
            ElementBytes = TokenStoreFiles.ElementBytes(vocabulary.Count),
            Tokenizer = tokenizerName,
            TokenizerIdentity = tokenizer.Identity,
            VocabularySize = vocabulary.Count,
            VocabularyHash = vocabulary.Hash,
            ForgottenWords = forgotten,
            ReplacedUtf8Sequences = reading.ReplacedSequences,
            OfficialSplits = _hasOfficialSplits,
            Train = splits[(int)Split.Train],
            Validation = splits[(int)Split.Validation],
            Test = splits[(int)Split.Test],
            Options = options,
            Sources = corpus.Sources,
        });
    }

    private SplitPlan PlanSplits()
    {
        var documents = new DocumentTable(options.SplitSeed);
        foreach (var (piece, _) in Read("dividing documents", new ReadingCounts()))
            documents.Add(piece);
        documents.Complete();
        if (documents.Hashes.IsEmpty)
            throw new InvalidDataException($"The corpus {options.Source} holds no text. Check data.source and data.field.");
        return SplitPlanner.Plan(options.Source, documents, options.ValidationRatio, options.TestRatio);
    }

    private Vocabulary CountWords(SplitPlan? plan, out long forgotten)
    {
        var batches = PieceBatch.Group(Read("counting words", new ReadingCounts()), plan);
        var counted = new WordCounting(tokenizer).Count(batches, workers, stop);
        forgotten = counted.Forgotten;
        return VocabularyBuilder.Build(
            counted.Counts, new VocabularyOptions { MaximumSize = options.VocabularySize, MinimumCount = options.MinimumCount });
    }

    private void Encode(SplitPlan? plan, Vocabulary vocabulary, ReadingCounts reading, TokenStoreWriter writer)
    {
        var spare = new ConcurrentBag<EncodedBatch>();
        var batches = PieceBatch.Group(Read("encoding", reading), plan);
        OrderedPipeline.Run(batches, workers, EncodeBatch, WriteBatch, stop);

        EncodedBatch EncodeBatch(List<PlannedPiece> batch)
        {
            if (!spare.TryTake(out var encoded))
                encoded = new EncodedBatch(TokenStoreFiles.ElementBytes(vocabulary.Count));
            encoded.Fill(batch, tokenizer, vocabulary);
            return encoded;
        }

        void WriteBatch(EncodedBatch encoded)
        {
            writer.Write(encoded);
            spare.Add(encoded);
        }
    }

    private IEnumerable<CorpusPiece> Read(string what, ReadingCounts counts)
    {
        const long Step = 1 << 20;
        var next = 0L;
        foreach (var piece in corpus.Read(counts))
        {
            stop.ThrowIfCancellationRequested();
            if (counts.Bytes >= next)
            {
                progress?.Report(new WorkProgress(what, counts.Bytes, _bytes, "bytes"));
                next = counts.Bytes + Step;
            }
            yield return piece;
        }
        progress?.Report(new WorkProgress(what, _bytes, _bytes, "bytes"));
    }
}
