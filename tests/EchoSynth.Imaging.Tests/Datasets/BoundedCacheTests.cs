using EchoSynth.Imaging.Datasets;
using Xunit;

namespace EchoSynth.Imaging.Tests.Datasets;

public class BoundedCacheTests
{
    [Fact]
    public void It_makes_each_value_once_and_drops_what_was_used_longest_ago()
    {
        var made = new List<int>();
        var cache = new BoundedCache<int, string>(2);

        Assert.Equal("1", Get(1));
        Get(2);
        Get(1);
        Get(3);
        Get(1);
        Get(2);

        Assert.Equal([1, 2, 3, 2], made);
        Assert.Equal(2, cache.Count);

        string Get(int key) => cache.GetOrAdd(key, k =>
        {
            made.Add(k);
            return k.ToString();
        });
    }

    [Fact]
    public void What_failed_is_tried_again()
    {
        var cache = new BoundedCache<int, string>(2);
        Assert.Throws<IOException>(() => cache.GetOrAdd(1, _ => throw new IOException()));
        Assert.Equal("one", cache.GetOrAdd(1, _ => "one"));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Threads_that_ask_at_once_share_one_value()
    {
        var cache = new BoundedCache<string, object>(2);
        using var all = new Barrier(6);
        var (made, values) = (0, new object[6]);
        var threads = Enumerable.Range(0, 6).Select(i => new Thread(() =>
        {
            all.SignalAndWait();
            values[i] = cache.GetOrAdd("large", _ =>
            {
                Interlocked.Increment(ref made);
                Thread.Sleep(50);
                return new object();
            });
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(1, made);
        Assert.All(values, v => Assert.Same(values[0], v));
    }

    [Fact]
    public void What_was_removed_is_made_again()
    {
        var cache = new BoundedCache<int, object>(2);
        var first = cache.GetOrAdd(1, _ => new object());
        cache.Remove(1);
        cache.Remove(2);
        Assert.Equal(0, cache.Count);
        Assert.NotSame(first, cache.GetOrAdd(1, _ => new object()));
    }
}
