using Weft.Data;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Outputs;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Thinning;
using Weft.Sampling.Worth;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Workers;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Support;

/// <summary>Small trainings of many kinds, which several workers can share.</summary>
internal sealed class SharedTrainings : IDisposable
{
    // Some gradients are zero but for rounding, for example those of the keys' biases: with a smaller epsilon Adam makes whole steps of it.
    private static readonly OptimizerOptions Adam = new() { Epsilon = 1e-3 };

    /// <summary>Their folder and text.</summary>
    public TinyTraining Tiny { get; } = new();

    /// <summary>More words than a step looks up, in lines of 1 to 14.</summary>
    public RunOptions Options
    {
        get
        {
            var random = RandomStream.For(9, "workers");
            var path = Tiny.Folder("many.txt");
            File.WriteAllText(path, string.Concat(Enumerable.Range(0, 500).Select(_ =>
                string.Join(' ', Enumerable.Range(0, 1 + random.NextInt32(14)).Select(_ => $"w{random.NextInt32(random.NextInt32(700) + 1)}")) + ".\n\n")));
            return Tiny.Options with
            {
                Data = new DataOptions { Source = path, Tokenizer = "words" },
                Model = Tiny.Options.Model with { Dropout = 0.2 },
                Training = Tiny.Options.Training with { CheckpointSteps = 5, KeepCheckpoints = 10 },
                Optimizer = Adam,
                Budget = new BudgetOptions { Steps = 5 },
            };
        }
    }

