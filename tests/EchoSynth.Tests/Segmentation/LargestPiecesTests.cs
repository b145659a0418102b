using EchoSynth.Segmentation;

namespace EchoSynth.Tests.Segmentation;

public sealed class LargestPiecesTests
{
    [Fact]
    public void Only_the_largest_piece_of_each_structure_stays()
    {
        byte[] labels =
        [
            1, 1, 0, 1, 2,
            1, 0, 0, 0, 2,
            0, 3, 2, 0, 2,
            3, 0, 0, 0, 0,
            3, 3, 0, 0, 1,
        ];
        LargestPieces.Keep(labels, 5);
        // Pieces that touch at a corner are two.
        Assert.Equal(
        [
            1, 1, 0, 0, 2,
            1, 0, 0, 0, 2,
            0, 0, 0, 0, 2,
            3, 0, 0, 0, 0,
            3, 3, 0, 0, 0,
        ], labels);
    }
}
