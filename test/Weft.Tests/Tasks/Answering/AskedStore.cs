using System.Text.Json;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Answering;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Answering;

/// <summary>A few questions with their contexts, prepared as bytes: a token is a letter.</summary>
internal sealed class AskedStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Four questions to train on, of which one has no answer, one to validate and two to test, of which one has two answers.</summary>
    public static (string File, string Context, string Question, string[] Answers)[] Questions =>
    [
        ("train", "Ann is in Rome.", "Where?", ["Rome"]),
        ("train", "It is he.", "Who?", ["he"]),
        ("train", "Lee saw Ann in Oslo at noon.", "When?", ["noon"]),
        ("train", "Nobody saw it.", "Why?", []),
        ("validation", "Lee is in Bonn.", "Where?", ["Bonn"]),
        ("test", "Ann saw a cat.", "What?", ["a cat", "cat"]),
        ("test", "It rains.", "Who?", []),
    ];

    public AskedStore(string tokenizer = "bytes", params (string File, string Context, string Question, string[] Answers)[] questions)
    {
        foreach (var file in (questions.Length > 0 ? questions : Questions).GroupBy(question => question.File))
            _folder.Write(file.Key + ".jsonl", string.Concat(file.Select(question => JsonSerializer.Serialize(new { context = question.Context, question = question.Question, answers = question.Answers }) + "\n")));
        var options = new DataOptions { Source = _folder.Path, Field = "context", Second = "question", Answer = "answer", Start = "start", Tokenizer = tokenizer };
        var corpus = CorpusLocator.Locate(_folder.Path, new CorpusOptions { DataFolder = _folder.File("data") });
        Store = CorpusPreparer.Prepare(new CorpusFiles(corpus, options.ToReading()), options, _folder.File("cache"), workers: 1).Open();
        Tokenizer = TokenizerFactory.Create(Store.TokenizerFolder is { } learnt ? $"bpe:{learnt}" : tokenizer);
    }

    public TokenStore Store { get; }

    public ITokenizer Tokenizer { get; }

    /// <summary>How they become examples.</summary>
    public AnsweringSetup Setup(int context = 40, PaddingSide padding = PaddingSide.Right) => new() { Tokenizer = Tokenizer, Context = context, Batch = 2, Padding = padding };

    /// <summary>A task with a model, the same for each call.</summary>
    public AnsweringTask CreateTask(AnsweringSetup setup)
    {
        random.manual_seed(3);
        var model = new TransformerModel(TinyModels.PreNorm, Store.Vocabulary.Count, SpanHead.Scores, AttentionKind.Full, Precision.Float32, CPU);
        model.eval();
        model.Weights.AttachGradients();
        return new AnsweringTask(model, Store, setup, AnsweringTask.ExamplesOf(Store, setup));
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
