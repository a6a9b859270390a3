using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading;

public sealed class StandardInputTests
{
    [Fact]
    public void The_same_text_becomes_the_same_file_which_can_be_read_twice()
    {
        using var folder = new TemporaryFolder();
        var first = StandardInput.Spool(new MemoryStream(Documents.Bytes("one\n")), folder.Path);
        var again = StandardInput.Spool(new MemoryStream(Documents.Bytes("one\n")), folder.Path);

        Assert.Equal(first, again);
        Assert.Equal(["one\n"], Documents.Read(first.Path, first.Format));
        Assert.Equal(["one\n"], Documents.Read(first.Path, first.Format));
        Assert.Equal([first.Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void No_text_at_all_is_an_error()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            "Standard input is empty. Pipe text into it: cat *.txt | weft prepare --data -",
            Documents.Message(() => StandardInput.Spool(Stream.Null, folder.Path)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
