using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

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
}
