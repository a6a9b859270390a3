using System.Text.Json;

namespace Weft.Runtime.Safetensors;

/// <summary>Reads and checks the header's description of one tensor.</summary>
internal static class SafetensorsEntryReader
{
    /// <summary>More than any model has; LibTorch's own operations end at 64.</summary>
    private const int MostDimensions = 64;

    /// <summary>Reads <c>{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}</c>.</summary>
    /// <exception cref="InvalidDataException">A member is missing, unknown or wrong, or shape and offsets disagree.</exception>
    public static SafetensorsEntry Read(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{name} is not described by an object");
        string? typeName = null;
        long[]? shape = null, offsets = null;
        foreach (var member in value.EnumerateObject())
        {
            switch (member.Name)
            {
                case "dtype":
                    typeName = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText();
                    break;
                case "shape":
                    shape = ReadNumbers(name, member);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(name, member);
                    break;
                default:
                    throw new InvalidDataException($"{name} has an unknown member {member.Name}");
            }
        }
        if (typeName is null || shape is null || offsets is not { Length: 2 })
            throw new InvalidDataException($"{name} must have a dtype, a shape and two data_offsets");
        if (SafetensorsType.Find(typeName) is not { } type)
            throw new InvalidDataException($"{name} has dtype {typeName}; it must be one of {SafetensorsType.Names}");
        CheckSize(name, shape, type.Size, offsets[0], offsets[1]);
        return new SafetensorsEntry(name, type.Type, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(string name, JsonProperty member)
    {
        if (member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() > MostDimensions)
            throw new InvalidDataException($"{name}'s {member.Name} is not a list of at most {MostDimensions} numbers");
        var numbers = new long[member.Value.GetArrayLength()];
        var i = 0;
        foreach (var element in member.Value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out var number) || number < 0)
                throw new InvalidDataException($"{name}'s {member.Name} holds {element.GetRawText()}, which is no whole number from 0");
            numbers[i++] = number;
        }
        return numbers;
    }

    private static void CheckSize(string name, long[] shape, int size, long begin, long end)
    {
        // Dimensions of 0 are left out of the product, so that the others cannot hide an overflow behind them.
        Int128 bytes = size;
        foreach (var dimension in shape)
        {
            bytes *= Math.Max(dimension, 1);
            if (bytes > long.MaxValue)
                throw new InvalidDataException($"{name}'s shape [{string.Join(", ", shape)}] is too large");
        }
        if (shape.Contains(0))
            bytes = 0;
        if (end < begin || end - begin != bytes)
            throw new InvalidDataException(
                $"{name}'s shape [{string.Join(", ", shape)}] takes {bytes} bytes, but its data_offsets are {begin} to {end}");
    }
}
