namespace Weft.Bench.Fuzzing;

/// <summary>A reader, and a good file of its format.</summary>
/// <param name="Name">The format.</param>
/// <param name="FileName">The file's name, whose ending some readers look at.</param>
/// <param name="Good">The bytes of a good file.</param>
/// <param name="Read">Reads the file at a path to its end.</param>
internal sealed record FuzzTarget(string Name, string FileName, byte[] Good, Action<string> Read);
