using System.IO.Compression;
using Weft.Foundation;
using Weft.Runtime.Safetensors;
using Weft.Text.Corpora.Files;
using Weft.Text.Corpora.Named;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;
using Weft.Text.Vectors.Reading;

namespace Weft.Bench.Fuzzing;

/// <summary>All readers of texts and vectors, each with a small good file of its format.</summary>
internal static class ReaderTargets
{
    private const string Prose = "The first line, with é and 漢.\nA second line.\n\n = Heading = \n\n\"Quoted\" and\ttabbed 3.14.\n";
    private const string Numbers = "the 0.25 -1.5 3e-2\ncat 1 2 3\n\"dog\" -0.125 0 7\n";
    private const string ApiDocs = """
        <doc><members><member name="T:A.One"><summary>Holds <see cref="T:System.Int32" /> or <c>x</c>.</summary></member>
        <member name="M:A.One.Do(System.Int32)"><param name="count">How often.</param><returns>The count.</returns></member></members></doc>
        """;

    private const string JsonLines = """
        {"id": 1, "text": "one \u00e9 \ud83d\ude00"}
        {"messages": [{"role": "user", "content": "hello"}, {"role": "assistant", "content": [{"type": "text", "text": "good day"}]}]}
        {"conversations": [{"from": "human", "value": "hello"}], "score": 1.5e3}

        """;

    /// <summary>The targets.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Documents("text", "a.txt", Bytes(Prose)),
        Documents("gzip", "a.txt.gz", [.. Gzip(Bytes(Prose)), .. Gzip(Bytes(Prose)), 0, 0]),
        Documents("jsonl", "a.jsonl", Bytes(JsonLines)),
        Documents("csv", "a.csv", Bytes("id;text\n1;\"one, \"\"two\"\"\nthree\"\n2;four\n3;\n")),
        Documents("tsv", "a.tsv", Bytes("id\ttext\n1\tA 5\" pipe\n2\t\"said\n")),
        Documents("parquet", "a.parquet", ParquetFiles.Write(Parquet.CompressionMethod.None)),
        Documents("parquet-snappy", "a.parquet", ParquetFiles.Write(Parquet.CompressionMethod.Snappy)),
        Documents("parquet-gzip", "a.parquet", ParquetFiles.Write(Parquet.CompressionMethod.Gzip)),
        Documents("parquet-zstd", "a.parquet", ParquetFiles.Write(Parquet.CompressionMethod.Zstd)),
        Documents("api-docs", "a.xml", Bytes(ApiDocs)),
        new("zip", "a.zip", Zip("one.txt", Prose), Unzip),
        new("vectors", "v.txt", Bytes(Numbers), ReadVectors),
        new("vectors-bin", "v.bin", Binary(), ReadVectors),
        new("vectors-gz", "v.txt.gz", Gzip(Bytes(Numbers)), ReadVectors),
        new("vectors-zip", "v.zip", Zip("v.txt", Numbers), ReadVectors),
        new("weights", "w.tsv", Bytes("the\t1\ncat\t0.5\n\ndog\t2e1\n"), ReadWeights),
        new("safetensors", "m.safetensors", Safetensors(), ReadSafetensors),
    ];

    private static FuzzTarget Documents(string name, string file, byte[] good) => new(name, file, good, path =>
    {
        if (!KnownEndings.TryFormatOf(path, out var format))
            format = TextFormat.ApiDocs;
        var source = new TextSource(path, format, OfficialSplit: null);
        foreach (var invalid in Enum.GetValues<InvalidUtf8>())
        {
            foreach (var records in Enum.GetValues<InvalidRecords>())
                ReadOrRefuse(source, new ReadingOptions { InvalidUtf8 = invalid, InvalidRecords = records });
        }
        Read(source, new ReadingOptions());
    });

    private static void ReadOrRefuse(TextSource source, ReadingOptions options)
    {
        try
        {
            Read(source, options);
        }
        catch (InvalidDataException)
        {
            // The last reading, with the usual options, tells.
        }
    }

    private static void Read(TextSource source, ReadingOptions options)
    {
        foreach (var piece in new DocumentReader().Read(source, options, new ReadingCounts()))
            ArgumentException.ThrowIfNullOrEmpty(piece.Text);
    }

    private static void ReadVectors(string path) => VectorReader.Read(path, (_, _) => true);

    private static void ReadWeights(string path) =>
        WeightLines.Read(path, 3, "a token", "which is none", name => name switch { "the" => 0, "cat" => 1, "dog" => 2, _ => null });

    private static void ReadSafetensors(string path)
    {
        using var tensors = SafetensorsFile.Read(path);
        foreach (var name in tensors.Names)
            ArgumentNullException.ThrowIfNull(tensors[name]);
    }

    private static void Unzip(string path)
    {
        var folder = Directory.CreateTempSubdirectory("weft-fuzz-").FullName;
        try
        {
            SafeUnzip.Extract(path, folder, ["one.txt"], new UnzipLimits());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Bytes(string text) => StrictUtf8.Encoding.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Zip(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Bytes(text));
        }
        return bytes.ToArray();
    }

    private static byte[] Safetensors()
    {
        const string Header = """{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""";
        return [.. BitConverter.GetBytes((long)Header.Length), .. Bytes(Header), .. new byte[24]];
    }

    private static byte[] Binary()
    {
        byte[] number = [0, 0, 0x80, 0x3F];
        return [.. "2 2\n"u8, .. "the "u8, .. number, .. number, .. "\ncat "u8, .. number, .. number, .. "\n"u8];
    }
}
