using Weft.Tests.Architecture;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>Shells and machines that give the program less than usual.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_closed_standard_output_loses_what_is_written_and_nothing_else()
    {
        SkipOnWindows();
        Assert.Equal((0, "", ""), await Shell.Run("$WEFT settings seed >&-"));
        Assert.Equal((2, "", ""), await Shell.Run("$WEFT settings sead >&- 2>&-"));
    }

    [Fact]
    public async Task A_reader_that_has_had_enough_ends_quietly()
    {
        SkipOnWindows();
        var (code, output, errors) = await Shell.Run("set -o pipefail; $WEFT settings --markdown | head -1");

        Assert.Equal((0, "# Settings\n", ""), (code, output, errors));
    }

    [Fact]
    public async Task A_closed_standard_input_is_empty()
    {
        SkipOnWindows();
        var result = await Shell.Run("$WEFT prepare --data - <&-", ("WEFT_CACHE", _folder.Path));

        Refusal.AssertIs(1, result, "Standard input is empty.");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Too_few_open_files_are_said_with_the_remedy(int limit)
    {
        SkipOnWindows();
        var (code, output, errors) = await Shell.Run($"ulimit -n {limit}; $WEFT settings");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"Only {limit} files may be open at once here, and Weft needs 256. Allow more: ulimit -n 1024\n", errors);
    }

    [Fact]
    public async Task Without_home_terminal_and_temporary_folder_settings_are_shown()
    {
        SkipOnWindows();
        var (code, output, errors) = await Shell.Run(
            "$WEFT settings seed", ("HOME", null), ("TERM", "dumb"), ("LANG", "C"), ("LC_ALL", "C"), ("TMPDIR", "/nonexistent/weft"), ("XDG_CACHE_HOME", null));

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("seed\n", output, StringComparison.Ordinal);
    }

    /// <summary>NuGet hands on the folder of packages as its user wrote it.</summary>
    [Theory]
    [InlineData("/some/packages")]
    [InlineData("/some/packages/")]
    public async Task The_default_corpus_is_found_in_a_folder_of_packages_with_and_without_a_slash_at_its_end(string packages)
    {
        SkipOnWindows();
        var project = Path.Combine(Repository.Root, "src", "Weft", "Weft.csproj");
        var (code, output, errors) = await Shell.Run($"dotnet msbuild '{project}' -getProperty:ApiDocsFolder -p:NuGetPackageRoot={packages}");

        Assert.True(code == 0, output + errors);
        Assert.Matches(@"^/some/packages/microsoft\.netcore\.app\.ref/[\d.]+/ref/net10\.0/$", output.Trim());
    }

    [Fact]
    public async Task A_build_without_the_default_corpus_fails_with_the_remedy()
    {
        SkipOnWindows();
        var project = Path.Combine(Repository.Root, "src", "Weft", "Weft.csproj");
        var (code, output, _) = await Shell.Run($"dotnet msbuild '{project}' -t:RequireApiDocs -p:NuGetPackageRoot={_folder.Path} -nologo");

        Assert.Equal(1, code);
        Assert.Contains($"The default corpus is not at {_folder.Path}/microsoft.netcore.app.ref/", output);
        Assert.Contains("dotnet restore --force", output);
    }

    public void Dispose() => _folder.Dispose();

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "These are matters of POSIX shells.");
}
