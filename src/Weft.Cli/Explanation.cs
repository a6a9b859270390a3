using Weft.Foundation;
using Weft.Runs;
using Weft.Runtime;

namespace Weft.Cli;

/// <summary>What an exception means to the user. Anything that is not explained is a defect of Weft and keeps its stack trace.</summary>
/// <param name="Message">One or two lines, with the remedy.</param>
/// <param name="ExitCode">What the process ends with.</param>
internal sealed record Explanation(string Message, int ExitCode)
{
    // The low word of an exception's result code: ENOSPC and EDQUOT on POSIX systems, ERROR_DISK_FULL on Windows.
    private static readonly int[] DiskFull = [28, 122, 112];

    // EMFILE and ENFILE.
    private static readonly int[] TooManyFiles = [24, 23];

    /// <summary>The user's own mistakes and the machine's troubles; null for everything else.</summary>
    public static Explanation? Of(Exception e) => e switch
    {
        OperationCanceledException => new("Stopped.", ExitCodes.Interrupted),
        ConfigurationException => new(e.Message, ExitCodes.WrongUse),
        DivergenceException or TorchRuntimeException or InvalidDataException => Failure(e.Message),
        IOException when DiskFull.Contains(e.HResult & 0xFFFF) =>
            Failure(e.Message, "Free some space, or name folders elsewhere: --out for the run, WEFT_CACHE for prepared text."),
        IOException when !OperatingSystem.IsWindows() && TooManyFiles.Contains(e.HResult & 0xFFFF) =>
            Failure(e.Message, "Allow more open files: ulimit -n 4096"),
        UnauthorizedAccessException =>
            Failure(e.Message, "Change its permissions, or name another place: --out for the run, WEFT_CACHE for prepared text."),
        IOException => Failure(e.Message),
        OutOfMemoryException => Failure("There is not enough memory.", "Lower training.batch, training.context or the size of the model, or let the process have more."),
        // What a type needs when it is first used can fail as anything else can.
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    private static Explanation Failure(params string[] lines) => new(string.Join(Environment.NewLine, lines), ExitCodes.Failed);
}
