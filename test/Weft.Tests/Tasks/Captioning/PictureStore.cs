using SkiaSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Tasks.Captioning;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Captioning;

/// <summary>A few captions of pictures, prepared.</summary>
internal sealed class PictureStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Five captions to train on, of which two are of one picture; one to validate and two to test.</summary>
    public PictureStore()
    {
        for (var i = 0; i < 7; i++)
        {
            var number = i;
            TinyPictures.WritePng(_folder.File($"{i}.png"), (x, y) => new SKColor((byte)(30 * number), (byte)(x * 25), (byte)(y * 20 + number)));
        }
        _folder.Write("train.tsv", "image\tcaption\n0.png\ta b c a\n1.png\tb\n0.png\tc c\n2.png\tb a c b a b\n3.png\ta\n");
        _folder.Write("val.tsv", "image\tcaption\n4.png\tb c\n");
        _folder.Write("test.tsv", "image\tcaption\n5.png\ta c\n6.png\tc b\n");
        TextSource[] sources = [Source("train.tsv", Split.Train), Source("val.tsv", Split.Validation), Source("test.tsv", Split.Test)];
        var options = new DataOptions { Field = "image", Second = "caption", ImageSize = TinyPictures.Side, Tokenizer = "blanks" };
        Store = CorpusPreparer.Prepare(new CorpusFiles(new TextCorpus("pictures", sources), options.ToReading()), options, _folder.File("cache"), workers: 1).Open();
    }

    public static PatchGrid Grid { get; } = new(TinyPictures.Side, 4);

    public TokenStore Store { get; }

    /// <summary>The file of a picture.</summary>
    public string FileOf(string name) => _folder.File(name);

    /// <summary>A model, the same for each call, whose probabilities differ much.</summary>
    public EncoderDecoderModel CreateModel(bool isTied = false)
    {
        random.manual_seed(4);
        var model = new EncoderDecoderModel(TinyModels.PreNorm with { TieEmbeddings = isTied, Dropout = 0 }, Grid, Store.Vocabulary.Count, Precision.Float32, CPU);
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
    public CaptioningTask CreateTask(CaptioningSetup setup, bool isTied = false) => new(CreateModel(isTied), Store, setup, CaptioningTask.ExamplesOf(Store, setup));

    /// <summary>How captions become examples.</summary>
    public static CaptioningSetup Setup(int context = 16, PaddingSide side = PaddingSide.Right) => new() { Context = context, Batch = 2, Padding = side, Tokenizer = new BlankTokenizer(), Grid = Grid };

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    private TextSource Source(string name, Split split) => new(_folder.File(name), TextFormat.Tsv, split);
}
