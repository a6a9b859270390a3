namespace Weft.Modeling.Positions;

/// <summary>The angles of both position encodings: position over 10,000 to the power of 2 i / width (Vaswani et al. 2017, section 3.5).</summary>
internal static class PositionAngles
{
    /// <summary>A function of every angle, worked out in double precision.</summary>
    /// <param name="positions">Number of positions.</param>
    /// <param name="width">Dimensions that share the angles: half as many angles.</param>
    /// <param name="function">Of the angle.</param>
    /// <returns>[positions, width / 2]</returns>
    public static float[,] Map(int positions, int width, Func<double, double> function)
    {
        var table = new float[positions, width / 2];
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < width / 2; i++)
                table[position, i] = (float)function(position / Math.Pow(10000, 2.0 * i / width));
        }
        return table;
    }
}