    /// <summary>A training of some kind.</summary>
    public RunOptions Named(string kind)
    {
        var (options, training) = (Options, Options.Training);
        return kind switch
        {
            "clipped Adam" => options,
            "AdamW with decay and averages" => options with { Optimizer = Adam with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1, AverageDecay = 0.9 } },
            "Muon" => options with { Optimizer = Adam with { Kind = OptimizerKind.Muon } },
            "tied" => options with { Model = options.Model with { TieEmbeddings = true } },
            "static weights" => options with { Sampling = new SamplingOptions { Sampler = SamplerKind.Static, Static = new StaticOptions { From = "rarity", Correction = 1 } } },
            "dynamic weights" => options with
            {
                Budget = new BudgetOptions { Steps = 60 },
                Training = training with { Context = 8, CheckpointSteps = 60 },
                Sampling = new SamplingOptions
                {
                    Sampler = SamplerKind.Dynamic,
                    Dynamic = new DynamicOptions { RoundsPerPlan = 3, WarmUpShare = 0.1, WarmUpSeen = 0.1, ProbeChunks = 8, GradientChunks = 4, LowestSaving = 0 },
                },
            },
            "worth" => options with
            {
                Budget = new BudgetOptions { Steps = 60 },
                Training = training with { Context = 8, CheckpointSteps = 60 },
                Sampling = new SamplingOptions { Sampler = SamplerKind.Worth, Worth = new WorthOptions { Share = 0.4 } },
            },
            "thinning" => options with { Budget = new BudgetOptions { Steps = 10 }, Sampling = new SamplingOptions { Thinning = new ThinningOptions { Keep = 0.4 } } },
            "padded" => options with { Training = training with { Batching = BatchingMode.Padded } },
            "padded left, pieces and thinning" => options with
            {
                Training = training with { Batching = BatchingMode.Padded, Padding = PaddingSide.Left },
                Sampling = new SamplingOptions { Thinning = new ThinningOptions { Keep = 0.4 }, Curriculum = new CurriculumOptions { StartLength = 4, LengthShare = 0.9 } },
            },
            "padded left, pieces" => options with
            {
                Training = training with { Batching = BatchingMode.Padded, Padding = PaddingSide.Left },
                Sampling = new SamplingOptions { Curriculum = new CurriculumOptions { StartLength = 4, LengthShare = 0.9 } },
            },
            "spaced" => options with { Training = training with { Batch = 64 }, Sampling = new SamplingOptions { Order = EpochOrder.Spaced } },
            "spaced, padded" => options with
            {
                Training = training with { Batching = BatchingMode.Padded },
                Sampling = new SamplingOptions { Order = EpochOrder.Spaced, OrderJitter = 0.5 },
            },
            "stream" => options with { Training = training with { Batching = BatchingMode.Stream } },
            "accumulation" => options with { Training = training with { Accumulation = 3 } },
            "word dropout" => options with { Sampling = new SamplingOptions { WordDropout = 0.3 } },
            "adaptive softmax and class weights" => options with
            {
                Model = options.Model with { Softmax = SoftmaxKind.Adaptive, Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = [50, 200] } },
                Training = training with { ClassWeights = "inverse-frequency" },
            },
            "two rows for three workers" => options with { Training = training with { Batch = 2 } },
            "embeddings, then all" => options with
            {
                Training = training with { Phases = [new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings, Share = 0.4 }, new PhaseOptions { Share = 0.6 }] },
            },
            "a classifier" => Classifier(options),
            "a classifier with static weights and two rows" => Classifier(options) with
            {
                Training = training with { Batch = 2 },
                Sampling = new SamplingOptions { Sampler = SamplerKind.Static, Static = new StaticOptions { From = "rarity", Correction = 1 } },
            },
            "a causal classifier from a language model" => FromLanguageModel(options),
            "scores" => options with { Task = Weft.Tasks.TaskKind.Classification, Data = TinyScores.Options(Tiny, TinyScores.Write(Tiny)).Data },
            "several labels" => options with { Task = Weft.Tasks.TaskKind.Classification, Data = TinyAnimals.Options(Tiny).Data },
            "pairs apart" => Pairs(options, "label"),
            "search" => Pairs(options, ""),
            "a tagger" => Tagger(options),
            "a translator" => Translator(options),
            "a translator of two vocabularies" => Translator(options, VocabularySharing.Separate),
            "a captioner" => Captioner(options),
            "answers" => Answers(options),
            _ => throw new ArgumentException($"There is no training {kind}.", nameof(kind)),
        };
    }

    private RunOptions Classifier(RunOptions options)
    {
        var reviews = TinyReviews.Options(Tiny, TinyReviews.Write(Tiny));
        return options with { Task = reviews.Task, Data = reviews.Data };
    }

    private RunOptions FromLanguageModel(RunOptions options)
    {
        if (!Directory.Exists(Tiny.Folder("lm")))
            Tiny.Train(options, "lm");
        var classifier = Classifier(options);
        return classifier with { Model = classifier.Model with { Attention = AttentionChoice.Causal, Pooling = PoolingKind.Last }, Training = classifier.Training with { From = Tiny.Folder("lm") } };
    }

    private RunOptions Pairs(RunOptions options, string label)
    {
        TinyQuestionPairs.Write(Tiny.Folder("pairs.csv"), 30);
        var pairs = TinyQuestionPairs.Options(Tiny, Tiny.Folder("pairs.csv"), label);
        return options with { Task = pairs.Task, Matching = pairs.Matching, Data = pairs.Data };
    }

    private RunOptions Tagger(RunOptions options)
    {
        var tagged = TinySentences.Options(Tiny, TinySentences.Write(Tiny));
        return options with { Task = tagged.Task, Data = tagged.Data };
    }

    private RunOptions Translator(RunOptions options, VocabularySharing vocabularies = VocabularySharing.Shared)
    {
        var pairs = TinyPairs.Options(Tiny, TinyPairs.Write(Tiny));
        return options with { Task = pairs.Task, Data = pairs.Data with { Vocabularies = vocabularies }, Model = options.Model with { TieEmbeddings = true } };
    }

    private RunOptions Captioner(RunOptions options)
    {
        var pictures = TinyPictures.Options(Tiny, TinyPictures.Write(Tiny));
        return options with { Task = pictures.Task, Data = pictures.Data, Sampling = pictures.Sampling };
    }

    private RunOptions Answers(RunOptions options)
    {
        var asked = TinyQuestions.Options(Tiny, TinyQuestions.Write(Tiny));
        return options with { Task = asked.Task, Data = asked.Data, Training = options.Training with { Context = 20 } };
    }

    /// <summary>Trains with several workers.</summary>
    public TrainingSummary[] TrainWithThree(RunOptions options, string name, IReadOnlyList<Recorder>? recorders = null, int count = 3) => WorkersInTurn.Run(workers =>
    {
        using var run = Create(options, name, workers, recorders?[workers.Rank]);
        return run.Run(default);
    }, count);

    /// <summary>Goes on with a training.</summary>
    public TrainingSummary[] Resume(string name, int count, Recorder? first = null) => WorkersInTurn.Run(workers =>
    {
        var listener = workers.Rank == 0 && first is not null ? first : new Recorder();
        using var run = new TrainingOpener(Tiny.Corpora(), listener) { Workers = workers }.Resume(Tiny.Folder(name));
        return run.Run(default);
    }, count);

    /// <summary>One worker's part of a training.</summary>
    public TrainingRun Create(RunOptions options, string name, IWorkers workers, ITrainingListener? listener = null) =>
        new TrainingOpener(Tiny.Corpora(), listener ?? new Recorder()) { Workers = workers }.Create(options, Tiny.Folder(name));

    /// <inheritdoc/>
    public void Dispose() => Tiny.Dispose();
}
