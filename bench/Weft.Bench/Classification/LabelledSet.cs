using Weft.Data;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Bench.Classification;

/// <summary>A labelled set, read as <c>weft train</c> reads it: the same files, splits and records.</summary>
/// <param name="Train">What is learnt from.</param>
/// <param name="Validation">What Weft chooses its weights by; empty where it takes some of <paramref name="Train"/>.</param>
/// <param name="Test">What all are measured on.</param>
internal sealed record LabelledSet(IReadOnlyList<TextRecord> Train, IReadOnlyList<TextRecord> Validation, IReadOnlyList<TextRecord> Test)
{
    /// <summary>What who needs no validation split learns from: all that Weft sees.</summary>
    public IEnumerable<TextRecord> Seen => Train.Concat(Validation);

    /// <summary>How many different labels there are.</summary>
    public int CountLabels() => Seen.Concat(Test).Select(record => record.Label).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The set with a tenth of <see cref="Train"/> as validation, where it has none.</summary>
    /// <param name="seed">The same one takes the same records.</param>
    public LabelledSet WithValidation(long seed)
    {
        if (Validation.Count > 0)
            return this;
        var random = RandomStream.For(seed, "validation");
        var isHeld = Train.Select(_ => random.NextDouble() < 0.1).ToList();
        return this with { Train = [.. Train.Where((_, place) => !isHeld[place])], Validation = [.. Train.Where((_, place) => isHeld[place])] };
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="ConfigurationException">No file is named as the test split.</exception>
    /// <exception cref="InvalidDataException">There is nothing to read, or a record is damaged.</exception>
    public static LabelledSet Read(DataOptions data)
    {
        var corpus = CorpusLocator.Locate(data.Source, new CorpusOptions { DataFolder = WeftFolders.Data, NamedSplits = data.NamedSplits });
        if (corpus.Sources.All(source => source.OfficialSplit != Split.Test))
        {
            throw new ConfigurationException(
                $"--data {data.Source} names no test split, and all must be measured on the same texts.{Environment.NewLine}"
                + "Give a folder with files named train and test, or a pattern of such files: 'sets/mails.*' for mails.train.tsv and mails.test.tsv.");
        }
        var records = new List<TextRecord>();
        foreach (var (piece, split, _) in new CorpusFiles(corpus, data.ToReading()).Read(new ReadingCounts()))
        {
            // A long text comes in pieces.
            if (piece.StartsDocument)
                records.Add(new TextRecord(piece.Text, split) { Label = piece.Label });
            else
                records[^1] = records[^1] with { Text = records[^1].Text + piece.Text };
        }
        var bySplit = records.ToLookup(record => record.Split);
        return new LabelledSet([.. bySplit[Split.Train]], [.. bySplit[Split.Validation]], [.. bySplit[Split.Test]]);
    }
}
