namespace Weft.Text.Reading.Pictures;

/// <summary>The picture of a record.</summary>
/// <param name="Name">As the record names it: a path from the folder of the record's file on, with slashes.</param>
/// <param name="File">The file.</param>
internal sealed record GivenPicture(string Name, string File);
