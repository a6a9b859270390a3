namespace Weft.Tests.Architecture;

public class FileSizeTests
{
    private const int MostLines = 220;
    private const int MostFiles = 16;

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

    [Fact]
    public void A_folder_that_is_too_full_has_rooms_of_its_own()
    {
        var folders = Repository.SourcesBelow("src").GroupBy(file => Path.GetDirectoryName(file.Path), StringComparer.Ordinal).ToList();

        Assert.Contains(folders, folder => folder.Key == "Weft/Runs/Options");
        Assert.Empty(folders.Where(folder => folder.Count() > MostFiles).Select(folder => $"{folder.Key} has {folder.Count()} files"));
    }
}
