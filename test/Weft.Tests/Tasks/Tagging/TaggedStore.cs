using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Tagging;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>A few sentences whose words have tags, prepared.</summary>
internal sealed class TaggedStore : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>Six sentences to train on, of 2 to 6 tokens (a line's end is one), two to validate and one to test.</summary>
    public static (string Text, Split Split)[] Sentences =>
    [
        ("Ann_B-PER Lee_I-PER saw_O Rome_B-LOC\n", Split.Train),
        ("Ann_B-PER\n", Split.Train),
        ("saw_O Ann_B-PER\n", Split.Train),
        ("New_B-LOC Rome_I-LOC saw_O Ann_B-PER Lee_I-PER\n", Split.Train),
        ("so_O\n", Split.Train),
        ("Rome_B-LOC saw_O so_O\n", Split.Train),
        ("Ann_B-PER saw_O Rome_B-LOC\n", Split.Validation),
        ("so_O saw_O\n", Split.Validation),
        ("Lee_B-PER Ann_I-PER\n", Split.Test),
    ];

    public TaggedStore(params (string Text, Split Split)[] sentences)
        : this("words", sentences)
    {
    }

    public TaggedStore(string tokenizer, (string Text, Split Split)[] sentences) => Store = CorpusPreparer.Prepare(
        new FakeCorpus([.. sentences.Select(sentence => (sentence.Text, (Split?)sentence.Split))]),
        new DataOptions { Tokenizer = tokenizer, TagSeparator = "_" }, _cache.Path, workers: 1).Open();

    public TokenStore Store { get; }

    /// <summary>The model, the same for each call, in evaluation mode with gradients.</summary>
    public TransformerModel CreateModel(ModelOptions? options = null)
    {
        random.manual_seed(3);
        var model = new TransformerModel(options ?? TinyModels.PreNorm, Store.Vocabulary.Count, Store.OwnTagNames.Count, AttentionKind.Full, Precision.Float32, CPU);
        model.eval();
        model.Weights.AttachGradients();
        return model;
    }

    /// <summary>A task with that model.</summary>
    public TaggingTask CreateTask(TaggingSetup setup) => new(CreateModel(), Store, setup, TaggingTask.ExamplesOf(Store, setup));

    public void Dispose()
    {
        Store.Dispose();
        _cache.Dispose();
    }
}
