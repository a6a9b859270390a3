using Weft.Data;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Vocabularies;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>What each class counts in the loss, as <c>training.classWeights</c> asks.</summary>
internal static class ClassWeights
{
    /// <summary>Every class counts 1.</summary>
    public const string None = "none";

    /// <summary>Frequent classes count less.</summary>
    public const string InverseFrequency = "inverse-frequency";

    /// <summary>The weights, [vocabulary], or null where all count 1.</summary>
    /// <param name="options">Where they come from.</param>
    /// <param name="store">The tokens and their counts.</param>
    /// <param name="folder">A run that began has a copy of the file: that counts, wherever the file itself is by then.</param>
    /// <exception cref="InvalidDataException">The file is missing or wrong; names the line.</exception>
    public static float[]? Of(TrainingOptions options, TokenStore store, RunFolder folder) => options.ClassWeights switch
    {
        None => null,
        InverseFrequency => FromFrequencies(TokenFrequencies.Count(store[Split.Train], store.Vocabulary.Count), options.ClassWeightExponent),
        var file => FromFile(File.Exists(folder.ClassWeightsFile) ? folder.ClassWeightsFile : file, store.Vocabulary),
    };

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
    public static float[] FromFile(string path, Vocabulary vocabulary)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no file {path}. training.classWeights is none, inverse-frequency, or a file with a token, a tab and a weight on each line.");
        return WeightLines.Read(
            path, vocabulary.Count, "a token", "which is not in the vocabulary", name => vocabulary.TryGetId(name, out var id) ? id : null);
    }
}
