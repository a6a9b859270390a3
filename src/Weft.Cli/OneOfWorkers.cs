using Weft.Workers;
using Weft.Workers.Launching;

namespace Weft.Cli;

/// <summary>Does a verb's work as one of the workers that a launcher has started, or alone where none has.</summary>
internal static class OneOfWorkers
{
    /// <summary>Joins the others, works, and parts from them; an error ends all of them.</summary>
    /// <param name="limit">How long a worker waits for another that gives no sign.</param>
    /// <param name="work">The work, which gives back the exit code.</param>
    public static int Run(TimeSpan limit, Func<IWorkers, int> work)
    {
        var environment = WorkerEnvironment.Current;
        if (environment.Count == 1)
            return work(Alone.Instance);
        if (Environment.GetEnvironmentVariable(JobLauncher.Variable) is not null)
            StandardStreams.Error.WriteLine(JobLines.IntroductionOf(environment.Rank));
        try
        {
            var code = JoinedWorkers.Run(
                environment,
                () => limit,
                workers =>
                {
                    var code = work(workers);
                    JoinedWorkers.Complete();
                    return code;
                },
                e => Say(environment.Rank, Explain(e)));
            // One exit code is enough, and a launcher takes any other than 0 for a failure.
            return environment.Rank == 0 ? code : ExitCodes.Done;
        }
#pragma warning disable CA1031 // Whatever it is, the other workers must not wait for this one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var explanation = Explain(e);
            Say(environment.Rank, explanation);
            JoinedWorkers.Abort(explanation.ExitCode);
            return explanation.ExitCode;
        }
    }

    private static Explanation Explain(Exception e) => Explanation.Of(e) ?? new Explanation(e.ToString(), ExitCodes.Failed);

    private static void Say(int rank, Explanation explanation)
    {
        StandardStreams.Error.WriteLine(rank > 0 ? $"worker {rank}: {explanation.Message}" : explanation.Message);
        StandardStreams.Error.Flush();
    }
}
