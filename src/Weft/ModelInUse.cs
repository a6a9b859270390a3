using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Generation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Tasks.Classification;
using Weft.Tasks.LanguageModelling;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;
using Weft.Text;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft;

/// <summary>What is done with a loaded model, on the engine's thread alone. Each time threads and kernels are set as the model wants them, and are afterwards as they were.</summary>
/// <param name="loaded">The model, which goes with this.</param>
/// <param name="options">How it was opened.</param>
internal sealed class ModelInUse(LoadedModel loaded, OpenOptions options) : IDisposable
{
    private TokenStore? _store;
    private bool _isDisposed;

    private RunOptions Options => loaded.Options;

    /// <summary>Writes on from a prompt.</summary>
    public GeneratedText Write(string prompt, GenerationOptions chosen, Action<string> write, CancellationToken stop) => Entered(() =>
    {
        var generator = new TextGenerator(loaded.Model, loaded.Tokenizer, loaded.Vocabulary, Options.Training.Context, loaded.Device);
        var text = generator.Generate(prompt, chosen, write, stop);
        stop.ThrowIfCancellationRequested();
        return text;
    });

    /// <summary>Tells the label of a text.</summary>
    public LabelPrediction Predict(string text) => Entered(() =>
        loaded.OpenClassifier().Predict(text) ?? throw new ArgumentException("There is no token in the text to tell a label from.", nameof(text)));

    /// <summary>Tells the label of a pair of texts, a line each.</summary>
    public LabelPrediction PredictPair(string pair) => Entered(() => loaded.OpenClassifier(TaskKind.Matching).Predict(pair)!);

    /// <summary>Tells the labels of texts; null where one has no token.</summary>
    public IReadOnlyList<LabelPrediction?> PredictAll(IReadOnlyList<string> texts, CancellationToken stop) => Entered(() => loaded.OpenClassifier().Predict(texts, stop));

    /// <summary>Gives the vectors of texts.</summary>
    public IReadOnlyList<float[]> Embed(IReadOnlyList<string> texts, CancellationToken stop) => Entered(() => loaded.OpenVectors().Of(texts, stop));

    /// <summary>Tells the tag of each word of a text.</summary>
    public IReadOnlyList<TaggedWord> Tag(string text) => Entered(() => loaded.OpenTagger().Predict(text));

    /// <summary>Translates texts; null where one has no token.</summary>
    public IReadOnlyList<string?> Translate(IReadOnlyList<string> texts, int beams, CancellationToken stop) => Entered(() => loaded.OpenTranslator(beams).Translate(texts, stop));

    /// <summary>Captions the pictures of files.</summary>
    public IReadOnlyList<string> Caption(IReadOnlyList<string> paths, int beams, CancellationToken stop) => Entered(() => loaded.OpenCaptioner(beams).Caption(paths, stop));

    /// <summary>Answers a question.</summary>
    public AnswerPrediction Answer(string asked, int top) => Entered(() => loaded.OpenAnswerer().Predict(asked, top));

    /// <summary>Tells the class of each token that a program's task makes of a text.</summary>
    public IReadOnlyList<TokenPrediction> PredictTokens(string text) => Entered(() => loaded.OpenTokenClassifier().Predict(text));

    /// <summary>Measures a split.</summary>
    public EvaluationResult Measure(Split split, CancellationToken stop) => Entered(() => Meter(stop).Measure(split, stop));

    /// <summary>Measures everything that there is to say of a split.</summary>
    public EvaluationReport Report(Split split, CancellationToken stop) => Entered(() =>
    {
        loaded.RequireReports();
        return ((SplitMeter)Meter(stop)).Report(split, loaded.Step, loaded.Weights, each: null, stop);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _store?.Dispose();
        loaded.Dispose();
    }

    private ISplitMeter Meter(CancellationToken stop) => TaskStart.MeterOf(loaded, Options, _store ??= loaded.OpenText(options, stop), Alone.Instance);

    private T Entered<T>(Func<T> use)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(TrainedModel));
        using var before = new DeviceSettings();
        TrainingDevice.Prepare(Options.Runtime);
        return use();
    }
}
