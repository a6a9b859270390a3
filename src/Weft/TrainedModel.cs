using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Generation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Training;

namespace Weft;

/// <summary>
/// A trained model: it writes or predicts, and is measured. Safe to use from several threads: what they ask for is done one after the other, in
/// the order in which it was asked for, on a thread of Weft's that all models and trainings of the process share. While a training is under
/// way in the process, everything else waits for its end; only what its own events, sampler, schedule and metrics ask for is done at once.
/// A tokenizer or a task cannot ask while Weft reads text with it: that throws an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed partial class TrainedModel : IDisposable, IAsyncDisposable
{
    private readonly LoadedModel _loaded;
    private readonly ModelInUse _use;
    private readonly ModelRequests _requests;

    private TrainedModel(LoadedModel loaded, OpenOptions options, TrainingSummary? summary)
    {
        (_loaded, _use, Summary) = (loaded, new ModelInUse(loaded, options), summary);
        _requests = new ModelRequests(_use);
    }

    /// <summary>The run folder.</summary>
    public string Path => _loaded.Folder.Path;

    /// <summary>How it was trained, and what it runs on now.</summary>
    public RunOptions Options => _loaded.Options;

    /// <summary>What the training came to; null where it is not over.</summary>
    public TrainingSummary? Summary { get; }

    /// <summary>After how many updates its weights were saved.</summary>
    public long Step => _loaded.Step;

    /// <summary>Which weights it has of that step.</summary>
    public WeightsChoice Weights => _loaded.Weights;

    /// <summary>Its tokens; of a translator with <c>data.vocabularies=separate</c> those that it writes.</summary>
    public Vocabulary Vocabulary => _loaded.Vocabulary;

    /// <summary>Their tokenizer.</summary>
    public ITokenizer Tokenizer => _loaded.Tokenizer;

    /// <summary>Loads a run's model.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="options">Which weights, and on what; null for the best, as they were trained.</param>
    /// <exception cref="ConfigurationException">An option is wrong, or the run was trained with a tokenizer or a task of a program's own and it is not there.</exception>
    /// <exception cref="InvalidDataException">The folder is not a run, or a file of it is damaged, changed or of another run.</exception>
    public static TrainedModel Open(string path, OpenOptions? options = null) => EngineThread.Run(() => Load(path, options ?? new()));

    /// <inheritdoc cref="Open"/>
    /// <param name="path">The run folder.</param>
    /// <param name="options">Which weights, and on what.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    public static Task<TrainedModel> OpenAsync(string path, OpenOptions? options = null, CancellationToken stop = default) => EngineThread.RunAsync(() => Load(path, options ?? new()), stop);

    /// <summary>Writes on from a prompt.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="options">How tokens are chosen; null for the defaults.</param>
    /// <param name="stop">Ends the writing.</param>
    /// <exception cref="ConfigurationException">An option is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public GeneratedText Generate(string prompt, GenerationOptions? options = null, CancellationToken stop = default) =>
        EngineThread.Run(_requests.Writing(prompt, options, _ => { }, stop), stop);

    /// <inheritdoc cref="Generate"/>
    public Task<GeneratedText> GenerateAsync(string prompt, GenerationOptions? options = null, CancellationToken stop = default) =>
        EngineThread.RunAsync(_requests.Writing(prompt, options, _ => { }, stop), stop);

    /// <summary>Writes on from a prompt, and gives each piece as soon as it is written: first the prompt as the model reads it. Who stops to
    /// listen stops the writing.</summary>
    /// <inheritdoc cref="Generate"/>
    public IAsyncEnumerable<string> StreamAsync(string prompt, GenerationOptions? options = null, CancellationToken stop = default) =>
        TextPieces.Of((write, token) => _requests.Writing(prompt, options, write, token), stop);

    /// <summary>Measures the model on a split of its own text: every token, or every labelled text, once.</summary>
    /// <param name="split">Which split; <see cref="Split.Test"/> only at the very end.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="InvalidDataException">The text is not the run's any more.</exception>
    /// <exception cref="FileNotFoundException">The text is not there any more.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public EvaluationResult Evaluate(Split split, CancellationToken stop = default) => EngineThread.Run(() => _use.Measure(split, stop), stop);

    /// <inheritdoc cref="Evaluate"/>
    public Task<EvaluationResult> EvaluateAsync(Split split, CancellationToken stop = default) => EngineThread.RunAsync(() => _use.Measure(split, stop), stop);

    /// <summary>The same of a language model with everything that there is to say: bands of frequency, positions, calibration, confusions.</summary>
    /// <inheritdoc cref="Evaluate"/>
    /// <exception cref="ConfigurationException">The model is no language model.</exception>
    public EvaluationReport Report(Split split, CancellationToken stop = default) => EngineThread.Run(() => _use.Report(split, stop), stop);

    /// <inheritdoc cref="Report"/>
    public Task<EvaluationReport> ReportAsync(Split split, CancellationToken stop = default) => EngineThread.RunAsync(() => _use.Report(split, stop), stop);

    /// <summary>Frees the model's memory, after what was asked for before.</summary>
    public void Dispose() => EngineThread.Run(Free);

    /// <summary>The same without holding the caller's thread.</summary>
    public async ValueTask DisposeAsync() => await EngineThread.RunAsync(Free).ConfigureAwait(false);

    internal static TrainedModel Load(string path, OpenOptions options)
    {
        options.Validate();
        using var before = new DeviceSettings();
        return OwnedResources.Build(owned =>
        {
            var loaded = owned.Add(LoadedModel.Open(
                path, options.Checkpoint, runtime => runtime with { Device = options.Device ?? runtime.Device, Threads = options.Threads ?? runtime.Threads },
                options.Weights, options.OnNote, options.Plugins));
            return new TrainedModel(loaded, options, loaded.Folder.IsDone ? loaded.Folder.ReadSummary() : null);
        });
    }

    private bool Free()
    {
        _use.Dispose();
        return true;
    }
}
