using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using Weft.Foundation;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime.Safetensors;

public class SafetensorsReadTests
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    [Theory]
    [InlineData("[]", 0, "its header does not begin with {")]
    [InlineData("", 0, "its header does not begin with {")]
    [InlineData("{" + A + "," + A + "}", 8, null)]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, null)]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", 1, null)]
    [InlineData("{" + A + "}", 7, "a ends at byte 8 of 7 bytes of data")]
    [InlineData("{" + A + "}", 9, "bytes 8 to 9 belong to no tensor")]
    [InlineData("{" + A + ""","b":{"dtype":"U8","shape":[1],"data_offsets":[9,10]}}""", 10, "bytes 8 to 9 belong to no tensor")]
    [InlineData("{" + A + ""","b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "b begins at byte 4, inside the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "a's shape [3] takes 12 bytes, but its data_offsets are 0 to 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[8,0]}}""", 8, "a's shape [8] takes 8 bytes, but its data_offsets are 8 to 0")]
    [InlineData("""{"a":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}""", 8, "a has dtype F8; it must be one of F64, F32, F16, BF16, I64, I32, U8, BOOL")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,8]}}""", 8, "a's shape holds -1, which is no whole number from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,8]}}""", 8, "a's shape holds 1.5, which is no whole number from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":8,"data_offsets":[0,8]}}""", 8, "a's shape is not a list of at most 64 numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8,9]}}""", 8, "a must have a dtype, a shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8]}}""", 8, "a must have a dtype, a shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8],"more":1}}""", 8, "a has an unknown member more")]
    [InlineData("""{"a":[]}""", 0, "a is not described by an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "its __metadata__ is not an object of texts")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "a's shape [4294967296, 4294967296] is too large")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "a's shape [0, 4294967296, 4294967296] is too large")]
    public void Damage_is_named(string header, int dataBytes, string? problem)
    {
        var (path, error) = ReadDamaged(Build(header, dataBytes));

        Assert.StartsWith($"{path} is not a valid safetensors file: {problem ?? "its header cannot be read: "}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "its header claims 18446744073709551615 bytes; at most 100000000 are allowed")]
    [InlineData(100_000_000UL, "its header claims 100000000 bytes, but only 10 follow")]
    public void A_header_longer_than_the_file_is_refused_before_it_is_read(ulong length, string problem)
    {
        var bytes = Build("{}", 8);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        var (path, error) = ReadDamaged(bytes);

        Assert.Equal($"{path} is not a valid safetensors file: {problem}.", error.Message);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = Build("{" + A + "}", 8);

        for (var length = 0; length < whole.Length; length++)
            ReadDamaged(whole[..length]);
    }

    [Fact]
    public void Damaged_bytes_give_no_other_error()
    {
        using var folder = new TemporaryFolder();
        var random = RandomStream.For(1, "test");
        for (var round = 0; round < 1_000; round++)
        {
            var bytes = Build("{" + A + ""","b":{"dtype":"BOOL","shape":[2,2],"data_offsets":[8,12]}}""", 12);
            for (var i = 0; i < 1 + round % 3; i++)
                bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            File.WriteAllBytes(folder.File("x"), bytes);

            var error = Record.Exception(() =>
            {
                using var file = SafetensorsFile.Read(folder.File("x"));
                foreach (var name in file.Names)
                    file.Load(name).Dispose();
            });

            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    [Fact]
    public void A_target_of_another_shape_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), Build("{" + A + "}", 8));
        using var file = SafetensorsFile.Read(folder.File("x"));
        using var target = torch.zeros(3, 1, torch.int64);

        var error = Assert.Throws<InvalidDataException>(() => file.CopyTo("a", target));

        Assert.Equal($"a is Float32 [2] in {folder.File("x")}, but Int64 [3, 1] is expected.", error.Message);
        Assert.Equal($"{folder.File("x")} has no tensor c.", Assert.Throws<InvalidDataException>(() => file.Load("c")).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read("not-there"));

        Assert.Equal("There is no safetensors file at not-there.", error.Message);
    }

    private static byte[] Build(string header, int dataBytes)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 8);
        return bytes;
    }

    private static (string Path, InvalidDataException Error) ReadDamaged(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        File.WriteAllBytes(path, bytes);
        return (path, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path).Dispose()));
    }
}
