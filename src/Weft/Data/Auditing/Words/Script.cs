namespace Weft.Data.Auditing.Words;

/// <summary>A writing.</summary>
internal enum Script : byte
{
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Hangul,
    Chinese,
    Japanese,
    Other,
}

/// <summary>Tells writings apart by their blocks of Unicode.</summary>
internal static class Scripts
{
    /// <summary>The writing that most letters of a text are of; Latin where it has none.</summary>
    public static Script Of(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[(int)Script.Other + 1];
        counts.Clear();
        foreach (var letter in text)
        {
            if (char.IsLetter(letter))
                counts[(int)Of(letter)]++;
        }
        // Kana stand between ideographs: a text with many of them is Japanese.
        if (3 * counts[(int)Script.Japanese] > counts[(int)Script.Chinese])
            (counts[(int)Script.Japanese], counts[(int)Script.Chinese]) = (counts[(int)Script.Japanese] + counts[(int)Script.Chinese], 0);
        var most = 0;
        for (var script = 1; script < counts.Length; script++)
            most = counts[script] > counts[most] ? script : most;
        return (Script)most;
    }

    private static Script Of(char letter) => letter switch
    {
        < '\u0370' or >= '\u1E00' and < '\u1F00' => Script.Latin,
        < '\u0400' or >= '\u1F00' and < '\u2000' => Script.Greek,
        < '\u0530' => Script.Cyrillic,
        >= '\u0590' and < '\u0600' => Script.Hebrew,
        >= '\u0600' and < '\u0780' or >= '\uFB50' and < '\uFE00' => Script.Arabic,
        >= '\u0900' and < '\u0E00' => Script.Indic,
        >= '\u0E00' and < '\u0E80' => Script.Thai,
        >= '\u1100' and < '\u1200' or >= '\uAC00' and < '\uD7B0' => Script.Hangul,
        >= '\u3040' and < '\u3100' => Script.Japanese,
        >= '\u3400' and < '\uA000' or >= '\uF900' and < '\uFB00' => Script.Chinese,
        _ => Script.Other,
    };
}
