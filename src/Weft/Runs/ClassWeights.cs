using Weft.Data.Store;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tasks.Translation;
using Weft.Text;
using Weft.Text.Reading.Records;
using Weft.Text.Vocabularies;

namespace Weft.Runs;

/// <summary>What each class counts in the loss, as <c>training.classWeights</c> asks.</summary>
internal static class ClassWeights
{
    /// <summary>Every class counts 1.</summary>
    public const string None = "none";

    /// <summary>Frequent classes count less.</summary>
    public const string InverseFrequency = "inverse-frequency";

    /// <summary>The weights, [classes], or null where all count 1. Classes are tokens, the labels of a classifier, or the tags of a tagger.</summary>
    /// <param name="options">Where they come from, and the task.</param>
    /// <param name="store">The classes and their counts.</param>
    /// <param name="folder">A run that began has a copy of the file: that counts, wherever the file itself is by then.</param>
    /// <exception cref="InvalidDataException">The file is missing or wrong; names the line.</exception>
    public static float[]? Of(RunOptions options, TokenStore store, RunFolder folder) => options.Training.ClassWeights switch
    {
        None => null,
        InverseFrequency => FromFrequencies(FrequenciesOf(options.Task, store), options.Training.ClassWeightExponent),
        var file when TaskClasses.AreNamed(options.Task) => FromFile(Copy(file, folder), TaskClasses.NamesIn(store, options.Task)),
        var file => FromFile(Copy(file, folder), store.Vocabulary),
    };

    /// <summary>How often each class is a target in the training split.</summary>
    public static IReadOnlyList<long> FrequenciesOf(TaskKind task, TokenStore store)
    {
        var train = store[Split.Train];
        return task switch
        {
            TaskKind.Classification or TaskKind.Matching => LabelKinds.FrequenciesOf(store),
            TaskKind.Tagging => CountTags(train, store.OwnTagNames.Count),
            TaskKind.Translation => TranslationPairs.CountTargets(train, store.Vocabulary, store.SourceVocabulary),
            _ => TokenFrequencies.Count(train, store.Vocabulary.Count),
        };
    }

    private static long[] CountTags(TokenSequence train, int classes)
    {
        const int AtOnce = 1 << 16;
        var (counts, tags) = (new long[classes], new int[AtOnce]);
        for (var start = 0L; start < train.Count; start += AtOnce)
        {
            var some = tags.AsSpan(0, (int)Math.Min(AtOnce, train.Count - start));
            train.CopyTags(start, some);
            foreach (var tag in some)
            {
                if (tag >= TagTable.Reserved)
                    counts[tag - TagTable.Reserved]++;
            }
        }
        return counts;
    }

    /// <summary>
    /// A class counts its frequency to the power of minus the exponent, times a factor that makes the mean over all tokens of the
    /// training split 1: the loss keeps its size, and so does the learning rate. A class that does not occur counts as one that occurs once.
    /// </summary>
    /// <param name="frequencies">How often each class occurs.</param>
    /// <param name="exponent">0 weights nothing; with 1 all classes together count the same.</param>
    public static float[] FromFrequencies(IReadOnlyList<long> frequencies, double exponent)
    {
        double[] weights = [.. frequencies.Select(frequency => Math.Pow(Math.Max(1, frequency), -exponent))];
        var mean = frequencies.Select((frequency, i) => frequency * weights[i]).Sum() / frequencies.Sum();
        return [.. weights.Select(weight => (float)(weight / mean))];
    }

    /// <summary>The options with the file's full name: <c>config.json</c> says where the weights came from.</summary>
    public static TrainingOptions Resolve(TrainingOptions options) =>
        FileOf(options) is { } file ? options with { ClassWeights = Path.GetFullPath(file) } : options;

    /// <summary>The file that the options name, or null.</summary>
    public static string? FileOf(TrainingOptions options) => options.ClassWeights is None or InverseFrequency ? null : options.ClassWeights;

    /// <summary>Reads a token, a tab and a weight from every line; what is not named counts 1.</summary>
    /// <exception cref="InvalidDataException">The file is missing or wrong; names the line.</exception>
    public static float[] FromFile(string path, Vocabulary vocabulary) =>
        FromFile(path, vocabulary.Count, "a token", "which is not in the vocabulary", name => vocabulary.TryGetId(name, out var id) ? id : null);

    /// <summary>The same for labels.</summary>
    /// <exception cref="InvalidDataException">The file is missing or wrong; names the line.</exception>
    public static float[] FromFile(string path, IReadOnlyList<string> labels)
    {
        var ids = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        return FromFile(path, labels.Count, "a label", "which is none of the labels", name => ids.TryGetValue(name, out var id) ? id : null);
    }

    private static string Copy(string file, RunFolder folder) => File.Exists(folder.ClassWeightsFile) ? folder.ClassWeightsFile : file;

    private static float[] FromFile(string path, int classes, string what, string unknown, FindNumber find) => File.Exists(path)
        ? WeightLines.Read(path, classes, what, unknown, find)
        : throw new InvalidDataException($"There is no file {path}. training.classWeights is none, inverse-frequency, or a file with {what}, a tab and a weight on each line.");
}
