using System.Collections.Concurrent;
using Weft.Data.Preparing.Encoding;
using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing;

/// <summary>One preparation: up to three passes over the corpus, each of them streamed.</summary>
/// <param name="corpus">The text.</param>
/// <param name="options">How it becomes tokens.</param>
/// <param name="workers">How many threads work.</param>
/// <param name="scratch">Where temporary files go.</param>
/// <param name="progress">Hears how far each pass has come.</param>
/// <param name="stop">Ends it.</param>
/// <param name="given">The vocabulary of a model that is there already; null otherwise.</param>
/// <param name="isWhole">Whether the text is not divided: it is measured as a whole.</param>
internal sealed class Preparation(
    ICorpusReader corpus,
    DataOptions options,
    int workers,
    string scratch,
    IProgress<WorkProgress>? progress,
    CancellationToken stop,
    Vocabulary? given = null,
    bool isWhole = false)
{
    private readonly SplitGaps _gaps = SplitGaps.Of(corpus.Sources);
    private readonly long _bytes = corpus.Sources.Sum(source => source.Bytes);
    private SplitPlan? _plan;

    /// <summary>Learns byte pair encoding from the training split.</summary>
    /// <param name="size">How many tokens.</param>
    /// <param name="side">The texts of pairs that are learnt from; null is all.</param>
    public BpeModel Learn(BpeSize size, PairSide? side = null)
    {
        var bytes = 0L;
        var pieces = new BoundedWordCounts(BpeSample.MostPieces, BpeSample.MostCharacters, halves: true);
        var batches = Batches("counting pieces", Plan(), side);
        new WordCounting(Count, pieces, options).Count(BpeSample.Spread(batches, _bytes), workers, stop);
        return BpeLearner.Learn(pieces.Counts, size.For(bytes), progress, stop);

        void Count(ReadOnlySpan<char> text, WordCounts counts)
        {
            Interlocked.Add(ref bytes, TextSize.Bytes(text));
            BpeSample.Count(text, counts);
        }
    }

    /// <summary>Writes the token store into a folder that holds none; of pairs perhaps with a vocabulary of the sources' own.</summary>
    public void Write(string folder, string key, ITokenizer tokenizer, string tokenizerName, SourceEncoding? source = null)
    {
        var plan = Plan();
        var forgotten = 0L;
        TagTable? tags = null;
        var known = given ?? tokenizer.FixedVocabulary;
        // Tags are those of the text itself, even where the vocabulary is a model's.
        var counted = known is null || options.TagSeparator.Length > 0 ? CountWords(tokenizer, plan, source is null ? null : PairSide.Target, out forgotten, out tags) : known;
        if (options.Answer.Length > 0)
            tags = AnswerTags.Table;
        var vocabulary = known ?? counted;
        var (sourceForgotten, sourceVocabulary) = (0L, source?.Known);
        if (source is not null)
            sourceVocabulary ??= CountWords(source.Tokenizer, plan, PairSide.Source, out sourceForgotten, out _);
        var elementBytes = TokenStoreFiles.ElementBytes(Math.Max(vocabulary.Count, sourceVocabulary?.Count ?? 0));
        var reading = new ReadingCounts();
        using var labels = options.Label.Length > 0 ? new LabelIndex(options.Label, scratch) { Kind = options.Labels } : null;
        using var writer = new TokenStoreWriter(folder, elementBytes, tags, labels is not null, options.ImageSize);
        Encode(() => new EncodedBatch(
            new PieceEncoder(tokenizer, vocabulary, options, tags, source is null ? null : (source.Tokenizer, sourceVocabulary!)), elementBytes), plan, labels, reading, writer);
        RequireTokens(writer);
        progress?.Report(new WorkProgress("writing the token store", 0, null, ""));
        if (tokenizer is LearntTokenizer learnt)
            LearningRecord.CopyTokenizer(learnt.Folder, TokenStoreFiles.Tokenizer(folder));
        if (source?.Tokenizer is LearntTokenizer ofSource)
            LearningRecord.CopyTokenizer(ofSource.Folder, TokenStoreFiles.SourceTokenizer(folder));
        if (source is not null)
            VocabularyFile.Save(Path.Combine(folder, TokenStoreFiles.SourceVocabulary), sourceVocabulary!, source.Tokenizer.Identity);
        var order = labels?.Order() ?? new LabelOrder([], []);
        writer.Complete(vocabulary, tokenizer.Identity, order, splits => new TokenStoreManifest
        {
            Schema = TokenStoreManifest.CurrentSchema,
            Key = key,
            Tokenizer = tokenizerName,
            TokenizerIdentity = tokenizer.Identity,
            VocabularySize = vocabulary.Count,
            VocabularyHash = vocabulary.Hash,
            SourceVocabulary = source is null ? null : new SourceVocabularyRecord(source.Tokenizer.Identity, sourceVocabulary!.Count, sourceVocabulary.Hash, sourceForgotten),
            TagNamesHash = tags?.Hash,
            LabelNamesHash = labels is null ? null : LabelTable.HashOf(order.Names),
            ForgottenWords = forgotten,
            ReplacedUtf8Sequences = reading.ReplacedSequences,
            OfficialSplits = _gaps.Missing.Count == 0,
            Notes = [.. plan.Notes, .. labels?.Notes(isWhole) ?? []],
            SkippedRecords = reading.SkippedRecords,
            IsWhole = isWhole,
            Train = splits[(int)Split.Train],
            Validation = splits[(int)Split.Validation],
            Test = splits[(int)Split.Test],
            Options = options,
            Sources = corpus.Sources,
        });
    }

    private void RequireTokens(TokenStoreWriter writer)
    {
        if (!isWhole)
        {
            foreach (var empty in TokenStoreFiles.Splits.Where(writer.IsEmpty))
                throw SplitSentences.Empty(options, corpus.Sources, empty);
        }
        else if (writer.IsEmpty(TokenStoreFiles.WholeText))
        {
            throw new InvalidDataException("The text holds no token to measure. Give it some words.");
        }
    }

    private SplitPlan Plan() => _plan ??= isWhole || _gaps.Missing.Count == 0 ? SplitPlan.None : PlanSplits();

    private SplitPlan PlanSplits()
    {
        using var documents = new DocumentTable(options.SplitSeed, scratch);
        foreach (var (piece, official, _) in Read("dividing documents", new ReadingCounts()))
        {
            if (_gaps.Divides(official))
                documents.Add(piece);
        }
        documents.Complete();
        if (documents.HasNoText)
            throw new InvalidDataException($"The corpus {options.Source} holds no text. Check data.source and data.field.");
        return SplitPlanner.Plan(options, documents, _gaps.Missing);
    }

    private Vocabulary CountWords(ITokenizer tokenizer, SplitPlan plan, PairSide? side, out long forgotten, out TagTable? tags)
    {
        var batches = Batches("counting words", plan, side);
        var counting = new WordCounting(tokenizer.FixedVocabulary is null ? tokenizer.Count : CountNothing, new BoundedWordCounts(), options);
        var counted = counting.Count(batches, workers, stop);
        forgotten = counted.Forgotten;
        tags = options.TagSeparator.Length == 0 ? null : TagTable.Of(counting.Tags);
        return VocabularyBuilder.Build(
            counted.Counts, new VocabularyOptions { MaximumSize = options.VocabularySize, MinimumCount = options.MinimumCount });
    }

    // The vocabulary is there: tags alone are counted.
    private static void CountNothing(ReadOnlySpan<char> text, WordCounts counts)
    {
    }

    private void Encode(Func<EncodedBatch> create, SplitPlan plan, LabelIndex? labels, ReadingCounts reading, TokenStoreWriter writer)
    {
        var spare = new ConcurrentBag<EncodedBatch>();
        var batches = PieceBatch.Group(Read("encoding", reading), plan, _gaps, labels);
        OrderedPipeline.Run(batches, workers, EncodeBatch, WriteBatch, stop);

        EncodedBatch EncodeBatch(List<PlannedPiece> batch)
        {
            if (!spare.TryTake(out var encoded))
                encoded = create();
            encoded.Fill(batch);
            return encoded;
        }

        void WriteBatch(EncodedBatch encoded)
        {
            writer.Write(encoded);
            spare.Add(encoded);
        }
    }

    // The corpus, of pairs perhaps one text alone.
    private IEnumerable<List<PlannedPiece>> Batches(string what, SplitPlan plan, PairSide? side)
    {
        var batches = PieceBatch.Group(Read(what, new ReadingCounts()), plan, _gaps);
        return side is { } one ? batches.Select(batch => batch.ConvertAll(piece => piece.Of(one))) : batches;
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
