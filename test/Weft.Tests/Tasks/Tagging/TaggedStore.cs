using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Ngrams;
using Weft.Runtime;
using Weft.Tasks.Tagging;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Ngrams;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>A few sentences with tags, prepared.</summary>
internal sealed class TaggedStore : IDisposable
{
    private const int Buckets = 50;

    private readonly TemporaryFolder _cache = new();

    /// <summary>Five sentences to train on, of 1 to 6 words and an end each, and one without a word; two to validate and one to test.</summary>
    public static (string Text, Split Split)[] Sentences =>
    [
        ("Ann_B-PER Lee_I-PER saw_O Rome_B-LOC\n", Split.Train),
        ("it_O\n", Split.Train),
        ("Rome_B-LOC saw_O it_O\n", Split.Train),
        ("  \n", Split.Train),
        ("Lee_B-PER\n", Split.Train),
        ("it_O saw_O Ann_B-PER it_O saw_O Rome_B-LOC\n", Split.Train),
        ("Ann_B-PER saw_O Rome_B-LOC\n", Split.Validation),
        ("it_O saw_O\n", Split.Validation),
        ("Lee_B-PER saw_O it_O\n", Split.Test),
    ];

    public TaggedStore(params (string Text, Split Split)[] sentences)
        : this("blanks", sentences)
    {
    }

    public TaggedStore(string tokenizer, params (string Text, Split Split)[] sentences) => Store = CorpusPreparer.Prepare(
        new FakeCorpus([.. sentences.Select(sentence => (sentence.Text, (Split?)sentence.Split))]),
        new DataOptions { Tokenizer = tokenizer, TagSeparator = "_" }, _cache.Path, workers: 1).Open();

    public TokenStore Store { get; }

    /// <summary>A model for the tags, the same for each call.</summary>
    /// <param name="ngrams">Buckets of n-grams beside its states; their vectors are random.</param>
    public TransformerModel CreateModel(int ngrams = 0)
    {
        random.manual_seed(3);
        var model = new TransformerModel(TinyModels.PreNorm with { Ngrams = new NgramOptions { Buckets = ngrams, Dimension = 8 } }, Store.Vocabulary.Count, Store.OwnTagNames.Count, AttentionKind.Full, Precision.Float32, CPU);
        model.eval();
        if (model.Ngrams is { } table)
        {
            using var frozen = no_grad();
            table.Weight.copy_(randn(table.Weight.shape));
            model.Weights.UpdateWorkingCopies();
        }
        model.Weights.AttachGradients();
        return model;
    }

    /// <summary>A task with that model.</summary>
    /// <param name="setup">How sentences become examples.</param>
    public TaggingTask CreateTask(TaggingSetup setup) => new(CreateModel(setup.Ngrams is null ? 0 : Buckets), Store, setup, TaggingTask.ExamplesOf(Store, setup));

    /// <summary>What finds the n-grams of words.</summary>
    public WordNgrams Ngrams => new(new HashedNgrams(Buckets, Words: 2, Letters: 4), new BlankTokenizer(), Store.Vocabulary);

    public void Dispose()
    {
        Store.Dispose();
        _cache.Dispose();
    }
}
