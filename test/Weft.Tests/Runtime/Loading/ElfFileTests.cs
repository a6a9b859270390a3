using Weft.Foundation;
using Weft.Runtime.Loading;

namespace Weft.Tests.Runtime.Loading;

public class ElfFileTests
{
    [Fact]
    public void Something_else_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => new ElfFile(new byte[200]));

        Assert.Equal("It is not a 64-bit little-endian ELF file.", error.Message);
    }

    [Fact]
    public void A_section_outside_the_file_is_refused()
    {
        var bytes = Small();
        bytes[64 + 0x20] = 0xFF; // the first section's size

        Assert.Throws<InvalidDataException>(() => new ElfFile(bytes));
    }

    [Fact]
    public void A_library_without_needed_versions_stays_as_it_is()
    {
        var bytes = Small();

        Assert.False(LibstdcxxRepair.Apply(bytes));
        Assert.Equal(Small(), bytes);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = Small();

        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => LibstdcxxRepair.Apply(whole[..length]));
    }

    [Fact]
    public void Damaged_files_give_no_other_error()
    {
        var random = RandomStream.For(1, "test");
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = Small();
            // The first section becomes one of needed versions, over random bytes.
            for (var i = 0; i < 24; i++)
                bytes[40 + random.NextInt32(bytes.Length - 40)] = (byte)random.NextInt32(256);
            new byte[] { 0xFE, 0xFF, 0xFF, 0x6F }.CopyTo(bytes, 64 + 4);

            var error = Record.Exception(() => LibstdcxxRepair.Apply(bytes));

            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    /// <summary>A header and two sections of 16 bytes each, which follow the table.</summary>
    private static byte[] Small()
    {
        var bytes = new byte[64 + 2 * 64 + 32];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(bytes, 0);
        bytes[0x28] = 64;
        bytes[0x3A] = 64;
        bytes[0x3C] = 2;
        for (var section = 0; section < 2; section++)
        {
            var at = 64 + 64 * section;
            bytes[at + 4] = 1;
            bytes[at + 0x18] = (byte)(192 + 16 * section);
            bytes[at + 0x20] = 16;
            bytes[at + 0x28] = 1;
        }
        return bytes;
    }
}
