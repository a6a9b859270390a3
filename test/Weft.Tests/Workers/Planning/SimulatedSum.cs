using System.Numerics;
using Weft.Workers.Planning;

namespace Weft.Tests.Workers.Planning;

/// <summary>A sum between workers, message by message: each has a vector and a clock, and nobody knows a formula.</summary>
internal sealed class SimulatedSum
{
    private const int BytesOfNumber = 8;
    private readonly long[][] _vectors;
    private readonly double[] _clocks;
    private readonly int _perMachine;
    private readonly Link _inside;
    private readonly Link _network;

    private SimulatedSum(int workers, int perMachine, Link inside, Link network)
    {
        (_perMachine, _inside, _network) = (perMachine, inside, network);
        _clocks = new double[workers];
        _vectors = [.. Enumerable.Range(0, workers).Select(rank => Enumerable.Range(0, workers * workers).Select(i => (long)(rank + 1) * (i + 1)).ToArray())];
    }

    private int Length => _vectors[0].Length;

    /// <summary>Bytes of the vector of so many workers.</summary>
    public static double Bytes(int workers) => (double)workers * workers * BytesOfNumber;

    /// <summary>Sums over the machines' links, and checks that every worker has every sum.</summary>
    /// <returns>When the last worker is through.</returns>
    public static double Seconds(int workers, int perMachine, Link inside, Link network)
    {
        var sum = new SimulatedSum(workers, perMachine, inside, network);
        sum.Run(workers, Math.Min(perMachine, workers));
        var factor = workers * (workers + 1L) / 2;
        Assert.All(sum._vectors, vector => Assert.Equal(Enumerable.Range(1, vector.Length).Select(i => i * factor), vector));
        return sum._clocks.Max();
    }

    private void Run(int workers, int local)
    {
        var machines = workers / local;
        var within = Together(Enumerable.Range(0, machines).Select(machine => Scatter([.. Enumerable.Range(machine * local, local)], 0, Length)));
        within.ForEach(Send);
        var part = Length / local;
        var between = Together(Enumerable.Range(0, local).Select(place => Scatter([.. Enumerable.Range(0, machines).Select(machine => machine * local + place)], Owned(local, place) * part, part)));
        between.ForEach(Send);
        // What was sent is sent back, by then the sum.
        foreach (var round in between.AsEnumerable().Reverse().Concat(within.AsEnumerable().Reverse()))
            Send([.. round.Select(message => message with { From = message.To, To = message.From, Adds = false })]);
    }

    private static List<List<Message>> Together(IEnumerable<List<List<Message>>> groups)
    {
        var all = groups.ToList();
        return [.. Enumerable.Range(0, all[0].Count).Select(round => all.SelectMany(group => group[round]).ToList())];
    }

    /// <summary>The rounds until each has the sum of its own part.</summary>
    private static List<List<Message>> Scatter(int[] members, int start, int length)
    {
        var (count, rounds) = (members.Length, new List<List<Message>>());
        if (!BitOperations.IsPow2(count))
        {
            var piece = length / count;
            for (var round = 0; round < count - 1; round++)
                rounds.Add([.. Enumerable.Range(0, count).Select(i => new Message(members[i], members[(i + 1) % count], start + (i - round + count) % count * piece, piece, true))]);
            return rounds;
        }
        var begins = members.Select(_ => start).ToArray();
        for (int distance = count / 2, half = length / 2; distance > 0; distance /= 2, half /= 2)
        {
            // The half that the partner goes on with; this one goes on with the other.
            rounds.Add([.. Enumerable.Range(0, count).Select(i => new Message(members[i], members[i ^ distance], begins[i] + ((i & distance) == 0 ? half : 0), half, true))]);
            for (var i = 0; i < count; i++)
                begins[i] += (i & distance) == 0 ? 0 : half;
        }
        return rounds;
    }

    /// <summary>Which part is a member's after <see cref="Scatter"/>.</summary>
    private static int Owned(int count, int place) => BitOperations.IsPow2(count) ? place : (place + 1) % count;

    /// <summary>Sends messages at once, which share the network of the machine that they leave.</summary>
    private void Send(List<Message> round)
    {
        var sent = round.Select(message => _vectors[message.From].AsSpan(message.Start, message.Length).ToArray()).ToList();
        var ends = round.Select(message => Math.Max(_clocks[message.From], _clocks[message.To]) + SecondsOf(message, round)).ToList();
        foreach (var (i, message) in round.Index())
        {
            for (var at = 0; at < message.Length; at++)
                _vectors[message.To][message.Start + at] = sent[i][at] + (message.Adds ? _vectors[message.To][message.Start + at] : 0);
            _clocks[message.From] = Math.Max(_clocks[message.From], ends[i]);
            _clocks[message.To] = Math.Max(_clocks[message.To], ends[i]);
        }
    }

    private double SecondsOf(Message message, List<Message> round)
    {
        if (Machine(message.From) == Machine(message.To))
            return _inside.Latency + message.Length * BytesOfNumber / _inside.BytesPerSecond;
        var onTheWay = round.Where(other => Machine(other.From) == Machine(message.From) && Machine(other.To) != Machine(other.From)).Sum(other => other.Length);
        return _network.Latency + onTheWay * BytesOfNumber / _network.BytesPerSecond;
    }

    private int Machine(int rank) => rank / _perMachine;

    private sealed record Message(int From, int To, int Start, int Length, bool Adds);
}
