using System.Reflection;
using System.Runtime.InteropServices;
using Weft.Foundation.Files;

namespace Weft.Evaluation.Plots;

/// <summary>
/// Draws pictures where the program has ScottPlot, which the package Weft does not bring; elsewhere a note lies in their place, and all else
/// goes on. Nothing here names a type of ScottPlot's, so that it runs without.
/// </summary>
internal static class Pictures
{
    /// <summary>The note, in the folder where the pictures would be.</summary>
    public const string Note = "pictures.txt";

    private static readonly AssemblyName[] References = typeof(Pictures).Assembly.GetReferencedAssemblies();

    private static readonly Lazy<bool> Found = new(() =>
        Find("ScottPlot") is not null
        && Find("SkiaSharp") is { } skia && NativeLibrary.TryLoad("libSkiaSharp", skia, null, out _)
        // It shapes the letters of labels.
        && Find("HarfBuzzSharp") is { } letters && NativeLibrary.TryLoad("libHarfBuzzSharp", letters, null, out _));

    /// <summary>Whether ScottPlot and its native libraries are there.</summary>
    public static bool CanBeDrawn => Found.Value;

    /// <summary>Writes a picture as <c>PATH.png</c> and <c>PATH.svg</c>, or the note beside.</summary>
    /// <param name="path">The files without their endings.</param>
    /// <param name="draw">Makes the picture; not called where none can be drawn.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static void Write(string path, Func<Figure> draw) => Write(path, draw, CanBeDrawn);

    /// <summary>Writes a picture that is drawn pixel by pixel as <c>PATH.png</c> alone, or the note beside.</summary>
    /// <param name="path">The file without its ending.</param>
    /// <param name="draw">Makes the file's bytes; not called where no pictures can be drawn.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static void Write(string path, Func<byte[]> draw) => Write(path, () => AtomicFile.Write(path + ".png", stream => stream.Write(draw())), CanBeDrawn);

    /// <summary>The same, for a program that can draw or cannot.</summary>
    internal static void Write(string path, Func<Figure> draw, bool canBeDrawn) => Write(path, () => draw().Save(path), canBeDrawn);

    private static void Write(string path, Action save, bool canBeDrawn)
    {
        var note = Path.Combine(Path.GetDirectoryName(path)!, Note);
        if (!canBeDrawn)
        {
            AtomicFile.WriteText(note, Sentence());
            return;
        }
        save();
        File.Delete(note);
    }

    private static string Sentence()
    {
        var version = References.Single(reference => reference.Name == "ScottPlot").Version!.ToString(3);
        return $"No pictures were drawn: this program does not have ScottPlot {version} and its native libraries.\n" +
            $"They come with: dotnet add package ScottPlot --version {version}\n";
    }

    /// <summary>The assembly, in the version that Weft was compiled with or a later one.</summary>
    private static Assembly? Find(string name)
    {
        try
        {
            return Assembly.Load(Array.Find(References, reference => reference.Name == name) ?? new AssemblyName(name));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }
}
