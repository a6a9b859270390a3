using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Tasks.Translation;
using Weft.Text.Reading.Pictures;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Captioning;

/// <summary>Captions pictures, which are scaled as those that the model was trained on.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="setup">How pictures become examples.</param>
internal sealed class PictureCaptioner(EncoderDecoderModel model, Vocabulary vocabulary, CaptioningSetup setup)
{
    private readonly BeamSearch _search = new(model, vocabulary, setup.Beams, setup.Context);

    /// <summary>Captions the pictures of files, a batch at a time.</summary>
    /// <returns>[files]</returns>
    /// <exception cref="InvalidDataException">A file is no picture, or is not there.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<string> Caption(IReadOnlyList<string> files, CancellationToken stop = default)
    {
        var (found, buffer) = (new List<string>(), new BatchBuffer());
        foreach (var some in files.Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = TorchSharp.torch.NewDisposeScope();
            PictureRows.Read([.. some.Select(Load)], [.. some.Select((_, row) => (long)row)], buffer, setup.Grid, vocabulary);
            var source = EncoderDecoderModel.SourceOf(buffer.ToBatch(model.Weights.Values.device));
            found.AddRange(_search.Translate(source).Select(tokens => EncodedText.DecodeLine(tokens, setup.Tokenizer, vocabulary)));
        }
        return found;
    }

    private byte[] Load(string file)
    {
        try
        {
            return PictureFile.Load(file, setup.Grid.ImageSize);
        }
        catch (PictureException e)
        {
            throw new InvalidDataException($"{file} {e.Message}", e);
        }
    }
}
