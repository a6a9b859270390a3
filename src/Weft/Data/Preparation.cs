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
        TagTable? tags = null;
        var vocabulary = tokenizer.FixedVocabulary ?? CountWords(plan, out forgotten, out tags);
        var reading = new ReadingCounts();
        using var writer = new TokenStoreWriter(folder, tags);
        Encode(plan, vocabulary, tags, reading, writer);
        progress?.Report(new WorkProgress("writing the token store", 0, null, ""));
        writer.Complete(vocabulary, tokenizer.Identity, splits => new TokenStoreManifest
        {
            Schema = TokenStoreManifest.CurrentSchema,
            Key = key,
            ElementBytes = TokenStoreFiles.ElementBytes(vocabulary.Count),
            Tokenizer = tokenizerName,
            TokenizerIdentity = tokenizer.Identity,
            VocabularySize = vocabulary.Count,
            VocabularyHash = vocabulary.Hash,
            TagNamesHash = tags?.Hash,
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
        foreach (var (piece, _, _) in Read("dividing documents", new ReadingCounts()))
            documents.Add(piece);
        documents.Complete();
        if (documents.Hashes.IsEmpty)
            throw new InvalidDataException($"The corpus {options.Source} holds no text. Check data.source and data.field.");
        return SplitPlanner.Plan(options.Source, documents, options.ValidationRatio, options.TestRatio);
    }

    private Vocabulary CountWords(SplitPlan? plan, out long forgotten, out TagTable? tags)
    {
        var batches = PieceBatch.Group(Read("counting words", new ReadingCounts()), plan);
        var counting = new WordCounting(tokenizer, options);
        var counted = counting.Count(batches, workers, stop);
        forgotten = counted.Forgotten;
        tags = options.TagSeparator.Length == 0 ? null : TagTable.Of(counting.Tags);
        return VocabularyBuilder.Build(
            counted.Counts, new VocabularyOptions { MaximumSize = options.VocabularySize, MinimumCount = options.MinimumCount });
    }

    private void Encode(SplitPlan? plan, Vocabulary vocabulary, TagTable? tags, ReadingCounts reading, TokenStoreWriter writer)
    {
        var spare = new ConcurrentBag<EncodedBatch>();
        var batches = PieceBatch.Group(Read("encoding", reading), plan);
        OrderedPipeline.Run(batches, workers, EncodeBatch, WriteBatch, stop);

        EncodedBatch EncodeBatch(List<PlannedPiece> batch)
        {
            if (!spare.TryTake(out var encoded))
            {
                encoded = new EncodedBatch(
                    new PieceEncoder(tokenizer, vocabulary, options, tags), TokenStoreFiles.ElementBytes(vocabulary.Count), vocabulary.UnknownId);
            }
            encoded.Fill(batch);
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
