using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Tasks.Translation;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Captioning;

/// <summary>
/// The documents of a split, each a caption with its picture: the encoder reads the picture's patches, and the decoder writes the caption. Numbered by length, so that neighbours make batches with little
/// padding. Captions without a token are left out.
/// </summary>
/// <remarks>A caption takes 16 bytes of memory.</remarks>
internal sealed class CaptionedPictures : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly TokenSequence _tokens;
    private readonly StorePictures _pictures;
    private readonly Vocabulary _vocabulary;
    private readonly CaptioningSetup _setup;
    private readonly Caption[] _captions;

    /// <param name="tokens">The split.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How documents become examples.</param>
    public CaptionedPictures(TokenSequence tokens, Vocabulary vocabulary, CaptioningSetup setup)
    {
        (_tokens, _vocabulary, _setup) = (tokens, vocabulary, setup);
        _pictures = tokens.Pictures ?? throw new InvalidDataException("The text has no pictures to caption.");
        var all = In(tokens, _pictures).ToList();
        // An end alone is no text.
        _captions = [.. all.Where(caption => caption.Length > 1).OrderBy(Seen)];
        Empty = all.Count - _captions.Length;
        Cut = _captions.Count(caption => caption.Length > setup.Context);
        TargetsInEpoch = _captions.Sum(caption => (long)Seen(caption));
    }

    /// <summary>How many captions are longer than what the model sees of them.</summary>
    public int Cut { get; }

    /// <summary>How many captions have no token.</summary>
    public int Empty { get; }

    /// <inheritdoc/>
    public long Count => _captions.LongLength;

    /// <inheritdoc/>
    public long TargetsInEpoch { get; }

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>The pictures that have a caption, in the order of the store, each with the numbers of its captions.</summary>
    public IReadOnlyList<(int Picture, IReadOnlyList<int> Captions)> ByPicture() =>
        [.. _captions.Index().GroupBy(caption => caption.Item.Picture, caption => caption.Index).OrderBy(group => group.Key).Select(group => (group.Key, (IReadOnlyList<int>)[.. group]))];

    /// <summary>Where a caption begins, in tokens of the split.</summary>
    public long BeginOf(long example) => _captions[example].Begin;

    /// <summary>All tokens of a caption, also those that the model does not see.</summary>
    public long[] TokensOf(long example)
    {
        var tokens = new long[_captions[example].Length];
        _tokens.CopyTo(_captions[example].Begin, tokens);
        return tokens;
    }

    /// <summary>The pixels of a picture, [side, side, 3].</summary>
    public byte[] PixelsOf(int picture)
    {
        var pixels = new byte[_pictures.Width];
        _pictures.CopyTo(picture, pixels);
        return pixels;
    }

    /// <summary>The name of a picture.</summary>
    public string NameOf(int picture) => _pictures.NameOf(picture);

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => Seen(_captions[example]);

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        var captions = Array.ConvertAll(chosen.Examples, example => _captions[example]);
        var widest = (chosen.Drawn ?? chosen.Examples).Select(example => Seen(_captions[example])).DefaultIfEmpty(1).Max();
        into.Begin(chosen.Examples, Array.ConvertAll(captions, Seen), _vocabulary.EndOfTextId, _setup.Padding, width: widest);
        into.BeginPictures(_setup.Grid);
        var dropout = SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, _setup.Seed);
        var pixels = new byte[_pictures.Width];
        foreach (var (row, caption) in captions.Index())
        {
            _pictures.CopyTo(caption.Picture, pixels);
            _setup.Grid.Cut(pixels, into.PatchesOf(row), PictureChange.Of(_setup.Shift, _setup.Color, _setup.Seed, chosen.Epoch, chosen.Examples[row]));
            TargetRow.Read(_tokens, caption.Begin, into, row, _vocabulary.EndOfTextId, dropout);
        }
    }

    /// <inheritdoc/>
    public float[] Difficulties() => ChunkComplexity.Of(this, TokenFrequencies.Count(_tokens, _vocabulary.Count));

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    private static IEnumerable<Caption> In(TokenSequence tokens, StorePictures pictures)
    {
        var (starts, numbers) = (new long[tokens.DocumentCount + 1], pictures.Numbers());
        tokens.CopyDocumentStarts(0, starts);
        for (var document = 0; document + 1 < starts.Length; document++)
            yield return new Caption(starts[document], (int)(starts[document + 1] - starts[document]), numbers[document]);
    }

    private int Seen(Caption caption) => Math.Min(caption.Length, _setup.Context);

    /// <summary>A caption: where it begins, its tokens with the end, and the number of its picture.</summary>
    private readonly record struct Caption(long Begin, int Length, int Picture);
}
