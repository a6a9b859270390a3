using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Classification;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>A few texts with labels, prepared.</summary>
internal sealed class LabelledStore : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>Seven texts to train on, of 1 to 6 tokens (a line's end is one), two to validate and two to test.</summary>
    public static (string Text, Split Split, string Label)[] Texts =>
    [
        ("a good good one\n", Split.Train, "good"),
        ("bad\n", Split.Train, "bad"),
        ("good\n", Split.Train, "good"),
        ("so bad it is\n", Split.Train, "bad"),
        ("one\n", Split.Train, "fair"),
        ("  \n", Split.Train, "good"),
        ("it is so good\n", Split.Train, "good"),
        ("good it is\n", Split.Validation, "good"),
        ("bad it is\n", Split.Validation, "bad"),
        ("so good\n", Split.Test, "good"),
        ("so bad\n", Split.Test, "fair"),
    ];

    public LabelledStore(params (string Text, Split Split, string Label)[] texts) => Store = CorpusPreparer.Prepare(
        new FakeCorpus([.. texts.Select(text => (text.Text, (Split?)text.Split))], [.. texts.Select(text => text.Label)]),
        new DataOptions { Tokenizer = "words", Label = "kind" }, _cache.Path, workers: 1).Open();

    public TokenStore Store { get; }

    /// <summary>A task with a small model, the same for each call.</summary>
    /// <param name="setup">How texts become examples.</param>
    /// <param name="options">The model's shape; null is a small one.</param>
    public ClassificationTask CreateTask(ClassificationSetup setup, ModelOptions? options = null)
    {
        random.manual_seed(3);
        var model = new TransformerModel(options ?? TinyModels.PreNorm, Store.Vocabulary.Count, Store.LabelNames.Count, AttentionKind.Full, Precision.Float32, CPU);
        model.eval();
        model.Weights.AttachGradients();
        return new ClassificationTask(model, Store, setup);
    }

    public void Dispose()
    {
        Store.Dispose();
        _cache.Dispose();
    }
}
