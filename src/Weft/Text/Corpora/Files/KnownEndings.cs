using Weft.Text.Reading;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Corpora.Files;

/// <summary>Which format a file has by the ending of its name.</summary>
internal static class KnownEndings
{
    private static readonly (string Ending, TextFormat Format)[] Records =
    [
        (".jsonl", TextFormat.JsonLines), (".ndjson", TextFormat.JsonLines),
        (".csv", TextFormat.Csv), (".tsv", TextFormat.Tsv), (".conllu", TextFormat.Conllu), (".parquet", TextFormat.Parquet),
    ];

    // Markup and data (.html, .xml, .json, .yaml) are not among them: most of their characters are no text that somebody wrote.
    private static readonly string[] Prose =
    [
        ".txt", ".text", ".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc", ".org", ".tex", ".textile", ".wiki", ".fountain",
        ".log", ".srt", ".vtt", ".tokens", ".raw",
    ];

    // So corpora are named whose files are called after their splits: ptb.train, eng.test.
    private static readonly string[] Splits = [".train", ".valid", ".val", ".dev", ".test"];

    private static readonly HashSet<string> SourceCode = new(
        (".asm .awk .bas .bash .bat .c .cc .cjs .cl .clj .cljs .cmake .cmd .coffee .cpp .cs .css .csx .cu .cuh .cxx .d .dart .el .elm .erl .ex .exs "
        + ".f .f90 .for .fs .fsi .fsx .gd .glsl .go .gradle .groovy .h .hh .hlsl .hpp .hs .hxx .inl .java .jl .js .jsx .kt .kts .less .lisp .lua "
        + ".m .mjs .ml .mli .mm .mts .nim .nix .pas .php .pl .pm .proto .ps1 .psm1 .py .pyi .pyx .r .rb .rkt .rs .s .sass .scala .scm .scss .sh "
        + ".sol .sql .sv .swift .tcl .tf .ts .tsx .v .vb .vhd .vhdl .vim .vue .wgsl .zig .zsh").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The endings as a person lists them.</summary>
    public static string List { get; } =
        $".txt, .md, .rst, .tex and other text, source code such as .cs and .py, {string.Join(", ", Records.Select(known => known.Ending))} "
        + $"(all but .parquet also with {Gzip.Ending})";

    /// <summary>Finds the format of a file name; false where the ending is unknown.</summary>
    /// <param name="name">The name.</param>
    /// <param name="format">The format.</param>
    /// <param name="readsJson">As <see cref="CorpusOptions.ReadsJson"/>.</param>
    public static bool TryFormatOf(string name, out TextFormat format, bool readsJson = false)
    {
        var ending = Of(name);
        if (readsJson && ending.Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            format = TextFormat.Squad;
            return true;
        }
        var record = Array.Find(Records, known => known.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase));
        format = record.Ending is null ? TextFormat.Text : record.Format;
        return record.Ending is not null
            ? !(Gzip.IsPacked(name) && format == TextFormat.Parquet)
            : SourceCode.Contains(ending) || IsOneOf(Prose, ending) || IsOneOf(Splits, ending);
    }

    /// <summary>The ending of a file name without that of gzip: <c>.txt</c> for <c>notes.txt.gz</c>; empty where there is none.</summary>
    public static string Of(string name) => Path.GetExtension(Unpacked(name));

    /// <summary>Whether the ending is that of a programming language.</summary>
    public static bool IsSourceCode(string name) => SourceCode.Contains(Of(name));

    /// <summary>The file name, without folders, before its ending; an ending that is the word for a split is not taken off.</summary>
    public static string StemOf(string name)
    {
        var own = Path.GetFileName(Unpacked(name));
        return IsOneOf(Splits, Path.GetExtension(own)) ? own : Path.GetFileNameWithoutExtension(own);
    }

    private static bool IsOneOf(string[] endings, string ending) => endings.Contains(ending, StringComparer.OrdinalIgnoreCase);

    private static string Unpacked(string name) => Gzip.IsPacked(name) ? name[..^Gzip.Ending.Length] : name;
}
