namespace Weft.Tests.Architecture;

public class FileSizeTests
{
    private const int MostLines = 220;

    [Theory]
    [InlineData("src")]
    [InlineData("test")]
    [InlineData("bench")]
    public void No_file_is_too_long_to_read(string folder)
    {
        var files = Repository.SourcesBelow(folder);
        var tooLong = files.Select(file => (file.Path, Lines: file.Text.Split('\n').Length - 1)).Where(file => file.Lines > MostLines);

        Assert.NotEmpty(files);
        Assert.Empty(tooLong);
    }
}
