using EchoSynth.Studio.Anatomy;

namespace EchoSynth.Studio.Api;

/// <summary>A heart to begin with: GET /api/hearts/{seed}.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="EjectionFraction">Its ejection fraction.</param>
/// <param name="AtrialEmptying">How much its atrium empties, a fraction.</param>
/// <param name="Contours">Its contours at end-diastole.</param>
public sealed record HeartResponse(long Seed, double EjectionFraction, double AtrialEmptying, HeartContours Contours);
