using TorchSharp;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Training.Checkpoints;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>A run's model with everything that is needed to use it.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(RunFolder folder, RunOptions options, Vocabulary vocabulary, ITokenizer tokenizer, torch.Device device)
    {
        Folder = folder;
        Options = options;
        Vocabulary = vocabulary;
        Device = device;
        Tokenizer = tokenizer;
        var precision = PrecisionChoice.Resolve(options.Runtime.Precision, device);
        Model = new TransformerLanguageModel(options.Model, vocabulary.Count, precision, device);
    }

    /// <summary>Where it was trained.</summary>
    public RunFolder Folder { get; }

    /// <summary>How it was trained.</summary>
    public RunOptions Options { get; }

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Its tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>Its weights.</summary>
    public TransformerLanguageModel Model { get; }

    /// <summary>Where it lives.</summary>
    public torch.Device Device { get; }

    /// <summary>Loads a run's model.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="checkpoint"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <exception cref="InvalidDataException">The folder is not a run, or a file of it is damaged or of another run.</exception>
    public static TrainedModel Open(string path, string checkpoint)
    {
        var folder = RunFolder.Open(path);
        var options = folder.ReadOptions();
        var (vocabulary, tokenizerIdentity) = VocabularyFile.Load(folder.VocabularyFile);
        var tokenizer = TokenizerFactory.Create(options.Data.Tokenizer);
        if (tokenizer.Identity != tokenizerIdentity)
            throw new InvalidDataException($"The tokenizer {options.Data.Tokenizer} has changed since {folder.Path} was trained. Put its files back.");
        var saved = folder.OpenCheckpoint(checkpoint, ModelFingerprint.Of(options.Model, vocabulary));
        var device = TrainingDevice.Prepare(options.Runtime);
        var trained = new TrainedModel(folder, options, vocabulary, tokenizer, device);
        saved.Restore(trained.Model);
        return trained;
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
