using Weft.Foundation;
using Weft.Runs.Events;

namespace Weft.Cli.Display;

/// <summary>The work that is under way: a row for the training, and one for each lane. Work that is over has none. Threads may share it.</summary>
/// <param name="time">Tells the time.</param>
internal sealed class WorkBoard(TimeProvider time)
{
    private const int Training = -1;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, WorkRow> _rows = [];

    /// <summary>The rows that may have news: while other work is done between two steps, the training has none.</summary>
    public IReadOnlyList<WorkRow> Current
    {
        get
        {
            lock (_lock)
                return [.. _rows.Where(row => row.Key != Training || !_rows.ContainsKey(0)).Select(row => row.Value)];
        }
    }

    /// <summary>What there is to say of each row.</summary>
    public IReadOnlyList<WorkLine> Lines
    {
        get
        {
            lock (_lock)
                return [.. _rows.Values.Select(row => row.Line())];
        }
    }

    /// <summary>Takes a report.</summary>
    /// <returns>The work that is over by it, or null.</returns>
    public WorkRow? Take(WorkProgress report)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(report.Lane, out var row) && !report.IsOver && row.IsOf(report))
            {
                row.Take(report);
                return null;
            }
            if (report.IsOver)
                _rows.Remove(report.Lane);
            else
                _rows[report.Lane] = new WorkRow(time, report);
            return row;
        }
    }

    /// <summary>Takes a training's step. What its thread did between two steps is then over, and with the last step the training is.</summary>
    /// <returns>The training's row.</returns>
    public WorkRow Take(StepEvent report)
    {
        lock (_lock)
        {
            _rows.Remove(0);
            if (!_rows.TryGetValue(Training, out var row))
                _rows[Training] = row = new WorkRow(time, default);
            row.Take(report);
            if (report.Progress >= 1)
                _rows.Remove(Training);
            return row;
        }
    }

    /// <summary>Takes the training's row away: no more steps follow.</summary>
    public void EndTraining()
    {
        lock (_lock)
            _rows.Remove(Training);
    }
}
