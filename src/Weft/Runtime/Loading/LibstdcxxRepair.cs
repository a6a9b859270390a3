using System.Text;

namespace Weft.Runtime.Loading;

/// <summary>
/// Makes TorchSharp's native library load beside a libstdc++ older than GCC 13.2's. It was built with a newer one, and needs
/// a single symbol of it: <c>std::ios_base_library_init()</c>, which sets up <c>std::cout</c> and which older libraries do by themselves.
/// The need is turned into one for <c>std::get_terminate()</c>, which takes nothing, changes nothing, and is in every libstdc++ since 4.9.
/// </summary>
internal static class LibstdcxxRepair
{
    /// <summary>The symbol that older libraries lack.</summary>
    public const string MissingSymbol = "_ZSt21ios_base_library_initv";

    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string Substitute = "_ZSt13get_terminatev";
    private const string SubstituteVersion = "GLIBCXX_3.4.20";
    private const uint VersionNeeds = 0x6FFFFFFE; // SHT_GNU_verneed

    /// <summary>Repairs a library in place; one that is repaired already, or does not need it, stays as it is.</summary>
    /// <param name="library">The bytes of an ELF file.</param>
    /// <returns>Whether anything was changed.</returns>
    /// <exception cref="InvalidDataException">The bytes are damaged, or are not such a library.</exception>
    public static bool Apply(byte[] library)
    {
        var elf = new ElfFile(library);
        if (elf.SectionOfType(VersionNeeds) is not { } needs)
            return false;
        var strings = elf.StringsOf(needs);
        if (FindNeed(elf, needs, strings, MissingVersion) is not { } need)
            return false;
        var symbol = elf.OffsetOfName(strings, MissingSymbol);
        var version = elf.OffsetOfName(strings, SubstituteVersion);
        if (symbol < 0 || version < 0)
            throw new InvalidDataException($"It needs {MissingVersion}, but for something other than {MissingSymbol}.");

        Encoding.ASCII.GetBytes(Substitute + '\0').CopyTo(elf.Slice(strings.Offset + symbol, Substitute.Length + 1));
        elf.WriteUInt32(need, ElfHash(SubstituteVersion));
        elf.WriteUInt32(need + 8, (uint)version);
        return true;
    }

    /// <summary>The hash by which the loader finds a version (System V ABI, "Hash Table").</summary>
    internal static uint ElfHash(string name)
    {
        var hash = 0u;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xF0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }

    /// <summary>
    /// Finds the record (<c>Elf64_Vernaux</c>: hash, flags, index, name, next) by which the library needs a version.
    /// The records of one file are chained, and so are the files (<c>Elf64_Verneed</c>: version, count, file, first record, next).
    /// </summary>
    private static long? FindNeed(ElfFile elf, ElfSection needs, ElfSection strings, string version)
    {
        for (long file = needs.Offset, nextFile = 1; nextFile != 0; file += nextFile)
        {
            for (long need = file + elf.ReadUInt32(file + 8), next = 1; next != 0; need += next)
            {
                if (elf.NameAt(strings, elf.ReadUInt32(need + 8)) == version)
                    return need;
                // Offsets are unsigned, so the walk only goes forward and ends at the latest with the file.
                next = elf.ReadUInt32(need + 12);
            }
            nextFile = elf.ReadUInt32(file + 12);
        }
        return null;
    }
}
