using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation;

public sealed class WeftJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_that_are_no_letters_are_told_when_a_file_is_read()
    {
        var path = _folder.File("config.json");
        File.WriteAllBytes(path, [.. "{\"se"u8, 0xC3, .. "\":1}"u8]);

        Assert.Equal($"The configuration {path} cannot be read: it is not valid UTF-8.", Assert.Throws<InvalidDataException>(() => WeftJson.ReadFile<JsonObject>(path, "configuration")).Message);
    }
}
