namespace EchoSynth.Evaluation;

/// <summary>Real images scored against a second real image of the same, or of a similar, mask.</summary>
/// <param name="Kind">"redraw" where the same heart was recorded again; "neighbour" where it is another patient's image with the most similar mask, whose anatomy differs, too, so that it scores less; "neighbour and redraw" where both were needed.</param>
/// <param name="MaskDice">How alike the masks are in the mean: 1 for redraws.</param>
/// <param name="WholeFrame">Over the whole frame.</param>
/// <param name="Sector">Inside the sector.</param>
public sealed record SecondRealImage(string Kind, double MaskDice, PlaceErrors WholeFrame, PlaceErrors? Sector);
