using System.Text.Json;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Text.Vocabularies;

namespace Weft.Training.Checkpoints;

/// <summary>Tells models apart whose weights must not be mixed up.</summary>
internal static class ModelFingerprint
{
    /// <summary>SHA-256 over the shape and the vocabulary's hash; dropout does not matter to the weights.</summary>
    public static string Of(ModelOptions options, Vocabulary vocabulary) =>
        Hashes.Sha256(JsonSerializer.Serialize(options with { Dropout = 0 }, WeftJson.OneLine) + vocabulary.Hash);
}
