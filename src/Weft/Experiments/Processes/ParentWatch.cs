namespace Weft.Experiments.Processes;

/// <summary>
/// Lets a training that another process of Weft has started end when that process does, however it ends. The child's standard input is a
/// pipe that its parent holds open and never writes to; the system closes it with the parent.
/// </summary>
internal static class ParentWatch
{
    /// <summary>The environment variable by which a child knows that its standard input is such a pipe.</summary>
    internal const string Variable = "WEFT_PARENT_HOLDS_INPUT";

    /// <summary>Begins to watch, where this process is such a child.</summary>
    /// <param name="openInput">Opens the standard input.</param>
    /// <param name="onEnd">Called once, on another thread, when the parent has ended.</param>
    public static void Begin(Func<Stream> openInput, Action onEnd)
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return;
        // Not for children of its own.
        Environment.SetEnvironmentVariable(Variable, null);
        new Thread(() => WaitForEnd(openInput, onEnd)) { IsBackground = true, Name = "Weft parent" }.Start();
    }

    private static void WaitForEnd(Func<Stream> openInput, Action onEnd)
    {
        try
        {
            using var input = openInput();
            while (input.ReadByte() >= 0)
            {
                // Whatever comes means nothing.
            }
        }
        catch (IOException)
        {
            // As good as closed.
        }
        onEnd();
    }
}
