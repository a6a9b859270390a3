using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Tasks.Translation;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Translation;

/// <summary>A few pairs, prepared.</summary>
internal sealed class PairStore : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>Five pairs to train on, of which one has no target; one to validate and one to test.</summary>
    public static (string Source, string Target, Split Split)[] Pairs =>
    [
        ("a b c", "c b a b c a", Split.Train),
        ("b", "a", Split.Train),
        ("c c a b c a b", "b a", Split.Train),
        ("a", " ", Split.Train),
        ("b a", "a b", Split.Train),
        ("a c", "c a", Split.Validation),
        ("c", "b b b", Split.Test),
    ];

    public PairStore(params (string Source, string Target, Split Split)[] pairs)
        : this("blanks", pairs)
    {
    }

    public PairStore(string tokenizer, params (string Source, string Target, Split Split)[] pairs)
        : this(tokenizer, VocabularySharing.Shared, pairs)
    {
    }

    public PairStore(string tokenizer, VocabularySharing vocabularies, params (string Source, string Target, Split Split)[] pairs) => Store = CorpusPreparer.Prepare(
        CorpusOf(pairs), new DataOptions { Tokenizer = tokenizer, Field = "source", Second = "target", Vocabularies = vocabularies }, _cache.Path, workers: 1).Open();

    public TokenStore Store { get; }

    /// <summary>The pairs as they are prepared.</summary>
    public static FakeCorpus CorpusOf((string Source, string Target, Split Split)[] pairs) => new([.. pairs.Select(pair => (RecordPair.Join(pair.Source, pair.Target), (Split?)pair.Split))]);

    /// <summary>A model, the same for each call, whose probabilities differ much.</summary>
    public EncoderDecoderModel CreateModel(bool isTied = false)
    {
        random.manual_seed(4);
        var options = TinyModels.PreNorm with { TieEmbeddings = isTied, Dropout = 0 };
        var model = Store.SourceVocabulary is { } source
            ? new EncoderDecoderModel(options, source.Count, options, Store.Vocabulary.Count, Precision.Float32, CPU)
            : new EncoderDecoderModel(options, Store.Vocabulary.Count, Precision.Float32, CPU);
        using (no_grad())
        {
            foreach (var (_, parameter) in model.NamedParameters.Where(named => named.Parameter.dim() == 2))
                parameter.normal_(0, 0.5);
            // An end is rare.
            model.Output.SetBias([.. Enumerable.Range(0, Store.Vocabulary.Count).Select(token => token == Store.Vocabulary.EndOfTextId ? 0.1 : 0.9 / (Store.Vocabulary.Count - 1))]);
        }
        model.Weights.UpdateWorkingCopies();
        model.Weights.AttachGradients();
        model.eval();
        return model;
    }

    /// <summary>A task with that model.</summary>
    public TranslationTask CreateTask(TranslationSetup setup, bool isTied = false) => new(CreateModel(isTied), Store, setup, TranslationTask.ExamplesOf(Store, setup));

    /// <summary>How pairs become examples.</summary>
    public static TranslationSetup Setup(int context = 16, PaddingSide side = PaddingSide.Right) => new() { Context = context, Batch = 2, Padding = side, Tokenizer = new BlankTokenizer() };

    public void Dispose()
    {
        Store.Dispose();
        _cache.Dispose();
    }
}
