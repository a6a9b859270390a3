using Weft.Text.Reading.Pictures;

namespace Weft.Data.Preparing.Encoding;

/// <summary>A document's picture.</summary>
/// <param name="Name">Its name: documents whose pictures have the same one have the same picture.</param>
/// <param name="Pixels">[side, side, 3] red, green and blue.</param>
internal sealed record EncodedPicture(string Name, byte[] Pixels)
{
    /// <summary>Decodes a picture, which was looked at before.</summary>
    /// <param name="given">The picture.</param>
    /// <param name="side">Pixels on a side.</param>
    /// <exception cref="InvalidDataException">It is not what it was.</exception>
    public static EncodedPicture Of(GivenPicture given, int side)
    {
        try
        {
            return new EncodedPicture(given.Name, PictureFile.Load(given.File, side));
        }
        catch (PictureException e)
        {
            throw new InvalidDataException($"{given.File} {e.Message} It was another picture a moment ago: prepare the data again when its files are at rest.", e);
        }
    }
}
