using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Tokenizers.Pretrained;

namespace Weft.Data.Preparing;

/// <summary>Finds the tokenizer that a corpus teaches in the cache, <c>CACHE/tokenizers/KEY</c>, or learns it.</summary>
/// <param name="corpus">The corpus.</param>
/// <param name="options">How it is read and divided.</param>
/// <param name="size">How many tokens are asked for.</param>
/// <param name="side">The texts of pairs that teach it; null is all.</param>
internal sealed class TokenizerLearning(ICorpusReader corpus, DataOptions options, BpeSize size, PairSide? side = null)
{
    private readonly string _key = PreparationKey.OfLearning(corpus, options, size, side);

    /// <summary>Finds or learns it. Several processes may do so at once.</summary>
    /// <param name="cacheFolder">The folder of the user's cache.</param>
    /// <param name="preparation">What learns.</param>
    /// <param name="progress">Hears of waiting.</param>
    /// <param name="stop">Ends the work; nothing is left behind.</param>
    public LearntTokenizer Find(string cacheFolder, Preparation preparation, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var folder = Path.Combine(cacheFolder, "tokenizers", _key[..16]);
        if (Open(folder) is { } known)
            return known;
        using var alone = PreparationLock.Take(folder + ".lock", progress, stop);
        if (Open(folder) is { } learntMeanwhile)
            return learntMeanwhile;
        AtomicFolder.Create(folder, beside => Learn(beside, preparation));
        return Open(folder) ?? throw new InvalidDataException($"The tokenizer in {folder} cannot be read back. Delete the folder and prepare the data again.");
    }

    /// <summary>Opens the tokenizer that a run learnt.</summary>
    /// <param name="folder">The run's folder <c>tokenizer</c>.</param>
    /// <exception cref="InvalidDataException">A file was changed.</exception>
    public static LearntTokenizer OpenOfRun(string folder)
    {
        var record = LearningRecord.Read(folder);
        var tokenizer = BpeLoader.Load(folder);
        if (tokenizer is not LearntTokenizer learnt || learnt.Identity != record.Tokenizer)
            throw new InvalidDataException($"The tokenizer in {folder} was changed: its files are not those that were learnt. Put them back.");
        return learnt;
    }

    private void Learn(string folder, Preparation preparation)
    {
        preparation.Learn(size, side).Save(folder);
        new LearningRecord { Key = _key, Text = PreparationKey.OfText(corpus.Sources), Tokenizer = BpeLoader.Load(folder).Identity }.Write(folder);
    }

    private LearntTokenizer? Open(string folder)
    {
        try
        {
            return LearningRecord.IsIn(folder) && LearningRecord.Read(folder) is var record && record.Key == _key
                && BpeLoader.Load(folder) is LearntTokenizer tokenizer && tokenizer.Identity == record.Tokenizer ? tokenizer : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
