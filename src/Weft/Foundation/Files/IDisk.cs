namespace Weft.Foundation.Files;

/// <summary>The operations that <see cref="AtomicFolder"/> is made of. A process can die between any two.</summary>
internal interface IDisk
{
    /// <summary>Creates a new file to be written.</summary>
    Stream Create(string path);

    /// <summary>Makes a file's content lasting.</summary>
    void Flush(Stream file);

    /// <summary>Makes the names in a folder lasting.</summary>
    void FlushFolder(string folder);

    /// <summary>Renames a folder to a name that is free, in one moment.</summary>
    void MoveFolder(string from, string to);

    /// <summary>Deletes a folder with all that is in it, which is not one moment.</summary>
    void DeleteFolder(string folder);
}
