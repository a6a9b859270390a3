using System.IO.Compression;
using System.Text;
using Weft.Tests.Support;
using Weft.Text.Vectors.Reading;

namespace Weft.Tests.Text.Vectors.Reading;

public sealed class VectorReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("the 0.5 -1.25\nof 2 3e-2\n")]
    [InlineData("2 2\nthe 0.5 -1.25\nof 2 3e-2\n")]
    [InlineData("\uFEFFthe 0.5 -1.25 \r\nof\t2  +0.03\t\r\n\n")]
    public void Text_is_read_with_and_without_a_header_of_word2vec(string text)
    {
        var vectors = Read(_folder.Write("v.txt", text));

        Assert.Equal(["the", "of"], vectors.Select(vector => vector.Word));
        Assert.Equal([[0.5f, -1.25f], [2f, 0.03f]], vectors.Select(vector => vector.Numbers));
    }

    [Theory]
    [InlineData("7 1\n", "7", 1)]
    [InlineData("400 3\nthe 2\n", "400", 2)]
    [InlineData("2000 0.1 0.2\n5 1 2\n", "2000", 2)]
    public void The_first_vector_is_not_taken_for_a_header(string text, string word, int count)
    {
        var vectors = Read(_folder.Write("v.txt", text));

        Assert.Equal(word, vectors[0].Word);
        Assert.Equal(count, vectors.Count);
    }

    [Fact]
    public void Words_may_hold_blanks_and_anything_that_is_not_a_number()
    {
        var vectors = Read(_folder.Write("v.txt", ". . . 1 2\nat name@domain.com 3 4\n12 5 6\n"));

        Assert.Equal([". . .", "at name@domain.com", "12"], vectors.Select(vector => vector.Word));
        Assert.Equal([1f, 2f], vectors[0].Numbers);
    }

    [Fact]
    public void Every_packing_gives_the_same_vectors()
    {
        const string Text = "the 0.5 -1.25\nof 2 3\n";
        var plain = _folder.Write("v.txt", Text);
        var packed = _folder.File("v.txt.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            gzip.Write(Encoding.ASCII.GetBytes(Text));
        var archive = _folder.File("v.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
            zip.CreateEntryFromFile(plain, "in/v.txt");
        var binary = Binary("v.bin", 2, 2, lineEnds: true, ("the", [0.5f, -1.25f]), ("of", [2, 3]));
        var other = Binary("w.bin", 2, 2, lineEnds: false, ("the", [0.5f, -1.25f]), ("of", [2, 3]));

        var expected = Read(plain);
        Assert.All([packed, archive, archive + "/in/v.txt", binary, other], path =>
        {
            var found = Read(path);
            Assert.Equal(expected.Select(vector => vector.Word), found.Select(vector => vector.Word));
            Assert.Equal(expected.Select(vector => vector.Numbers), found.Select(vector => vector.Numbers));
        });
    }

    [Theory]
    [InlineData("a 1 2 3\nb 1 2\n", "line 2: it has 2 numbers behind its word; 3 are expected.")]
    [InlineData("a 1 2 3\nb 1 2 3 4\n", "line 1: it has 3 numbers behind its word; 4 are expected.")]
    [InlineData("a 1 2 3\nb 1 2 3\nc 1 2 3 4\n", "line 3: it has 4 numbers behind its word; 3 are expected.")]
    [InlineData("a 1 2 3\nb 1 nan 3\n", "line 2: 'nan' is not a finite number.")]
    [InlineData("a 1 -Infinity 3\nb 1 2 3\n", "line 1: '-Infinity' is not a finite number.")]
    [InlineData("a 1 2 3\nb 1 1e60 3\n", "line 2: '1e60' is too large")]
    [InlineData("a 1 2 3\nb 1 2x 3\n", "line 2: '2x' is not a number.")]
    [InlineData("a 1 2 3\n\nb 1 2 3\n", "line 2: it is empty.")]
    [InlineData("a 1 2 3\n 1 2 3\n", "line 2: it has no word before its numbers.")]
    [InlineData("3 3\na 1 2 3\nb 1 2 3\n", "line 1: its header says 3 vectors, and 2 follow")]
    [InlineData("no numbers here\nat all\n", "line 1: it has 0 numbers")]
    [InlineData("", "is empty")]
    public void A_malformed_line_is_named(string text, string problem)
    {
        var path = _folder.Write("v.txt", text);

        var e = Assert.Throws<InvalidDataException>(() => Read(path));

        Assert.Contains(path, e.Message);
        Assert.Contains(problem, e.Message);
        Assert.InRange(e.Message.Split('\n').Length, 1, 2);
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_refused_in_bounded_memory()
    {
        var path = _folder.File("v.txt.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("the 1 2\n"u8);
            var letters = new byte[1 << 20];
            letters.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 100; i++)
                gzip.Write(letters);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();

        var e = Assert.Throws<InvalidDataException>(() => Read(path));

        Assert.Contains("line 2: it is longer than 1,048,576 bytes", e.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("v.txt.gz", "after line")]
    [InlineData("v.bin", "the file was cut off")]
    [InlineData("v.bin.gz", "the packed file is damaged or was cut off")]
    public void A_file_that_was_cut_off_is_refused(string name, string problem)
    {
        var rows = Enumerable.Range(0, 5000).Select(i => ($"w{i}", new[] { i * 0.37f, i * -1.9f, 1f / (i + 1) })).ToArray();
        var whole = name.Contains("bin", StringComparison.Ordinal)
            ? Binary("whole.bin", rows.Length, 3, lineEnds: false, rows)
            : _folder.Write("whole.txt", string.Concat(rows.Select(row => $"{row.Item1} {row.Item2[0]:F4} {row.Item2[1]:F4} {row.Item2[2]:F4}\n")));
        var path = _folder.File(name);
        using (var target = File.Create(path))
        using (Stream packing = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(target, CompressionLevel.Fastest) : target)
            packing.Write(File.ReadAllBytes(whole));
        using (var file = File.OpenWrite(path))
            file.SetLength(file.Length * 2 / 3);

        var e = Assert.Throws<InvalidDataException>(() => Read(path));

        Assert.Contains(path, e.Message);
        Assert.Contains(problem, e.Message);
    }

    [Fact]
    public void Numbers_of_a_binary_file_must_be_finite()
    {
        var path = Binary("v.bin", 2, 2, lineEnds: false, ("the", [1, 2]), ("of", [1, float.NaN]));

        Assert.Contains("vector 2 (byte", Assert.Throws<InvalidDataException>(() => Read(path)).Message);
    }

    [Fact]
    public void An_archive_of_several_files_asks_which()
    {
        var archive = _folder.File("v.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(_folder.Write("a.txt", "x 1 2\n"), "a.txt");
            zip.CreateEntryFromFile(_folder.Write("b.txt", "x 1 2\n"), "b.txt");
        }

        Assert.Contains($"Name one of them: {archive}/a.txt", Assert.Throws<InvalidDataException>(() => Read(archive)).Message);
        Assert.Contains("does not hold c.txt", Assert.Throws<InvalidDataException>(() => Read(archive + "/c.txt")).Message);
        Assert.Single(Read(archive + "/b.txt"));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("There is no file of vectors at", Assert.Throws<InvalidDataException>(() => Read(_folder.File("nothing.txt"))).Message);

    [Fact]
    public void Stanfords_vectors_are_read_as_the_framework_would()
    {
        var path = RealData.Path("glove/glove.6B.50d.5k.txt.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();

        var vectors = Read(path);

        Assert.Equal(lines.Select(fields => fields[0]), vectors.Select(vector => vector.Word));
        Assert.All(lines.Zip(vectors), pair => Assert.Equal(pair.First.Skip(1).Select(field => float.Parse(field, System.Globalization.CultureInfo.InvariantCulture)), pair.Second.Numbers));
    }

    public void Dispose() => _folder.Dispose();

    private static List<(string Word, float[] Numbers)> Read(string path)
    {
        var vectors = new List<(string, float[])>();
        VectorReader.Read(path, (word, numbers) =>
        {
            vectors.Add((Utf8Words.Decode(word), numbers.ToArray()));
            return true;
        });
        return vectors;
    }

    private string Binary(string name, int count, int dimension, bool lineEnds, params (string Word, float[] Numbers)[] rows)
    {
        var path = _folder.File(name);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Encoding.ASCII.GetBytes($"{count} {dimension}\n"));
        foreach (var (word, numbers) in rows)
        {
            writer.Write(Encoding.ASCII.GetBytes(word + " "));
            foreach (var number in numbers)
                writer.Write(number);
            if (lineEnds)
                writer.Write((byte)'\n');
        }
        return path;
    }
}
