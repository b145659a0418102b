using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>How well an attacker tells images that were trained on from others.</summary>
/// <param name="Auc">The chance that a member scores higher than a non-member; 0.5 when nothing leaks. The interval is the percentile bootstrap's over patients.</param>
/// <param name="TprAt1">Share of the members above the score that at most 1 % of the non-members exceed; 0.01 when nothing leaks and there are enough non-members.</param>
/// <param name="TprAt10">Likewise for 10 %.</param>
/// <param name="Members">Images that were trained on.</param>
/// <param name="NonMembers">Images that were not.</param>
public sealed record MembershipResult(ConfidenceInterval Auc, double TprAt1, double TprAt10, int Members, int NonMembers);
