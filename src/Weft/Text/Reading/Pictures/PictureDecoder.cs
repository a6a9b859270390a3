using System.Reflection;
using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Text.Reading.Pictures;

/// <summary>What decodes pictures: SkiaSharp, which comes with ScottPlot and not with the package Weft. Nothing here names a type of its, so that it runs without.</summary>
internal static class PictureDecoder
{
    private static readonly Lazy<bool> Found = new(IsThere);

    /// <summary>Requires it to be there.</summary>
    /// <exception cref="ConfigurationException">It is not; says what to add.</exception>
    public static void Require()
    {
        if (!Found.Value)
            throw new ConfigurationException($"Pictures are decoded by SkiaSharp, which this program does not have.{Environment.NewLine}Add it with ScottPlot: dotnet add package ScottPlot");
    }

    private static bool IsThere()
    {
        try
        {
            return NativeLibrary.TryLoad("libSkiaSharp", Assembly.Load("SkiaSharp"), null, out _);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return false;
        }
    }
}
