using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Text.Reading.Records;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>Translates texts, which are read as the sources that the model was trained on: line ends count as blanks, and the first <see cref="TaskSetup.Context"/> tokens are seen.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="vocabulary">The tokens that it writes.</param>
/// <param name="setup">How texts become examples.</param>
internal sealed class TextTranslator(EncoderDecoderModel model, Vocabulary vocabulary, TranslationSetup setup)
{
    private readonly SourceTokens _source = setup.Source ?? new SourceTokens(setup.Tokenizer, vocabulary);
    private readonly BeamSearch _search = new(model, vocabulary, setup.Beams, setup.Context);

    /// <summary>Translates a text; null where it has no token.</summary>
    public string? Translate(string text) => Translate([text])[0];

    /// <summary>Translates texts, those of like length in a batch.</summary>
    /// <returns>[texts]; null where a text has no token.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<string?> Translate(IReadOnlyList<string> texts, CancellationToken stop = default)
    {
        var sources = texts.Select(Encode).ToList();
        var found = new string?[texts.Count];
        var buffer = new BatchBuffer();
        // An end alone is no text.
        foreach (var some in Enumerable.Range(0, texts.Count).Where(text => sources[text].Length > 1).OrderBy(text => sources[text].Length).Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = TorchSharp.torch.NewDisposeScope();
            var translations = _search.Translate(BatchOf(buffer, [.. some.Select(text => sources[text])]));
            foreach (var (text, tokens) in some.Zip(translations))
                found[text] = EncodedText.DecodeLine(tokens, setup.Tokenizer, vocabulary);
        }
        return found;
    }

    private Batch BatchOf(BatchBuffer buffer, int[][] sources)
    {
        buffer.Begin(
            [.. Enumerable.Range(0, sources.Length).Select(row => (long)row)], [.. sources.Select(source => source.Length)], _source.Vocabulary.EndOfTextId, setup.Padding, hasTargetPerToken: false);
        foreach (var (row, source) in sources.Index())
        {
            for (var place = 0; place < source.Length; place++)
                buffer.IdsOf(row)[place] = source[place];
            buffer.TargetsOf(row)[0] = ChunkSource.Ignored;
        }
        return buffer.ToBatch(model.Weights.Values.device);
    }

    // Byte pairs have a token for the end of an empty line too.
    private int[] Encode(string text) => string.IsNullOrWhiteSpace(text) ? [] : [.. EncodedText.Of(RecordPair.First(text), _source.Tokenizer, _source.Vocabulary, isPair: true).Take(setup.Context)];
}
