using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Models;

namespace EchoSynth.Studio.Api;

/// <summary>Checks a request against everything it must be, and makes the plan to draw from.</summary>
internal sealed class PlanReader(StudioModel model)
{
    /// <param name="request">The request.</param>
    /// <param name="problems">What the endpoint itself found; thrown with the rest.</param>
    /// <exception cref="BadRequestException">Something cannot be used; tells all that is wrong, in the order of fields.</exception>
    public DrawingPlan Read(HeartRequest request, FieldProblems problems)
    {
        FieldRules.Check(request, problems);
        ContourCheck.Numbers(request.Contours, problems);
        var scanner = ScannerPreset.All.FirstOrDefault(s => s.Name == request.Scanner);
        if (scanner is null)
            problems.Add("scanner", $"is not one of the scanners; there are {string.Join(", ", ScannerPreset.All.Select(s => $"\"{s.Name}\""))}.");
        CheckSteps(request, problems);
        if (request.Source != "picture" && request.SourcePicture is not null)
            problems.Add("sourcePicture", $"is given with source \"{request.Source}\"; it must be left out, or source be \"picture\".");
        var picture = request.Source == "picture" ? SourcePicture.Check(request.SourcePicture, model.Model.ImageSize, problems) : null;
        problems.ThrowIfAny();

        var (diastole, view) = (request.Contours!.ToHeart(), ScannerView.Of(scanner!, model.Model.ImageSize));
        ContourCheck.Shape(diastole, problems);
        problems.ThrowIfAny();
        ContourCheck.Place(diastole, view, problems);
        var systole = Contraction.At(diastole, request.EjectionFraction, request.AtrialEmptying, 1);
        ContourCheck.Contracted(systole, problems);
        problems.ThrowIfAny();
        return new DrawingPlan
        {
            Diastole = diastole,
            Systole = systole,
            View = view,
            EjectionFraction = request.EjectionFraction,
            AtrialEmptying = request.AtrialEmptying,
            Seed = request.Seed,
            Steps = request.Steps ?? model.Steps.Default,
            Strength = request.Strength,
            Picture = picture,
            Simulated = request.Source == "simulation" ? PhantomFit.Of(diastole, request.EjectionFraction, request.AtrialEmptying, PhantomAnatomy.Sample((ulong)request.Heart)) : null,
        };
    }

    private void CheckSteps(HeartRequest request, FieldProblems problems)
    {
        var (steps, allowed) = (request.Steps ?? model.Steps.Default, model.Steps);
        if (steps < allowed.Least || steps > allowed.Most)
            problems.Add("steps", allowed.Why is { } why ? $"is {steps}; it must be {allowed.Most}. {why}" : $"is {steps}; it must be {allowed.Least}…{allowed.Most}.");
        if (request is { Source: "none", Strength: > 0 and < 1 })
            problems.Add("strength", FormattableString.Invariant($"is {request.Strength} without a source; it must be 1, or source be \"simulation\" or \"picture\"."));
    }
}
